/**
 * A fault of the warehouse that a caller may expect, with the verdict whether trying again can help. `retryable` faults pass by
 * themselves or with an operator's help (connection, memory, too many parts, read-only): pause and try again for ever.
 * The others (syntax, types, unknown columns) are bugs of ours.
 */
export class WarehouseFault extends Error {
  override readonly name = 'WarehouseFault';
  constructor(
    message: string,
    /** ClickHouse's error name, e.g. `MEMORY_LIMIT_EXCEEDED`, or `CONNECTION`. */
    readonly code: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Whether one statement needs more memory than it may have: that of all together may be free again when it is tried again. */
export function needsTooMuch(fault: unknown): boolean {
  return (
    fault instanceof WarehouseFault &&
    fault.code === 'MEMORY_LIMIT_EXCEEDED' &&
    /query memory limit|\(for query\)/i.test(fault.message)
  );
}

/** ClickHouse errors that say "not now" rather than "never". */
const PASSING = new Set([
  'ABORTED',
  'ALL_CONNECTION_TRIES_FAILED',
  'CANNOT_ALLOCATE_MEMORY',
  'CANNOT_OPEN_FILE',
  'CANNOT_READ_FROM_FILE_DESCRIPTOR',
  'CANNOT_SCHEDULE_TASK',
  'CANNOT_WRITE_TO_FILE_DESCRIPTOR',
  'DNS_ERROR',
  'KEEPER_EXCEPTION',
  'MEMORY_LIMIT_EXCEEDED',
  'NETWORK_ERROR',
  'NOT_ENOUGH_SPACE',
  'NO_ZOOKEEPER',
  'QUERY_WAS_CANCELLED',
  'READONLY',
  'SERVER_OVERLOADED',
  'SOCKET_TIMEOUT',
  'TABLE_IS_READ_ONLY',
  'TIMEOUT_EXCEEDED',
  'TOO_MANY_PARTS',
  'TOO_MANY_SIMULTANEOUS_QUERIES',
  'TOO_SLOW',
  'UNEXPECTED_END_OF_FILE',
  'UNFINISHED',
]);

/**
 * Under this name come C++'s own exceptions; those of the file system (no space, no inodes, a quota, a disk that has gone
 * read-only) pass once somebody has made room.
 */
const FILE_SYSTEM = /filesystem error|No space left|quota exceeded|Read-only file system/i;
const passes = (type: string, message: string): boolean =>
  PASSING.has(type) || (type === 'STD_EXCEPTION' && FILE_SYSTEM.test(message));

/** Node's network errors, and those of the HTTP client. */
const CONNECTION =
  /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|socket hang up|Timeout error|aborted/i;

/** Reads any error of the client as a {@link WarehouseFault}; what it does not know is a bug, and not retried. */
export function asFault(error: unknown, doing: string): WarehouseFault {
  if (error instanceof WarehouseFault) return error;
  const message = error instanceof Error ? error.message : String(error);
  const type = property(error, 'type');
  if (type !== undefined) {
    return new WarehouseFault(`${doing}: ${type}: ${brief(message)}`, type, passes(type, message), {
      cause: error,
    });
  }
  const status = /^(5\d\d|429)\b/.exec(message);
  const network = CONNECTION.test(`${property(error, 'code') ?? ''} ${message}`) || status !== null;
  const code = network ? 'CONNECTION' : 'UNKNOWN';
  return new WarehouseFault(`${doing}: ${brief(message)}`, code, network, { cause: error });
}

function property(error: unknown, name: 'type' | 'code'): string | undefined {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined;
  const value = (error as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Messages quote the statement, and with it values of people's records: keep the head, which names the fault. */
function brief(message: string): string {
  return (
    message
      .split(/\bIn scope\b|\(at row|: While executing|Stack trace/)[0]
      ?.slice(0, 400)
      .trim() ?? ''
  );
}

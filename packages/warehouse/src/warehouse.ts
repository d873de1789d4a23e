import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { asFault, WarehouseFault } from './fault.js';
import { holderOf } from './holder.js';
import { bind, type Params } from './literals.js';

/** Where the warehouse is: a ClickHouse server, or a directory for chDB in this process. */
export type WarehousePlace = { url: string } | { directory: string };

export interface WarehouseOptions {
  /** Memory one statement may use; default 700 MB, so that the whole program stays under 2 GB. */
  statementBytesMax?: number;
  /** Threads of one statement; default 2. */
  threadsMax?: number;
  /** How long a statement may run before it is a (retryable) fault; default 600,000. */
  timeoutMs?: number;
}

export interface WarehouseHealth {
  kind: 'clickhouse' | 'chdb';
  answers: boolean;
  /** Why not. */
  fault?: string;
}

/** The one way to ClickHouse, server or chDB. Faults are {@link WarehouseFault}s. */
export interface Warehouse {
  readonly kind: 'clickhouse' | 'chdb';
  /** Rows of a SELECT. `{name:Type}` in the statement takes its value from `params` (see `literals.ts` for the types). */
  query<T>(sql: string, params?: Params): Promise<T[]>;
  /** Inserts rows by column name, in as many statements as their size needs. An unknown column is a fault. */
  insert(table: string, rows: Iterable<object>): Promise<void>;
  /** Runs a statement that answers nothing. */
  command(sql: string, params?: Params): Promise<void>;
  /** Whether it answers, and if not why; never throws. */
  health(): Promise<WarehouseHealth>;
  /**
   * Waits no more for a server that does not answer: statements under way, and all later ones, are a (retryable) fault. chDB's
   * are waited for all the same, because they end by themselves and the engine does not survive being left.
   */
  breakOff(): void;
  /** Waits for statements under way, then lets go of connections and files. */
  close(): Promise<void>;
}

type ClientConnection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>;

/** Faults are thrown and told once, by us; the client's own log would quote statements. */
const QUIET = { level: ClickHouseLogLevel.OFF };

/**
 * chDB leaves so much of the disk to others. It looks for room before a statement writes, but takes no notice of a write that
 * fails (chdb 3.4.0): rows of an insert that met a full disk half way would be gone with nobody told.
 */
const CHDB_LEAVES_FREE_BYTES = 64 * 1024 * 1024;

/**
 * Every branch is worked out for every row: those that are put off are worked out again wherever they are used, and a statement
 * over lists takes twice as long.
 */
const FOR_QUERIES =
  "output_format_json_quote_64bit_integers = 0, short_circuit_function_evaluation = 'disable'";

/** One insert carries at most this much JSON: far below the longest string of V8, and a good block for ClickHouse. */
const INSERT_CHARACTERS_MAX = 8 * 1024 * 1024;

/**
 * Opens the warehouse. chDB holds one directory per process and locks it against other processes: a second
 * directory in one process is refused. One that another process holds is a fault with the code `LOCKED`.
 */
export async function openWarehouse(
  place: WarehousePlace,
  options: WarehouseOptions = {},
): Promise<Warehouse> {
  const timeoutMs = options.timeoutMs ?? 600_000;
  if ('url' in place) {
    const client = createClient({
      url: place.url,
      request_timeout: timeoutMs,
      keep_alive: { enabled: true },
      log: QUIET,
    });
    return new ClientWarehouse('clickhouse', client, options);
  }
  try {
    // Loaded only when wanted: the native library takes memory and has no build for every platform.
    const { createChdbConnection } = await import('chdb/connection');
    // chDB's types come from @clickhouse/client-common, the client's from a copy of it inside @clickhouse/client.
    const connection = createChdbConnection({ path: place.directory }) as unknown as ClientConnection;
    const client = createClient({ connection, log: QUIET });
    return new ClientWarehouse('chdb', client, options);
  } catch (error) {
    throw heldElsewhere(place.directory) ?? asFault(error, 'open');
  }
}

/** chDB says to stderr alone why it does not open, so whether somebody holds the directory has to be seen. */
function heldElsewhere(directory: string): WarehouseFault | undefined {
  const pid = holderOf(directory);
  if (pid === undefined || pid === process.pid) return undefined;
  return new WarehouseFault(`open: ${directory} is in use by process ${pid}`, 'LOCKED', false);
}

class ClientWarehouse implements Warehouse {
  private readonly settings: string;
  private readonly running = new Set<Promise<unknown>>();
  private readonly brokenOff = new AbortController();
  /** What statements of the client take beside their text. */
  private readonly abort: { abort_signal?: AbortSignal };
  private readonly room: string;
  private closed = false;

  constructor(
    readonly kind: Warehouse['kind'],
    private readonly client: ClickHouseClient,
    options: WarehouseOptions,
  ) {
    const bytes = options.statementBytesMax ?? 700_000_000;
    const seconds = Math.ceil((options.timeoutMs ?? 600_000) / 1000);
    this.room = kind === 'chdb' ? `, min_free_disk_bytes_to_perform_insert = ${CHDB_LEAVES_FREE_BYTES}` : '';
    setMaxListeners(0, this.brokenOff.signal);
    this.abort = kind === 'chdb' ? {} : { abort_signal: this.brokenOff.signal };
    // In the statement, because chDB keeps settings given any other way for every later statement.
    this.settings = `max_memory_usage = ${bytes}, max_threads = ${options.threadsMax ?? 2}, max_execution_time = ${seconds}${this.room}`;
  }

  async query<T>(sql: string, params?: Params): Promise<T[]> {
    const statement = this.withSettings(bind(sql, params), FOR_QUERIES);
    return this.run('query', async () => {
      const result = await this.client.query({ query: statement, format: 'JSONEachRow', ...this.abort });
      return result.json<T>();
    });
  }

  async command(sql: string, params?: Params): Promise<void> {
    const bound = bind(sql, params);
    // DDL takes no such settings.
    const statement = /^\s*(--.*\n\s*)*(INSERT|SELECT)\b/i.test(bound) ? this.withSettings(bound) : bound;
    await this.run('command', () => this.client.command({ query: statement, ...this.abort }));
  }

  async insert(table: string, rows: Iterable<object>): Promise<void> {
    const query = `INSERT INTO ${table} SETTINGS input_format_skip_unknown_fields = 0, async_insert = 0${this.room} FORMAT JSONEachRow`;
    // One body is read by the engine while the next is written here.
    let before: Promise<void> = Promise.resolve();
    for (const body of bodies(rows)) {
      await before;
      before = this.run(`insert into ${table}`, async () => {
        const { stream } = await this.client.exec({ query, values: Readable.from([body]), ...this.abort });
        stream.resume();
      });
      before.catch(() => undefined);
      // Lets the statement reach the engine before the next body takes this thread.
      await setImmediate();
    }
    await before;
  }

  async health(): Promise<WarehouseHealth> {
    try {
      await this.query('SELECT 1');
      return { kind: this.kind, answers: true };
    } catch (error) {
      return { kind: this.kind, answers: false, fault: asFault(error, 'health').message };
    }
  }

  breakOff(): void {
    if (this.kind === 'clickhouse') this.brokenOff.abort();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await Promise.allSettled(this.running);
    await this.client.close();
    if (this.kind === 'chdb') await (await import('chdb')).drainPending();
  }

  private withSettings(sql: string, more?: string): string {
    const all = more === undefined ? this.settings : `${this.settings}, ${more}`;
    return `${sql.trim().replace(/;$/, '')}\nSETTINGS ${all}`;
  }

  private async run<T>(doing: string, work: () => Promise<T>): Promise<T> {
    if (this.closed) throw new WarehouseFault(`${doing}: the warehouse is closed`, 'CLOSED', false);
    if (this.brokenOff.signal.aborted) throw new WarehouseFault(`${doing}: broken off`, 'BROKEN_OFF', true);
    const running = work();
    this.running.add(running);
    try {
      return await running;
    } catch (error) {
      throw asFault(error, doing);
    } finally {
      this.running.delete(running);
    }
  }
}

/** Rows as JSON lines, cut into bodies of bounded size. */
function* bodies(rows: Iterable<object>): Generator<string> {
  let lines: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const line = JSON.stringify(row);
    lines.push(line);
    characters += line.length + 1;
    if (characters >= INSERT_CHARACTERS_MAX) {
      yield lines.join('\n');
      lines = [];
      characters = 0;
    }
  }
  if (lines.length > 0) yield lines.join('\n');
}

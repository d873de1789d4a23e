import { answeredWithin, LogUnavailable, TOPICS, type EventLog } from '@waymark/event-log';
import { Problem } from './problem.js';

/** A log that hangs is no reason to keep somebody waiting. */
const PATIENCE_MS = 10_000;

/**
 * Writes a record of who did or saw what; durable when it resolves.
 * @param refusal said to the caller when it cannot be written
 * @throws {Problem} 503 audit_unavailable.
 */
export async function writeAudit(
  log: Pick<EventLog, 'append'>,
  who: string,
  record: object,
  refusal: string,
): Promise<void> {
  const value = new TextEncoder().encode(JSON.stringify(record));
  try {
    await answeredWithin(
      PATIENCE_MS,
      'the audit trail',
      log.append(TOPICS.audit.name, [{ key: who, value }]),
    );
  } catch (fault) {
    if (!(fault instanceof LogUnavailable)) throw fault;
    const headers = { 'retry-after': String(fault.retryAfterSeconds) };
    throw new Problem(503, 'audit_unavailable', refusal, { headers });
  }
}

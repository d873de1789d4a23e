import { randomUUID } from 'node:crypto';
import type { EventLog, LogRecord, NewRecord, RecordBatch } from '../port.js';

/** A name that no other test uses, also on a broker that other tests use. */
export function uniqueName(what: string): string {
  return `${what}-${randomUUID()}`;
}

export function record(key: string, value: string | null = key): NewRecord {
  return { key, value: value === null ? null : Buffer.from(value) };
}

/** Numbered records over several keys. */
export function numbered(count: number, keys = 20, from = 0): NewRecord[] {
  return Array.from({ length: count }, (_, i) =>
    record(`provider/ref-${(from + i) % keys}`, String(from + i)),
  );
}

export function text({ value }: Pick<LogRecord, 'value'>): string | null {
  return value === null ? null : Buffer.from(value).toString();
}

export async function collect(batches: AsyncIterable<RecordBatch>): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const batch of batches) records.push(...batch.records);
  return records;
}

/** Everything from the given offsets (default: the beginning) to the present end. */
export async function readAll(
  log: EventLog,
  topic: string,
  bounds: { from?: number; maxRecords?: number; maxBytes?: number } = {},
): Promise<LogRecord[]> {
  const { from = 0, ...rest } = bounds;
  const ends = await log.ends(topic);
  return collect(
    log.read(topic, {
      ...rest,
      from: new Map(ends.map((_, partition) => [partition, from])),
      until: new Map(ends.map((end, partition) => [partition, end])),
    }),
  );
}

export function byPosition(records: readonly LogRecord[]): string[] {
  return records.map(({ partition, offset }) => `${partition}/${offset}`).sort();
}

const PATIENCE_MS = 30_000;

/** Waits until something holds. Gives up by itself: a loop that outlives its test keeps jest from ending. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline)
      throw new Error(`did not happen within ${PATIENCE_MS} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

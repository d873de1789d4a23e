import { TOPICS, type EventLog, type RecordBatch } from '@waymark/event-log';
import type { PartitionProgress, Projection } from '@waymark/warehouse';
import { decodeBatches } from './decode-batches.js';

const BULK_BATCH = { maxRecords: 50_000, maxBytes: 64 * 1024 * 1024 };
/** As much as the live consumer takes at once. */
const GROUP_RECORDS = 50_000;
const GROUP_BYTES = 32 * 1024 * 1024;

export interface LoadOptions {
  log: EventLog;
  projection: Projection;
  signal: AbortSignal;
  /** Told how many records of how many are read. */
  onLoad?: (read: number, of: number) => void;
}

/**
 * Raw events up to `ends` first, then one fold: a long history folded batch by batch would fold the same journeys again and
 * again. Only for tables that hold nothing: progress is written after the fold, so a crash in between starts the load
 * again and changes nothing.
 */
export async function loadInBulk(
  { log, projection, signal, onLoad }: LoadOptions,
  ends: readonly number[],
): Promise<void> {
  const progress = new Map<number, PartitionProgress>();
  const total = sum(ends);
  let read = 0;
  const from = new Map(ends.map((_, partition) => [partition, 0]));
  const until = new Map(ends.map((end, partition) => [partition, end]));
  for await (const batch of log.read(TOPICS.events.name, { from, until, signal, ...BULK_BATCH })) {
    const { events, deadLetters, progress: reached } = decodeBatches([batch]);
    await projection.appendRaw(events, deadLetters);
    for (const entry of reached) progress.set(entry.partition, entry);
    read += batch.records.length;
    onLoad?.(read, total);
  }
  if (signal.aborted) return;
  await projection.foldAll([...progress.values()], async () => signal.throwIfAborted());
}

/** Projects what lies between the tables' own progress and `ends`, as the live consumer would. */
export async function catchUp(
  { log, projection, signal }: LoadOptions,
  ends: readonly number[],
): Promise<void> {
  const progress = await projection.progress();
  const from = new Map<number, number>();
  const until = new Map<number, number>();
  ends.forEach((end, partition) => {
    const next = progress.get(partition)?.nextOffset ?? 0;
    if (next >= end) return;
    from.set(partition, next);
    until.set(partition, end);
  });
  if (from.size === 0) return;
  for await (const group of grouped(log.read(TOPICS.events.name, { from, until, signal }))) {
    await projection.project(decodeBatches(group), async () => signal.throwIfAborted());
  }
}

/** Records of the log up to `ends` that the tables do not show. */
export async function recordsMissing(projection: Projection, ends: readonly number[]): Promise<number> {
  const progress = await projection.progress();
  return sum(ends.map((end, partition) => Math.max(0, end - (progress.get(partition)?.nextOffset ?? 0))));
}

/** One projection of several partitions costs little more than of one. */
async function* grouped(batches: AsyncIterable<RecordBatch>): AsyncGenerator<RecordBatch[]> {
  let group: RecordBatch[] = [];
  let records = 0;
  let bytes = 0;
  for await (const batch of batches) {
    group.push(batch);
    records += batch.records.length;
    for (const { value } of batch.records) bytes += value?.length ?? 0;
    if (records < GROUP_RECORDS && bytes < GROUP_BYTES) continue;
    yield group;
    [group, records, bytes] = [[], 0, 0];
  }
  if (group.length > 0) yield group;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

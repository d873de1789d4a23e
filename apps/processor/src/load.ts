import { TOPICS, type EventLog, type RecordBatch } from '@waymark/event-log';
import type { PartitionProgress, Projection } from '@waymark/warehouse';
import { decodeBatches, type Upcasters } from './decode-batches.js';
import { pause } from './patience.js';

/** As much as the live consumer takes at once. */
const GROUP_RECORDS = 50_000;
const GROUP_BYTES = 32 * 1024 * 1024;
const GROWING_MS = 2_000;

export interface LoadOptions {
  log: EventLog;
  projection: Projection;
  signal: AbortSignal;
  /** Told how many records of how many are read. */
  onLoad?: (read: number, of: number) => void;
  upcasters?: Upcasters;
}

/**
 * Raw events first, then one fold: a long history folded batch by batch would fold the same journeys again and again.
 * Only for tables that hold nothing: progress is written after the fold, so a crash in between starts the load again and
 * changes nothing.
 */
export class BulkLoad {
  private readonly progress = new Map<number, PartitionProgress>();
  private read = 0;

  constructor(private readonly options: LoadOptions) {}

  /** The raw events up to `ends`, going on where the call before ended. */
  async readUpTo(ends: readonly number[]): Promise<void> {
    const { log, projection, signal, onLoad, upcasters } = this.options;
    const stretch = missing(this.progress, ends);
    if (stretch.from.size === 0) return;
    for await (const group of grouped(log.read(TOPICS.events.name, { ...stretch, signal }))) {
      const { events, deadLetters, progress } = decodeBatches(group, upcasters);
      await projection.appendRaw(events, deadLetters);
      for (const entry of progress) this.progress.set(entry.partition, entry);
      this.read += group.reduce((records, batch) => records + batch.records.length, 0);
      onLoad?.(this.read, sum(ends));
    }
  }

  /** Folds what was read, and writes how far that is. */
  async fold(): Promise<void> {
    const { projection, signal } = this.options;
    if (signal.aborted) return;
    await projection.foldAll([...this.progress.values()], async () => signal.throwIfAborted());
  }
}

/**
 * Ends of the log to read up to: while `growing` is pending, what there is by then, every few seconds (larger inserts make
 * fewer parts to merge); at last, all of it.
 */
export async function* endsWhile(
  growing: Promise<unknown>,
  { log, signal }: Pick<LoadOptions, 'log' | 'signal'>,
): AsyncGenerator<number[], void, void> {
  const settled = growing.then(
    () => true,
    () => true,
  );
  const later = (): Promise<boolean> => pause(GROWING_MS, signal).then(() => signal.aborted);
  while (!(await Promise.race([settled, later()]))) yield await log.ends(TOPICS.events.name);
  yield await log.ends(TOPICS.events.name);
}

/** Projects what lies between the tables' own progress and `ends`, as the live consumer would. */
export async function catchUp(
  { log, projection, signal, upcasters }: LoadOptions,
  ends: readonly number[],
): Promise<void> {
  const stretch = missing(await projection.progress(), ends);
  if (stretch.from.size === 0) return;
  for await (const group of grouped(log.read(TOPICS.events.name, { ...stretch, signal }))) {
    await projection.project(decodeBatches(group, upcasters), async () => signal.throwIfAborted());
  }
}

/** What lies between the progress and `ends`, by partition. */
function missing(
  progress: ReadonlyMap<number, PartitionProgress>,
  ends: readonly number[],
): { from: Map<number, number>; until: Map<number, number> } {
  const stretch = { from: new Map<number, number>(), until: new Map<number, number>() };
  for (const [partition, end] of ends.entries()) {
    const next = progress.get(partition)?.nextOffset ?? 0;
    if (next >= end) continue;
    stretch.from.set(partition, next);
    stretch.until.set(partition, end);
  }
  return stretch;
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

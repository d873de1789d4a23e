import { types } from 'node:util';
import { backOffMs, deliver, pause } from '../delivery.js';
import type { ConsumeOptions, Consumer, RecordBatch } from '../port.js';
import type { Group, Member } from './group.js';
import type { GroupOffsets } from './group-offsets.js';
import { PartitionReader } from './partition-reader.js';
import type { Topic } from './topic.js';

const RECORDS_MAX = 50_000;
const BYTES_MAX = 32 * 1024 * 1024;
const WAIT_MS = 100;
/** What a record costs beside its key and value. */
const OVERHEAD_BYTES = 27;

/** A member of a group: gathers records over the partitions it holds, hands them over, commits, and so on. */
export class EmbeddedConsumer implements Consumer, Member {
  readonly died: Promise<never>;
  private readonly readers = new Map<number, PartitionReader>();
  private readonly running: Promise<void>;
  private readonly stopping = new AbortController();
  /** Ends when this member has to stop or to change its partitions: what waits, wakes up. */
  private turn = new AbortController();
  private rotation = 0;

  constructor(
    private readonly topic: Topic,
    private readonly group: Group,
    private readonly offsets: GroupOffsets,
    private readonly options: ConsumeOptions,
  ) {
    group.join(this);
    const run = this.run();
    this.running = run.catch(() => undefined);
    this.died = run.then(
      () => new Promise<never>(() => undefined),
      (fault: unknown) => Promise.reject(types.isNativeError(fault) ? fault : new Error(String(fault))),
    );
  }

  assignment(): readonly number[] {
    return [...this.readers.keys()].sort((a, b) => a - b);
  }

  rebalance(): void {
    this.turn.abort();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.turn.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      while (!this.stopping.signal.aborted) {
        this.turn = new AbortController();
        await this.takeAssignment();
        while (!this.turn.signal.aborted) await this.work(this.turn.signal);
      }
    } finally {
      this.group.leave(this);
      await Promise.all([...this.readers.values()].map((reader) => reader.close()));
      this.readers.clear();
    }
  }

  private async takeAssignment(): Promise<void> {
    const before = this.assignment();
    const held = this.group.settle(this);
    for (const [partition, reader] of this.readers) {
      if (held.has(partition)) continue;
      this.readers.delete(partition);
      await reader.close();
    }
    for (const partition of held) {
      if (this.readers.has(partition)) continue;
      const start = await this.startOf(partition);
      if (start === undefined) return;
      this.readers.set(partition, new PartitionReader(this.topic.partition(partition), start));
    }
    const now = this.assignment();
    if (now.join() !== before.join()) this.options.onAssignment?.(now);
  }

  /** `undefined` when the turn ended before the caller could say. */
  private async startOf(partition: number): Promise<number | undefined> {
    for (let attempt = 1; !this.turn.signal.aborted; attempt += 1) {
      try {
        const own = await this.options.startAt?.(partition);
        if (own !== undefined) return own;
        const committed = await this.offsets.committed(this.options.group, this.topic.spec.name);
        return committed.get(partition) ?? 0;
      } catch (fault) {
        this.options.onRetry?.(fault, attempt);
        await pause(backOffMs(attempt), this.turn.signal);
      }
    }
    return undefined;
  }

  private async work(signal: AbortSignal): Promise<void> {
    const noted = this.topic.appended.now;
    const batches = await this.gather(signal);
    if (batches.length === 0) return this.topic.appended.after(noted, signal);
    const { group, topic } = this.options;
    const ends = new Map(batches.map((batch) => [batch.partition, endOf(batch)]));
    const delivered = await deliver(this.options, batches, {
      signal: this.stopping.signal,
      giveUp: signal,
      heartbeat: () => Promise.resolve(),
      commit: () => this.offsets.commit(group, topic, ends),
    });
    if (!delivered) await this.rewind(batches);
  }

  private async gather(signal: AbortSignal): Promise<RecordBatch[]> {
    const gathered: Gathered = { batches: new Map(), records: 0, bytes: 0 };
    const full = await this.collect(gathered);
    if (gathered.records > 0 && !full) {
      await pause(this.options.maxWaitMs ?? WAIT_MS, signal);
      await this.collect(gathered);
    }
    return [...gathered.batches.values()];
  }

  /** Adds what there is; true when more is there than fits. Begins with another partition each time, to be fair. */
  private async collect(gathered: Gathered): Promise<boolean> {
    const { topic, maxRecords = RECORDS_MAX, maxBytes = BYTES_MAX } = this.options;
    const readers = [...this.readers];
    this.rotation += 1;
    for (let i = 0; i < readers.length; i += 1) {
      const [partition, reader] = readers[(i + this.rotation) % readers.length] ?? [];
      if (partition === undefined || !reader) continue;
      const records = await reader.next({
        maxRecords: maxRecords - gathered.records,
        maxBytes: maxBytes - gathered.bytes,
        until: Infinity,
        strict: gathered.records > 0,
      });
      if (records.length > 0) addTo(gathered, { topic, partition, records });
      if (reader.offset < this.topic.partition(partition).end) return true;
    }
    return false;
  }

  private async rewind(batches: readonly RecordBatch[]): Promise<void> {
    for (const { partition, records } of batches) {
      await this.readers.get(partition)?.close();
      this.readers.set(
        partition,
        new PartitionReader(this.topic.partition(partition), records[0]?.offset ?? 0),
      );
    }
  }
}

function endOf(batch: RecordBatch): number {
  return (batch.records.at(-1)?.offset ?? -1) + 1;
}

interface Gathered {
  batches: Map<number, RecordBatch>;
  records: number;
  bytes: number;
}

function addTo(gathered: Gathered, batch: RecordBatch): void {
  const earlier = gathered.batches.get(batch.partition);
  if (earlier) earlier.records = earlier.records.concat(batch.records);
  else gathered.batches.set(batch.partition, batch);
  gathered.records += batch.records.length;
  for (const { key, value } of batch.records)
    gathered.bytes += key.length + (value?.length ?? 0) + OVERHEAD_BYTES;
}

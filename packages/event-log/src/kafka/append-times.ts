import type { LogRecord } from '../port.js';
import type { Fetcher } from './fetcher.js';

/**
 * Append times that never go back. A broker stamps with its own clock, so after a change of leader times may be
 * earlier than before it: a record then has the latest time of those before it. This must not depend on where reading
 * began, so the latest time before the first record is asked of the log.
 */
export class AppendTimes {
  private readonly latest = new Map<number, number>();

  constructor(private readonly fetcher: Fetcher) {}

  /** To be called before the records from `offset` on are passed through `apply`. */
  async startAt(partition: number, offset: number): Promise<void> {
    this.latest.set(partition, await latestBefore(this.fetcher, partition, offset));
  }

  apply(records: readonly LogRecord[]): void {
    for (const record of records) {
      const latest = Math.max(record.appendedAt, this.latest.get(record.partition) ?? 0);
      record.appendedAt = latest;
      this.latest.set(record.partition, latest);
    }
  }
}

/**
 * The latest append time before an offset, by halving: Kafka can say where the first record from a time on is.
 * 0 when there is no record before it. The first guess, the record just before, is nearly always the answer.
 */
async function latestBefore(fetcher: Fetcher, partition: number, offset: number): Promise<number> {
  if (offset === 0) return 0;
  const anyBefore = async (epochMs: number): Promise<boolean> => {
    const first = await fetcher.firstOffsetSince(partition, epochMs);
    return first !== undefined && first < offset;
  };
  let low = await timeOf(fetcher, partition, offset - 1);
  if (!(await anyBefore(low + 1))) return low;
  let high = Math.max(Date.now(), low) + 24 * 3_600_000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await anyBefore(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Append time of the record at an offset; 0 when it was compacted away. */
async function timeOf(fetcher: Fetcher, partition: number, offset: number): Promise<number> {
  const bounds = { maxWaitMs: 0, partitionBytes: 1, bytes: 1 };
  const [answer] = await fetcher.fetch(new Map([[partition, offset]]), bounds);
  const record = answer?.records[0];
  return record?.offset === offset ? record.appendedAt : 0;
}

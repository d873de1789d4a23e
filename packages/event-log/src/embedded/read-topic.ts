import { LogUnavailable, type ReadOptions, type RecordBatch } from '../port.js';
import { PartitionReader } from './partition-reader.js';
import type { Topic } from './topic.js';

export const READ_RECORDS_MAX = 10_000;
export const READ_BYTES_MAX = 8 * 1024 * 1024;

/** The port's `read`: partitions in turn, then asleep until something is appended. */
export async function* readTopic(
  topic: Topic,
  options: ReadOptions,
  closed: AbortSignal,
): AsyncGenerator<RecordBatch, void> {
  const ended = options.signal ? AbortSignal.any([options.signal, closed]) : closed;
  const { maxRecords = READ_RECORDS_MAX, maxBytes = READ_BYTES_MAX } = options;
  let open = [...options.from].map(([partition, offset]) => ({
    partition,
    reader: new PartitionReader(topic.partition(partition), offset),
    until: options.until?.get(partition) ?? Infinity,
  }));
  const all = open;
  try {
    while ((open = open.filter(({ reader, until }) => reader.offset < until)).length > 0) {
      const noted = topic.appended.now;
      let quiet = true;
      for (const { partition, reader, until } of open) {
        if (closed.aborted) throw new LogUnavailable('the log was closed');
        if (ended.aborted) return;
        const records = await reader.next({ maxRecords, maxBytes, until });
        if (records.length === 0) continue;
        quiet = false;
        yield { topic: topic.spec.name, partition, records };
      }
      if (quiet) await topic.appended.after(noted, ended);
    }
  } finally {
    await Promise.all(all.map(({ reader }) => reader.close()));
  }
}

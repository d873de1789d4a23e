import fc from 'fast-check';
import type { LogRecord } from '../port.js';
import { AppendTimes } from './append-times.js';
import type { Fetcher } from './fetcher.js';

function logOf(times: readonly number[]): LogRecord[] {
  return times.map((appendedAt, offset) => ({ partition: 0, offset, appendedAt, key: '', value: null }));
}

/** A partition with these append times; some records may have been compacted away. */
function partitionOf(records: readonly LogRecord[], gone: ReadonlySet<number>): Fetcher {
  const kept = records.filter(({ offset }) => !gone.has(offset));
  const answer: Pick<Fetcher, 'fetch' | 'firstOffsetSince'> = {
    fetch: (positions) => {
      const [[partition, position] = [0, 0]] = positions;
      const found = kept.filter(({ offset }) => offset >= position).slice(0, 1);
      return Promise.resolve([{ partition, records: found, next: position + 1, end: records.length }]);
    },
    firstOffsetSince: (_partition, epochMs) =>
      Promise.resolve(kept.find(({ appendedAt }) => appendedAt >= epochMs)?.offset),
  };
  return answer as Fetcher;
}

test('wherever reading begins, a record has the latest time of all before it', async () => {
  const anyTime = fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_060 });
  await fc.assert(
    fc.asyncProperty(fc.array(anyTime, { minLength: 1, maxLength: 40 }), fc.nat(), async (times, n) => {
      const start = n % times.length;
      const read = new AppendTimes(partitionOf(logOf(times), new Set()));
      await read.startAt(0, start);
      const records = logOf(times).slice(start);
      read.apply(records);
      const latest = times.map((_, i) => Math.max(...times.slice(0, i + 1)));
      expect(records.map(({ appendedAt }) => appendedAt)).toEqual(latest.slice(start));
    }),
  );
});

test('given that the record just before was compacted away, the latest time is found all the same', async () => {
  const records = logOf([50, 90, 70, 60, 40].map((ms) => 1_700_000_000_000 + ms));
  const read = new AppendTimes(partitionOf(records, new Set([3])));
  await read.startAt(0, 4);
  const [, , , , last] = logOf([0, 0, 0, 0, 1_700_000_000_040]);
  read.apply(last ? [last] : []);
  expect(last?.appendedAt).toBe(1_700_000_000_090);
});

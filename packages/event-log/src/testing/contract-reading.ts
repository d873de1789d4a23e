import { OffsetOutOfRange } from '../errors.js';
import type { RecordBatch } from '../port.js';
import type { ContractContext } from './contract-suite.js';
import { collect, numbered, readAll, record, text } from './records.js';

export function describeReading({ log, newTopic }: ContractContext): void {
  describe('reading', () => {
    test('from any offset, exactly the records from there on come, in order', async () => {
      const topic = await newTopic(1);
      for (let i = 0; i < 5; i += 1) await log().append(topic, numbered(40, 7, i * 40));
      for (const from of [0, 1, 39, 40, 41, 117, 199, 200]) {
        const records = await readAll(log(), topic, { from });
        expect(records.map(({ offset }) => offset)).toEqual(
          Array.from({ length: 200 - from }, (_, i) => from + i),
        );
        expect(records.map(text)).toEqual(records.map(({ offset }) => String(offset)));
      }
    });

    test('`until` ends the reading before that offset; a partition that is not asked for is not read', async () => {
      const topic = await newTopic(3);
      await log().append(topic, numbered(90, 30));
      const read = log().read(topic, {
        from: new Map([
          [0, 2],
          [2, 0],
        ]),
        until: new Map([
          [0, 5],
          [2, 0],
        ]),
      });
      expect((await collect(read)).map(({ partition, offset }) => [partition, offset])).toEqual([
        [0, 2],
        [0, 3],
        [0, 4],
      ]);
    });

    test('a batch is of one partition and within the bounds; a larger record comes alone', async () => {
      const topic = await newTopic(2);
      await log().append(topic, [
        ...numbered(50),
        { key: 'large', value: Buffer.alloc(5_000) },
        ...numbered(50),
      ]);
      const ends = await log().ends(topic);
      const from = new Map(ends.map((_, partition) => [partition, 0]));
      const until = new Map(ends.map((end, partition) => [partition, end]));
      const batches: RecordBatch[] = [];
      for await (const batch of log().read(topic, { from, until, maxRecords: 7, maxBytes: 600 }))
        batches.push(batch);
      for (const { partition, records } of batches) {
        expect(records.every((each) => each.partition === partition)).toBe(true);
        expect(records.length).toBeLessThanOrEqual(7);
        const bytes = records.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);
        expect(bytes <= 600 || records.length === 1).toBe(true);
      }
      expect(batches.flatMap(({ records }) => records)).toHaveLength(101);
    });

    test('without `until` it follows what is appended, until the signal ends it', async () => {
      const topic = await newTopic(2);
      const ending = new AbortController();
      const seen: (string | null)[] = [];
      const following = (async () => {
        const from = new Map([
          [0, 0],
          [1, 0],
        ]);
        for await (const batch of log().read(topic, { from, signal: ending.signal })) {
          seen.push(...batch.records.map(text));
          if (seen.length === 30) ending.abort();
        }
      })();
      for (let i = 0; i < 3; i += 1) await log().append(topic, numbered(10, 10, i * 10));
      await following;
      expect(seen.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    });

    test('two readers do not disturb each other', async () => {
      const topic = await newTopic(2);
      await log().append(topic, numbered(300));
      const [all, some] = await Promise.all([
        readAll(log(), topic, { maxRecords: 3 }),
        readAll(log(), topic, { from: 50 }),
      ]);
      expect(all).toHaveLength(300);
      const ends = await log().ends(topic);
      expect(some).toHaveLength(ends.reduce((sum, end) => sum + Math.max(0, end - 50), 0));
    });

    test('an offset that the log does not have is an error that says so', async () => {
      const topic = await newTopic(1);
      await log().append(topic, [record('one')]);
      const read = collect(log().read(topic, { from: new Map([[0, 5]]), until: new Map([[0, 9]]) }));
      await expect(read).rejects.toThrow(OffsetOutOfRange);
    });
  });
}

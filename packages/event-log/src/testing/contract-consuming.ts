import { OffsetOutOfRange } from '../errors.js';
import type { ConsumeOptions, LogRecord, RecordBatch } from '../port.js';
import type { ContractContext } from './contract-suite.js';
import { byPosition, eventually, numbered, readAll, record, text, uniqueName } from './records.js';

const QUICK = { maxWaitMs: 20 };

/** Collects what is handed over; `handle` may be told to fail. */
function handler(): { seen: LogRecord[]; handle: ConsumeOptions['handle'] } {
  const seen: LogRecord[] = [];
  return {
    seen,
    handle: async (batches) => {
      seen.push(...recordsOf(batches));
    },
  };
}

function recordsOf(batches: readonly RecordBatch[]): LogRecord[] {
  return batches.flatMap(({ records }) => records);
}

export function describeConsuming({ log, newTopic }: ContractContext): void {
  describe('consuming', () => {
    test('every record is handled once, in order within its partition, one call at a time', async () => {
      const topic = await newTopic(12);
      await log().append(topic, numbered(3_000, 200));
      const seen: LogRecord[] = [];
      let running = 0;
      const consumer = await log().consume({
        ...QUICK,
        group: uniqueName('group'),
        topic,
        maxRecords: 700,
        handle: async (batches) => {
          running += 1;
          expect(running).toBe(1);
          expect(recordsOf(batches).length).toBeLessThanOrEqual(700);
          await new Promise(setImmediate);
          seen.push(...recordsOf(batches));
          running -= 1;
        },
      });
      await eventually(() => seen.length >= 3_000);
      await consumer.stop();
      expect(byPosition(seen)).toEqual(byPosition(await readAll(log(), topic)));
      for (const partition of Array.from({ length: 12 }, (_, i) => i)) {
        const offsets = seen.filter((each) => each.partition === partition).map(({ offset }) => offset);
        expect(offsets).toEqual(Array.from({ length: offsets.length }, (_, i) => i));
      }
    });

    test('what was handled is committed, and the group goes on from there', async () => {
      const topic = await newTopic();
      const group = uniqueName('group');
      await log().append(topic, numbered(100));
      const first = handler();
      const before = await log().consume({ ...QUICK, group, topic, handle: first.handle });
      await eventually(() => first.seen.length === 100);
      await before.stop();
      const ends = await log().ends(topic);
      const committed = await log().committed(group, topic);
      expect(ends.map((end, partition) => (end === 0 ? 0 : committed.get(partition)))).toEqual(ends);

      await log().append(topic, numbered(50, 20, 100));
      const second = handler();
      const after = await log().consume({ ...QUICK, group, topic, handle: second.handle });
      await eventually(() => second.seen.length >= 50);
      await after.stop();
      expect(second.seen.map((each) => Number(text(each))).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 50 }, (_, i) => 100 + i),
      );
    });

    test('a group that never committed has no offsets', async () => {
      expect(await log().committed(uniqueName('group'), await newTopic())).toEqual(new Map());
    });

    test('two groups each get everything', async () => {
      const topic = await newTopic();
      await log().append(topic, numbered(60));
      const [one, two] = [handler(), handler()];
      const consumers = [
        await log().consume({ ...QUICK, group: uniqueName('one'), topic, handle: one.handle }),
        await log().consume({ ...QUICK, group: uniqueName('two'), topic, handle: two.handle }),
      ];
      await eventually(() => one.seen.length === 60 && two.seen.length === 60);
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      expect(byPosition(one.seen)).toEqual(byPosition(two.seen));
    });

    test('the start that the caller names outranks what the group committed, back and forth', async () => {
      const topic = await newTopic(1);
      const group = uniqueName('group');
      await log().append(topic, numbered(20));
      const first = handler();
      const before = await log().consume({ ...QUICK, group, topic, handle: first.handle });
      await eventually(() => first.seen.length === 20);
      await before.stop();
      for (const start of [5, 17]) {
        const again = handler();
        const startAt = (): Promise<number> => Promise.resolve(start);
        const after = await log().consume({ ...QUICK, group, topic, startAt, handle: again.handle });
        await eventually(() => again.seen.length >= 20 - start);
        await after.stop();
        expect(again.seen.map(({ offset }) => offset)).toEqual(
          Array.from({ length: 20 - start }, (_, i) => start + i),
        );
      }
    });

    test('given a start that cannot be told at first, nothing is handled until it can', async () => {
      const topic = await newTopic(1);
      await log().append(topic, numbered(10));
      const { seen, handle } = handler();
      const faults: unknown[] = [];
      let asked = 0;
      const consumer = await log().consume({
        ...QUICK,
        group: uniqueName('group'),
        topic,
        handle,
        startAt: () => (++asked < 3 ? Promise.reject(new Error('warehouse away')) : Promise.resolve(4)),
        onRetry: (fault) => faults.push(fault),
      });
      await eventually(() => seen.length >= 6);
      await consumer.stop();
      expect(seen.map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8, 9]);
      expect(faults).toHaveLength(2);
    });

    test('given a handle that fails, nothing is committed and the same records come again until it succeeds', async () => {
      const topic = await newTopic(2);
      const group = uniqueName('group');
      await log().append(topic, numbered(30));
      const calls: string[][] = [];
      const committedMeanwhile: number[] = [];
      const told: [string | undefined, number][] = [];
      const consumer = await log().consume({
        ...QUICK,
        group,
        topic,
        handle: async (batches) => {
          calls.push(byPosition(recordsOf(batches)));
          committedMeanwhile.push((await log().committed(group, topic)).size);
          if (calls.length < 4) throw new Error('away');
        },
        onRetry: (fault, attempt) => told.push([fault instanceof Error ? fault.message : undefined, attempt]),
      });
      await eventually(() => told.length === 4);
      await consumer.stop();
      expect(committedMeanwhile.slice(0, 4)).toEqual([0, 0, 0, 0]);
      expect(calls.slice(1, 4)).toEqual([calls[0], calls[0], calls[0]]);
      expect(told).toEqual([
        ['away', 1],
        ['away', 2],
        ['away', 3],
        [undefined, 0],
      ]);
    });

    test('stopping lets the handle under way finish and commit, and tells it', async () => {
      const topic = await newTopic(1);
      const group = uniqueName('group');
      await log().append(topic, numbered(10));
      let entered = (): void => undefined;
      const inHandle = new Promise<void>((resolve) => (entered = resolve));
      let handled = 0;
      const consumer = await log().consume({
        ...QUICK,
        group,
        topic,
        handle: async (batches, { signal, heartbeat }) => {
          entered();
          await eventually(() => signal.aborted);
          await heartbeat();
          handled += recordsOf(batches).length;
        },
      });
      await inHandle;
      await consumer.stop();
      expect(handled).toBe(10);
      expect(await log().committed(group, topic)).toEqual(new Map([[0, 10]]));
    });

    test('given a handle that keeps failing, stopping ends it with nothing committed', async () => {
      const topic = await newTopic(1);
      const group = uniqueName('group');
      await log().append(topic, numbered(10));
      let failures = 0;
      const consumer = await log().consume({
        ...QUICK,
        group,
        topic,
        handle: () => Promise.reject(new Error('never')),
        onRetry: () => (failures += 1),
      });
      await eventually(() => failures > 1);
      await consumer.stop();
      expect(await log().committed(group, topic)).toEqual(new Map());
    });

    test('two members of a group share the partitions, and one takes all when the other leaves', async () => {
      const topic = await newTopic(6);
      const group = uniqueName('group');
      const seen: LogRecord[] = [];
      const member = { ...QUICK, group, topic, handle: handlerInto(seen) };
      const one = await log().consume(member);
      const two = await log().consume(member);
      await eventually(() => one.assignment().length === 3 && two.assignment().length === 3);
      expect([...one.assignment(), ...two.assignment()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
      await log().append(topic, numbered(120, 60));
      await eventually(() => seen.length >= 120);
      await one.stop();
      await eventually(() => two.assignment().length === 6);
      await log().append(topic, numbered(120, 60, 120));
      await eventually(() => seen.length >= 240);
      await two.stop();
      expect([...new Set(byPosition(seen))]).toEqual(byPosition(await readAll(log(), topic)));
    });

    test('given a member whose handle keeps failing, a member that joins gets its share handled', async () => {
      const topic = await newTopic(2);
      const group = uniqueName('group');
      await log().append(topic, numbered(40, 40));
      let failures = 0;
      const failing = await log().consume({
        ...QUICK,
        group,
        topic,
        handle: () => Promise.reject(new Error('broken here')),
        onRetry: () => (failures += 1),
      });
      await eventually(() => failures > 0);
      const { seen, handle } = handler();
      const healthy = await log().consume({ ...QUICK, group, topic, handle });
      await eventually(() => healthy.assignment().length === 1);
      const [partition = -1] = healthy.assignment();
      const end = (await log().ends(topic))[partition];
      await eventually(() => seen.length === end);
      await Promise.all([failing.stop(), healthy.stop()]);
      expect(seen.map(({ offset }) => offset)).toEqual(Array.from({ length: seen.length }, (_, i) => i));
    });

    test('given a start beyond the end of the log, the consumer dies and says why', async () => {
      const topic = await newTopic(1);
      await log().append(topic, [record('one')]);
      const consumer = await log().consume({
        ...QUICK,
        group: uniqueName('group'),
        topic,
        handle: handler().handle,
        startAt: () => Promise.resolve(1_000),
      });
      await expect(consumer.died).rejects.toThrow(OffsetOutOfRange);
    });
  });
}

function handlerInto(seen: LogRecord[]): ConsumeOptions['handle'] {
  return async (batches) => {
    seen.push(...recordsOf(batches));
  };
}

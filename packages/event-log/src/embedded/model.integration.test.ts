import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { EventLog } from '../port.js';
import { partitionForKey } from '../partition-for-key.js';
import { collect, record, text } from '../testing/records.js';
import { openEmbeddedLog } from './embedded-log.js';

const TOPIC = { name: 'modelled', partitions: 3 };

interface Model {
  partitions: { key: string; value: string | null; appendedAt: number }[][];
  clock: number;
}

interface Real {
  directory: string;
  log: EventLog;
}

type Step = (model: Model, real: Real) => Promise<void>;

async function openLog(directory: string, model: Model): Promise<EventLog> {
  const log = await openEmbeddedLog({ directory, segmentBytes: 700, clock: () => model.clock });
  await log.ensureTopics([TOPIC]);
  return log;
}

/** Several appends at once: they share writes, and come into the log in the order of the calls. */
function append(calls: { key: string; value: string | null }[][]): Step {
  return async (model, { log }) => {
    const positions = await Promise.all(
      calls.map((records) =>
        log.append(
          TOPIC.name,
          records.map(({ key, value }) => record(key, value)),
        ),
      ),
    );
    for (const [call, records] of calls.entries()) {
      for (const [i, { key, value }] of records.entries()) {
        const number = partitionForKey(Buffer.from(key), TOPIC.partitions);
        const partition = model.partitions[number]!;
        const appendedAt = Math.max(model.clock, partition.at(-1)?.appendedAt ?? 0);
        expect(positions[call]?.[i]).toEqual({ partition: number, offset: partition.length, appendedAt });
        partition.push({ key, value, appendedAt });
      }
    }
  };
}

function moveClock(to: number): Step {
  return async (model) => {
    model.clock = to;
  };
}

const reopen: Step = async (model, real) => {
  await real.log.close();
  real.log = await openLog(real.directory, model);
};

function read(share: number, maxRecords: number): Step {
  return async (model, { log }) => {
    expect(await log.ends(TOPIC.name)).toEqual(model.partitions.map(({ length }) => length));
    const from = new Map(model.partitions.map(({ length }, i) => [i, Math.floor(length * share)]));
    const until = new Map(model.partitions.map(({ length }, i) => [i, length]));
    const records = await collect(log.read(TOPIC.name, { from, until, maxRecords }));
    for (const [number, partition] of model.partitions.entries()) {
      const found = records.filter((each) => each.partition === number);
      expect(
        found.map((each) => ({ key: each.key, value: text(each), appendedAt: each.appendedAt })),
      ).toEqual(partition.slice(from.get(number)));
    }
  };
}

const someRecord = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'Zoë', ''),
  value: fc.option(fc.string({ maxLength: 120 })),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.array(fc.array(someRecord, { maxLength: 6 }), { minLength: 1, maxLength: 4 }).map(append),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 9 }))
      .map(([share, max]) => read(share, max)),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1_000_000 }).map(moveClock) },
  { weight: 1, arbitrary: fc.constant(reopen) },
);

test('whatever is appended, read and opened again in any order, the log is an array of records per partition', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const directory = await mkdtemp(join(tmpdir(), 'waymark-model-'));
      const model: Model = { partitions: Array.from({ length: TOPIC.partitions }, () => []), clock: 500_000 };
      const real: Real = { directory, log: await openLog(directory, model) };
      try {
        for (const take of steps) await take(model, real);
        await read(0, 100)(model, real);
      } finally {
        await real.log.close();
        await rm(directory, { recursive: true, force: true });
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('a given append time that goes back within its partition is refused, and nothing is written', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'waymark-times-'));
  const log = await openEmbeddedLog({ directory });
  await log.ensureTopics([{ name: 'times', partitions: 1 }]);
  await log.append('times', [{ ...record('k'), appendedAt: 2_000 }]);
  const backwards = [2_000, 3_000, 2_999].map((appendedAt) => ({ ...record('k'), appendedAt }));
  await expect(log.append('times', backwards)).rejects.toThrow(RangeError);
  expect(await log.ends('times')).toEqual([1]);
  await log.close();
  await rm(directory, { recursive: true, force: true });
});

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { openKafkaLog, TOPICS, type EventLog } from '@waymark/event-log';
import { describeWithKafka } from '@waymark/event-log/testing/kafka';
import { foldPathways } from '@waymark/pathways';
import { appended, histories, rearrivals, world } from '@waymark/pathways/testing';
import { openGeneration, Projection, readPathways, WarehouseFault, type Warehouse } from '@waymark/warehouse';
import { emptyGeneration, openTestWarehouse, wholeState } from '@waymark/warehouse/testing';
import { Pipeline } from './pipeline.js';
import { faultyWarehouse, type Moment } from './testing/faulty-warehouse.js';
import { apart, openTestLog, push } from './testing/logs.js';
import { startProcessor, until, untilShown } from './testing/running.js';

jest.setTimeout(180_000);

const SEED = Number(process.env['WAYMARK_TEST_SEED'] ?? Date.now() % 2 ** 31);
const SIZES = [1, 40, 7, 200, 3];

let warehouse: Warehouse;
let database: string;
let log: EventLog;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  ({ database } = await openGeneration(warehouse));
});

afterAll(() => warehouse.close());

beforeEach(async () => {
  await emptyGeneration(warehouse, database);
  log = await openTestLog();
});

afterEach(() => log.close());

/** One history that promises the same tables in any order of arrival, in several orders. */
const [tidy = []] = fc.sample(histories({ tidy: true, ids: 120 }), { seed: SEED, numRuns: 1 });
const orders = fc
  .sample(rearrivals(tidy), { seed: SEED, numRuns: 3 })
  .map((sent) => sent.map(({ event }) => event));
/** A third of each order once more at its end: late retries. */
const pushes = orders.map((events) => [...events, ...events.filter((_, index) => index % 3 === 0)]);
const expected = foldPathways(appended(tidy)).pathways;
const [firstPush = []] = pushes;

describe('events pushed in another order, in other batches, some twice', () => {
  test.each(pushes.map((events, index) => ({ index, events })))(
    'give the same tables, row for row ($index)',
    async ({ index, events }) => {
      const { projection, stop } = await startProcessor(log, warehouse);
      await push(log, events, SIZES.slice(index));
      await untilShown(log, projection);
      expect(await readPathways(warehouse, database)).toEqual(expected);
      await stop();
    },
  );

  test('give the same tables when they are read in bulk, and when a first load is interrupted and begun again', async () => {
    await push(log, firstPush, [500]);
    const mortal = faultyWarehouse(
      warehouse,
      (_, table) => (table === 'pathways' ? 'before' : undefined),
      () => new Error('power cut'),
    );
    await expect(startProcessor(log, mortal, { bulkBehind: 1 })).rejects.toThrow('power cut');
    const loads: number[] = [];
    const onLoad = (read: number, of: number): number => loads.push(read / of);
    const { stop } = await startProcessor(log, warehouse, { bulkBehind: 1, onLoad });
    expect(loads.at(-1)).toBe(1);
    expect(await readPathways(warehouse, database)).toEqual(expected);
    await stop();
  });
});

describe('a processor that dies', () => {
  test('and is started again, goes on from its rows and repeats nothing', async () => {
    const half = Math.floor(firstPush.length / 2);
    const first = await startProcessor(log, warehouse);
    await push(log, firstPush.slice(0, half), SIZES);
    await first.stop();
    await push(log, firstPush.slice(half), SIZES);
    const second = await startProcessor(log, warehouse);
    await untilShown(log, second.projection);
    expect(await readPathways(warehouse, database)).toEqual(expected);
    await second.stop();
  });

  test('before or after any write of a batch, ends with the tables and versions of one that did not', async () => {
    await push(log, firstPush, SIZES);
    const steady = await startProcessor(log, warehouse);
    await untilShown(log, steady.projection);
    await steady.stop();
    const state = await wholeState(warehouse, database);
    await emptyGeneration(warehouse, database);

    const died: [string, Moment][] = [];
    const mortal = faultyWarehouse(
      warehouse,
      (_, table) => {
        const moment = (['before', 'after'] as const).find(
          (at) => !died.some(([its, when]) => its === table && when === at),
        );
        if (moment) died.push([table, moment]);
        return moment;
      },
      () => new Error('power cut'),
    );
    for (let done = false; !done;) {
      const { pipeline, projection, stop } = await startProcessor(log, mortal);
      await until(async () => pipeline.health().state === 'retrying' || (await lagOf(projection)) === 0);
      done = (await lagOf(projection)) === 0;
      await stop();
    }
    expect(new Set(died.map(String))).toEqual(
      new Set(
        ['events', 'dead_letters', 'referrals', 'pathways', 'progress'].flatMap((table) => [
          `${table},before`,
          `${table},after`,
        ]),
      ),
    );
    expect(JSON.stringify(await wholeState(warehouse, database)) === JSON.stringify(state)).toBe(true);
  });
});

async function lagOf(projection: Projection): Promise<number> {
  const ends = await log.ends(TOPICS.events.name);
  const progress = await projection.progress();
  return ends.reduce((sum, end, partition) => sum + end - (progress.get(partition)?.nextOffset ?? 0), 0);
}

describe('a fault of the warehouse', () => {
  const history = world();
  history.provider('lw').referral('a').received('2026-01-05').attended('2026-01-12', 'b');
  const events = history.sent().map(({ event }) => event);

  test.each([
    ['that may pass', new WarehouseFault('insert: too many parts', 'TOO_MANY_PARTS', true), 'TOO_MANY_PARTS'],
    [
      'that is a bug of ours',
      new WarehouseFault('insert: n1.secret', 'TYPE_MISMATCH', false),
      'TYPE_MISMATCH',
    ],
  ])('%s is told, without quoting a record, and tried again until it passes', async (_, fault, code) => {
    let broken = true;
    const faulty = faultyWarehouse(
      warehouse,
      () => (broken ? 'before' : undefined),
      () => fault,
    );
    const { pipeline, projection, stop } = await startProcessor(log, faulty);
    expect(pipeline.health()).toMatchObject({ state: 'running' });
    await push(log, events, [10]);
    await until(() => pipeline.health().state === 'retrying');
    expect(pipeline.health().fault).toBe(`warehouse: ${code}`);
    expect(await lagOf(projection)).toBe(2);
    broken = false;
    await untilShown(log, projection);
    await until(() => pipeline.health().state === 'running');
    expect(pipeline.health()).not.toHaveProperty('fault');
    await stop();
    expect(pipeline.health().state).toBe('stopped');
  });

  test('that may pass does not end a first load', async () => {
    await push(log, events, [10]);
    const faulty = faultyWarehouse(warehouse, (write) =>
      write % 2 === 1 && write < 8 ? 'before' : undefined,
    );
    const { pipeline, stop } = await startProcessor(log, faulty, { bulkBehind: 1 });
    expect(pipeline.health().state).toBe('running');
    expect(await readPathways(warehouse, database)).toHaveLength(1);
    await stop();
  });

  test('does not keep a first load from being stopped', async () => {
    await push(log, events, [10]);
    const projection = await Projection.open(faultyWarehouse(warehouse, () => 'before'));
    const pipeline = new Pipeline({ log, projection, bulkBehind: 1 });
    const started = pipeline.start();
    await until(() => pipeline.health().state === 'retrying');
    await pipeline.stop();
    await started;
    await projection.close();
    expect(pipeline.health().state).toBe('stopped');
  });
});

test('a record that can never be understood is a dead letter, without its content, and stops nothing', async () => {
  const history = world();
  history.provider('lw').referral('a').received('2026-01-05').attended('2026-01-12', 'b');
  const events = history.sent().map(({ event }) => event);
  const [received] = events;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const strange = { ...received, time: 'a secret' };
  await push(log, events, [1]);
  await log.append(TOPICS.events.name, [
    { key: 'lw/a', value: bytes('9434765919') },
    { key: 'lw/a', value: bytes('{') },
    { key: 'lw/a', value: null },
    { key: 'lw/a', value: bytes(JSON.stringify({ type: 'org.waymark.referral.closed.v9' })) },
    { key: 'lw/a', value: bytes(JSON.stringify({ type: 'org.example.other' })) },
    { key: 'lw/a', value: bytes(JSON.stringify(strange)) },
    { key: 'trust/a', value: bytes(JSON.stringify(received)) },
  ]);
  const { projection, stop } = await startProcessor(log, warehouse);
  await untilShown(log, projection);
  const letters = await warehouse.query<{ code: string }>(
    `SELECT code, detail, bytes FROM ${database}.dead_letters FINAL ORDER BY partition = (SELECT any(partition) FROM ${database}.events) DESC, offset`,
  );
  expect(letters.map(({ code }) => code)).toEqual([
    'not_an_event',
    'not_json',
    'not_json',
    'unknown_version',
    'unknown_type',
    'not_an_event',
    'wrong_key',
  ]);
  expect(JSON.stringify(letters)).not.toMatch(/secret|9434765919/);
  expect(await readPathways(warehouse, database)).toEqual(foldPathways(history.events()).pathways);
  await stop();
});

describeWithKafka('on Kafka', (kafka) => {
  test('the tables are those of the embedded log', async () => {
    const broker = await openKafkaLog({ brokers: kafka.brokers(), clientId: 'processor-test' });
    const own = apart(broker, randomBytes(6).toString('hex'));
    await own.ensureTopics([TOPICS.events]);
    const { projection, stop } = await startProcessor(own, warehouse);
    for (const events of pushes.slice(0, 2)) await push(own, events, [100, 3, 700]);
    await untilShown(own, projection);
    expect(await readPathways(warehouse, database)).toEqual(expected);
    await stop();
    await own.close();
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '@waymark/event-log';
import { foldPathways } from '@waymark/pathways';
import { world } from '@waymark/pathways/testing';
import {
  currentGeneration,
  openGeneration,
  publishedGenerations,
  readPathways,
  type Warehouse,
} from '@waymark/warehouse';
import { emptyGeneration, openTestWarehouse } from '@waymark/warehouse/testing';
import { Rebuilds } from './rebuilds.js';
import { rebuild } from './rebuild.js';
import { faultyWarehouse } from './testing/faulty-warehouse.js';
import { openTestLog, push } from './testing/logs.js';
import { startReader, type Reading } from './testing/readers.js';
import { startProcessor, until } from './testing/running.js';

jest.setTimeout(120_000);

/** At least: whoever dies before so many has not switched. */
const WRITES_OF_A_REBUILD = 6;

/** Each referral with an attendance, pushed together: no answer may show one without the other. */
const history = world();
for (let person = 0; person < 120; person += 1) {
  const referral = history.provider(person % 2 === 0 ? 'lw' : 'trust').referral(`r${person}`);
  referral.received('2026-01-05').attended('2026-01-12', `b${person}`);
}
const events = history.sent().map(({ event }) => event);
const expected = foldPathways(history.events()).pathways;

let warehouse: Warehouse;
let log: EventLog;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
});

afterAll(() => warehouse.close());

beforeEach(async () => {
  log = await openTestLog();
  await emptyGeneration(warehouse, (await openGeneration(warehouse)).database);
});

afterEach(() => log.close());

async function current(): Promise<{ id: number; database: string }> {
  const generation = await currentGeneration(warehouse);
  if (!generation) throw new Error('nothing is published');
  return generation;
}

async function untilCurrentShows(records: number): Promise<void> {
  await until(async () => {
    const { database } = await current();
    const [row] = await warehouse.query<{ n: number }>(
      `SELECT sum(next_offset) AS n FROM ${database}.progress FINAL`,
    );
    return row?.n === records;
  });
}

async function generationDatabases(): Promise<string[]> {
  const rows = await warehouse.query<{ name: string }>(
    `SELECT name FROM system.databases WHERE startsWith(name, 'waymark_g') ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}

function expectOneView(readings: readonly Reading[]): void {
  expect(readings.length).toBeGreaterThan(5);
  expect(readings.filter(({ journeys, started }) => journeys !== started)).toEqual([]);
  for (const what of ['journeys', 'shownUpTo', 'generation'] as const) {
    const told = readings.map((reading) => reading[what]);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  }
  readings.forEach(({ position }, index) => {
    const before = readings[index - 1]?.position ?? [];
    expect(position.filter((offset, partition) => offset < (before[partition] ?? 0))).toEqual([]);
  });
}

describe('a rebuild while events arrive and readers ask', () => {
  test('switches in one step: no answer mixes generations or half a batch, and nothing that was shown is taken back', async () => {
    const { pipeline, stop } = await startProcessor(log, warehouse);
    await push(log, events.slice(0, 100), [100]);
    await untilCurrentShows(100);
    const before = await current();
    const reader = startReader(log, warehouse);
    const pushing = (async () => {
      for (let from = 100; from < events.length; from += 2) {
        await push(log, events.slice(from, from + 2), [2]);
        await sleep(20);
      }
    })();
    const outcome = await rebuild({ log, warehouse, live: pipeline });
    expect(outcome).toMatchObject({ switched: true, generation: before.id + 1 });
    expect(await current()).toMatchObject({ id: outcome.generation });
    await pushing;
    await untilCurrentShows(events.length);
    await sleep(100);
    const readings = await reader.stop();
    expectOneView(readings);
    expect(readings.at(-1)).toMatchObject({ generation: outcome.generation, lag: 0, journeys: 120 });
    expect(await readPathways(warehouse, (await current()).database)).toEqual(expected);
    await stop();
  });
});

describe('a rebuild that dies', () => {
  test('at any of its writes, leaves the former tables answering, and the next one works', async () => {
    await push(log, events, [40]);
    const { pipeline, stop } = await startProcessor(log, warehouse);
    await untilCurrentShows(events.length);
    const before = await current();
    for (let diesAt = 1; (await current()).id === before.id; diesAt += 1) {
      let writes = 0;
      const mortal = faultyWarehouse(
        warehouse,
        // A new database's migrations are eight writes of one kind.
        (_, table) => (table !== 'migrations' && (writes += 1) >= diesAt ? 'before' : undefined),
        () => new Error('power cut'),
      );
      const died = await rebuild({ log, warehouse: mortal, live: pipeline }).catch((fault: unknown) => fault);
      if (diesAt < WRITES_OF_A_REBUILD) expect(died).toMatchObject({ message: 'power cut' });
      expect(await readPathways(warehouse, (await current()).database)).toEqual(expected);
    }
    // Only the last that was tried got to its end: each before it was begun again from nothing.
    await rebuild({ log, warehouse, live: pipeline });
    expect(await readPathways(warehouse, (await current()).database)).toEqual(expected);
    await untilCurrentShows(events.length);
    expect(await generationDatabases()).toEqual(
      (await publishedGenerations(warehouse)).map(({ database }) => database).sort(),
    );
    await stop();
  });

  test('when the answer to its publication is lost, is switched all the same, and nothing is shown less of', async () => {
    await push(log, events.slice(0, 60), [40]);
    const { pipeline, stop } = await startProcessor(log, warehouse);
    await untilCurrentShows(60);
    const reader = startReader(log, warehouse);
    let publishing = 0;
    const mortal = faultyWarehouse(
      warehouse,
      (_, table) => (table === 'generations' && (publishing += 1) === 2 ? 'after' : undefined),
      () => new Error('power cut'),
    );
    const before = await current();
    await expect(rebuild({ log, warehouse: mortal, live: pipeline })).rejects.toThrow('power cut');
    expect((await current()).id).toBeGreaterThan(before.id);
    await push(log, events.slice(60), [2]);
    await untilCurrentShows(events.length);
    expectOneView(await reader.stop());
    await stop();
  });

  test('is told to stop, drops what it had built', async () => {
    await push(log, events, [40]);
    const before = [await current(), await generationDatabases()];
    const rebuilds = new Rebuilds({ log, warehouse });
    expect(rebuilds.begin(false)).toBe(true);
    expect(rebuilds.begin(false)).toBe(false);
    await rebuilds.stop();
    expect(rebuilds.state()).toMatchObject({ state: 'failed' });
    expect([await current(), await generationDatabases()]).toEqual(before);
  });

  test('of a fault that may pass, goes on when it has passed', async () => {
    await push(log, events, [40]);
    const failed = new Set<string>();
    const faulty = faultyWarehouse(warehouse, (_, table) => {
      if (['generations', 'migrations'].includes(table) || failed.has(table)) return undefined;
      failed.add(table);
      return 'after';
    });
    expect(await rebuild({ log, warehouse: faulty })).toMatchObject({
      switched: true,
      records: events.length,
    });
    expect([...failed]).toEqual(expect.arrayContaining(['events', 'referrals', 'pathways', 'progress']));
    expect(await readPathways(warehouse, (await current()).database)).toEqual(expected);
  });
});

describe('--verify', () => {
  test('finds equal tables equal, by the same checksum each time, and switches nothing', async () => {
    await push(log, events, [40, 3]);
    const { pipeline, stop } = await startProcessor(log, warehouse);
    await untilCurrentShows(events.length);
    const before = [await current(), await generationDatabases()];
    const first = await rebuild({ log, warehouse, live: pipeline, verify: true });
    expect(first).toMatchObject({ switched: false, records: events.length, compared: { differences: [] } });
    expect(first.compared?.live).toEqual({ checksum: first.checksum, rows: first.rows });
    expect([await current(), await generationDatabases()]).toEqual(before);
    const { checksum } = await rebuild({ log, warehouse, live: pipeline });
    expect(checksum).toBe(first.checksum);
    expect((await rebuild({ log, warehouse, live: pipeline })).checksum).toBe(checksum);
    await stop();
  });

  test('names the rows and columns that differ, without their values, and a rebuild mends them', async () => {
    await push(log, events, [240]);
    const { pipeline, stop } = await startProcessor(log, warehouse);
    await untilCurrentShows(events.length);
    const { database } = await current();
    const alter = (change: string, subject: string): Promise<void> =>
      warehouse.command(
        `INSERT INTO ${database}.pathways SELECT * REPLACE (${change}) FROM (SELECT * FROM ${database}.pathways FINAL WHERE subject = {subject:String})`,
        { subject },
      );
    await alter(`'changed' AS route, [1] AS session_booked`, 'r4');
    await alter('1 AS is_deleted, version + 1 AS version', 'r7');
    await alter(`'ghost' AS subject`, 'r8');
    await warehouse.command(
      `INSERT INTO ${database}.dead_letters (partition, offset, code) SELECT 3, 999, 'not_json'`,
    );
    const { compared, checksum } = await rebuild({ log, warehouse, live: pipeline, verify: true });
    expect(compared?.live.checksum).not.toBe(checksum);
    expect(compared?.differences).toEqual([
      { table: 'pathways', key: { provider: 'lw', subject: 'ghost' }, found: 'only_first', columns: [] },
      {
        table: 'pathways',
        key: { provider: 'lw', subject: 'r4' },
        found: 'both',
        columns: ['route', 'session_booked'],
      },
      { table: 'pathways', key: { provider: 'trust', subject: 'r7' }, found: 'only_second', columns: [] },
      { table: 'dead_letters', key: { partition: 3, offset: 999 }, found: 'only_first', columns: [] },
    ]);
    await rebuild({ log, warehouse, live: pipeline });
    await until(async () => (await pipeline.betweenBatches(async (live) => live.database)) !== database);
    const mended = await rebuild({ log, warehouse, live: pipeline, verify: true });
    expect(mended.compared).toMatchObject({ live: { checksum }, differences: [] });
    await stop();
  });
});

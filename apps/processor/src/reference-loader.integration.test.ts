import { editionRecords, PostcodeCollector, postcodeRecords, type Edition } from '@waymark/areas';
import { TOPICS, type EventLog } from '@waymark/event-log';
import { logger } from '@waymark/service';
import { CONTROL_DATABASE, listEditions, migrate, WarehouseFault, type Warehouse } from '@waymark/warehouse';
import { openTestWarehouse } from '@waymark/warehouse/testing';
import { ReferenceLoader } from './reference-loader.js';
import { faultyWarehouse } from './testing/faulty-warehouse.js';
import { openTestLog } from './testing/logs.js';
import { until } from './testing/running.js';

jest.setTimeout(60_000);

let warehouse: Warehouse;
let log: EventLog;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  await migrate(warehouse, 'control', CONTROL_DATABASE);
});

afterAll(() => warehouse.close());

beforeEach(async () => {
  log = await openTestLog();
  for (const table of TABLES) await warehouse.command(`TRUNCATE TABLE ${CONTROL_DATABASE}.${table}`);
});

afterEach(() => log.close());

const TABLES = ['editions', 'practices', 'lsoas'];

function edition(id: string): Omit<Edition, 'loadedAt'> {
  return {
    ...{ id, label: `Edition ${id}`, synthetic: true },
    practices: Array.from({ length: 3_000 }, (_, n) => ({ practice: `A${n}`, name: `${id} ${n}` })),
    lsoas: Array.from({ length: 3_000 }, (_, n) => ({
      lsoa: `E01${String(n).padStart(6, '0')}`,
      imdDecile: 3,
    })),
  };
}

async function append(...texts: { key: string; value: string }[]): Promise<void> {
  const records = texts.map(({ key, value }) => ({ key, value: new TextEncoder().encode(value) }));
  await log.append(TOPICS.reference.name, records);
}

async function editions(): Promise<string[]> {
  return (await listEditions(warehouse)).map(({ id }) => id).sort();
}

async function tables(): Promise<unknown> {
  const read = (table: string): Promise<unknown[]> =>
    warehouse.query(`SELECT * FROM ${CONTROL_DATABASE}.${table} FINAL ORDER BY ALL`);
  return Promise.all(TABLES.map(read));
}

test('editions in the log are in the warehouse when it has started, and later ones follow', async () => {
  await append(...editionRecords(edition('one')));
  const loader = await ReferenceLoader.start(log, warehouse);
  expect(await editions()).toEqual(['one']);
  await append(...editionRecords(edition('two')));
  await until(async () => (await editions()).length === 2);
  await loader.stop();
});

test('two processes that load the same editions at once, and one that starts later, leave the tables of one', async () => {
  await append(...editionRecords(edition('one')));
  await (await ReferenceLoader.start(log, warehouse)).stop();
  const alone = await tables();
  for (const table of TABLES) await warehouse.command(`TRUNCATE TABLE ${CONTROL_DATABASE}.${table}`);
  const both = await Promise.all([
    ReferenceLoader.start(log, warehouse),
    ReferenceLoader.start(log, warehouse),
  ]);
  const third = await ReferenceLoader.start(log, warehouse);
  expect(await tables()).toEqual(alone);
  for (const loader of [...both, third]) await loader.stop();
});

test('a fault that may pass while it follows is tried again, from the parts it has already read', async () => {
  let broken = false;
  const faulty = faultyWarehouse(warehouse, (_, table) =>
    broken && table === 'lsoas' ? 'before' : undefined,
  );
  const loader = await ReferenceLoader.start(log, faulty);
  broken = true;
  await append(...editionRecords(edition('one')));
  await until(async () => ((await tables()) as unknown[][])[1]!.length === 3_000);
  expect(await editions()).toEqual([]);
  broken = false;
  await until(async () => (await editions()).length === 1);
  expect(((await tables()) as unknown[][])[2]).toHaveLength(3_000);
  await loader.stop();
});

test('a fault that will not pass while it follows is told to whoever runs it', async () => {
  const bug = new WarehouseFault('insert: no such column', 'UNKNOWN_IDENTIFIER', false);
  const faulty = faultyWarehouse(
    warehouse,
    () => 'before',
    () => bug,
  );
  const loader = await ReferenceLoader.start(log, faulty);
  await append(...editionRecords(edition('one')));
  await expect(loader.died).rejects.toBe(bug);
  await loader.stop();
});

test('a record that is no part of an edition does not keep the next edition out', async () => {
  await append(
    { key: 'x', value: 'not json' },
    { key: 'x', value: 'null' },
    { key: 'x', value: '{"id":"half"}' },
    ...editionRecords(edition('one')),
  );
  const loader = await ReferenceLoader.start(log, warehouse);
  expect(await editions()).toEqual(['one']);
  await loader.stop();
});

test('a directory of postcodes between the parts of an edition is passed over without a word', async () => {
  const directory = new PostcodeCollector();
  directory.add({ postcode: 'ZQ7 4XW', lsoa: 'E01000001', ended: false });
  const [first, ...others] = editionRecords(edition('one'));
  await append(first!);
  await log.append(TOPICS.reference.name, postcodeRecords(directory.table()));
  await append(...others);
  const complaint = jest.spyOn(logger, 'error');
  const loader = await ReferenceLoader.start(log, warehouse);
  expect(await editions()).toEqual(['one']);
  expect(complaint).not.toHaveBeenCalled();
  complaint.mockRestore();
  await loader.stop();
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { foldPathways, type KnownEvent } from '@waymark/pathways';
import { readPathways } from '../tables/pathways.js';
import { expectSameRows, manyHistories, rounds, runs, seedOfRun } from '../testing/clashing-histories.js';
import { startFront, type Front } from '../testing/start-front.js';
import { batchOf, emptyGeneration, wholeState } from '../testing/test-warehouse.js';
import { openWarehouse, type Warehouse } from '../warehouse.js';
import { Projection } from './projection.js';

const PROCESSORS = 4;
const ROUNDS = 6;
const RUNS = Math.min(1_000, runs(60));
const SEED = seedOfRun();
jest.setTimeout(120_000 + RUNS * 300);

let directory: string;
let front: Front;
let warehouses: Warehouse[];
let projections: Projection[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-processors-'));
  front = await startFront(directory);
  warehouses = await Promise.all(
    Array.from({ length: PROCESSORS }, () => openWarehouse({ url: front.url }, { threadsMax: 1 })),
  );
  // All at once, and on a warehouse that holds nothing yet.
  projections = await Promise.all(warehouses.map((warehouse) => Projection.open(warehouse)));
});

afterAll(async () => {
  await Promise.all(projections.map((projection) => projection.close()));
  await Promise.all(warehouses.map((warehouse) => warehouse.close()));
  await front.stop();
  await rm(directory, { recursive: true, force: true });
});

test('processors that start at once on an empty warehouse write to one generation', () => {
  expect(new Set(projections.map(({ database }) => database)).size).toBe(1);
});

test('four processors at once, whose partitions change hands in the middle of a batch, give the tables of one', async () => {
  const [one, ...others] = projections;
  const [warehouse] = warehouses;
  const all = manyHistories(SEED, RUNS);
  const known = all.flatMap((history) => history.known);
  const moves = fc.sample(fc.array(fc.nat(PROCESSORS - 1), { minLength: 12, maxLength: 12 }), {
    seed: SEED,
    numRuns: ROUNDS,
  });

  let before: KnownEvent[] = [];
  for (const [index, round] of rounds(all, ROUNDS).entries()) {
    const holder = (partition: number): number => moves[index]?.[partition % 12] ?? 0;
    const lost = (partition: number): number => moves[index - 1]?.[partition % 12] ?? 0;
    await Promise.all(
      [one!, ...others].flatMap((projection, processor) => [
        projection.project(batchOf(round.filter(({ partition }) => holder(partition) === processor))),
        // Lost its partitions and does not know it yet: it goes on with what their new holder reads too.
        projection.project(
          batchOf([...before, ...round].filter(({ partition }) => lost(partition) === processor)),
        ),
      ]),
    );
    before = round;
  }
  const together = await wholeState(warehouse!, one!.database);
  expectSameRows(await readPathways(warehouse!, one!.database), foldPathways(known).pathways, SEED);

  await emptyGeneration(warehouse!, one!.database);
  await one!.project(batchOf(known));
  expect(JSON.stringify(await wholeState(warehouse!, one!.database)) === JSON.stringify(together)).toBe(true);
});

test('no two processors share a staging table, and closing takes them all away', async () => {
  expect(await stages()).toHaveLength(PROCESSORS);
  await Promise.all(projections.map((projection) => projection.close()));
  expect(await stages()).toEqual([]);
});

async function stages(): Promise<string[]> {
  const rows = await warehouses[0]!.query<{ name: string }>(
    `SELECT name FROM system.databases WHERE startsWith(name, 'waymark_stage_')`,
  );
  return rows.map(({ name }) => name);
}

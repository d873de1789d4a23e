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
const ROUNDS = 4;
const RUNS = Math.min(1_000, runs(40));
const SEED = seedOfRun();
jest.setTimeout(240_000 + RUNS * 1_000);

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
  const [one] = projections as [Projection];
  const [warehouse] = warehouses as [Warehouse];
  const all = manyHistories(SEED, RUNS);
  const known: KnownEvent[] = [];
  for (const [index, round] of rounds(all, ROUNDS).entries()) {
    const holders = holdersOf(index);
    // In every other round who lost its partitions does not know it yet, and goes on with what their new holder reads too.
    const late = index % 2 === 0 ? holdersOf(index - 1) : undefined;
    await Promise.all(
      projections.map(async (projection, processor) => {
        const of = (holding: readonly number[]): KnownEvent[] =>
          round.filter(({ partition }) => holding[partition % 12] === processor);
        if (late) await projection.project(batchOf(of(late)));
        await projection.project(batchOf(of(holders)));
      }),
    );
    known.push(...round);
  }
  expectSameRows(await readPathways(warehouse, one.database), foldPathways(known).pathways, SEED);
  const together = await wholeState(warehouse, one.database);
  await emptyGeneration(warehouse, one.database);
  await one.project(batchOf(known));
  expect(JSON.stringify(await wholeState(warehouse, one.database)) === JSON.stringify(together)).toBe(true);
});

/** Which processor has each partition in a round. */
function holdersOf(round: number): number[] {
  const any = fc.array(fc.nat(PROCESSORS - 1), { minLength: 12, maxLength: 12 });
  return fc.sample(any, { seed: SEED + round, numRuns: 1 })[0] ?? [];
}

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

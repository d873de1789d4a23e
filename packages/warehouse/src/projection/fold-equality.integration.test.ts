import { foldPathways, type KnownEvent } from '@waymark/pathways';
import { createGeneration } from '../generation.js';
import { readPathways } from '../tables/pathways.js';
import {
  expectSameRows,
  manyHistories,
  rearrivedHistories,
  rounds,
  runs,
  seedOfRun,
  type Delivered,
} from '../testing/clashing-histories.js';
import {
  batchOf,
  emptyGeneration,
  openTestWarehouse,
  readOrphans,
  wholeState,
} from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { Projection } from './projection.js';

/** The partition of a record has 16 bits, and every history takes twelve. */
const AT_ONCE = 1_000;
const ROUNDS = 6;
/** Small, so that the few thousand referrals of a test are folded in several slices. */
const SLICES = { sliceEvents: 30_000, sliceReferrals: 3_000 };

const RUNS = runs(600);
const SEED = seedOfRun();
jest.setTimeout(120_000 + RUNS * 300);

/** The histories in as many databases as they need. */
const PARTS = Array.from({ length: Math.ceil(RUNS / AT_ONCE) }, (_, part) => ({
  seed: SEED + part,
  count: Math.min(AT_ONCE, RUNS - part * AT_ONCE),
}));

let warehouse: Warehouse;
let projection: Projection;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse, SLICES);
});

afterAll(async () => {
  await projection.close();
  await warehouse.close();
});

beforeEach(() => emptyGeneration(warehouse, projection.database));

describe.each(PARTS)('of $count random histories from seed $seed', ({ seed, count }) => {
  let all: Delivered[] = [];
  let known: KnownEvent[] = [];

  beforeAll(() => {
    all = manyHistories(seed, count);
    known = all.flatMap((history) => history.known);
  });

  // Ten thousand histories do not fit in memory at once.
  afterAll(() => {
    all = [];
    known = [];
  });

  test('the tables, made in any batches, some delivered twice, are those of the TypeScript fold, and of a fold of all at once', async () => {
    for (const round of rounds(all, ROUNDS)) await projection.project(batchOf(round));
    const expected = foldPathways(known);
    expectSameRows(await readPathways(warehouse, projection.database), expected.pathways, seed);
    expect(await readOrphans(warehouse, projection.database)).toEqual(expected.orphans);

    const batchwise = await wholeState(warehouse, projection.database);
    await emptyGeneration(warehouse, projection.database);
    await projection.appendRaw(known);
    await projection.foldAll(batchOf(known).progress);
    const atOnce = await wholeState(warehouse, projection.database);
    // As text: a difference of tables this large is not for reading.
    expect(JSON.stringify(atOnce) === JSON.stringify(batchwise)).toBe(true);
  });

  test('the tables of a past instant are those of what was known then', async () => {
    const asOf = Date.parse('2025-10-25T23:00:00.000Z');
    const generation = await createGeneration(warehouse);
    const past = await Projection.open(warehouse, { ...SLICES, generation, asOf });
    await past.appendRaw(known);
    await past.foldAll();
    const expected = foldPathways(known, asOf);
    expectSameRows(await readPathways(warehouse, generation.database), expected.pathways, seed);
    expect(await readOrphans(warehouse, generation.database)).toEqual(expected.orphans);
    await past.close();
    await emptyGeneration(warehouse, generation.database);
  });
});

test('events that carry recordedtime give the same pathways in any order of arrival', async () => {
  const all = rearrivedHistories(SEED, Math.min(AT_ONCE, Math.ceil(RUNS / 3)));
  const tables = [];
  for (const order of [all.map(({ first }) => first), all.map(({ again }) => again)]) {
    await emptyGeneration(warehouse, projection.database);
    for (const round of rounds(order, ROUNDS)) await projection.project(batchOf(round));
    tables.push(await readPathways(warehouse, projection.database));
  }
  const [first = [], again = []] = tables;
  expect(first.length).toBeGreaterThan(all.length);
  expectSameRows(again, first, SEED);
});

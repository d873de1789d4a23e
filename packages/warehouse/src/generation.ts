import { CONTROL_DATABASE, migrate } from './migrate.js';
import type { Warehouse } from './warehouse.js';
import { instant } from './literals.js';

/** One set of cohort tables, in a database of its own. A question is answered from one generation from start to end. */
export interface Generation {
  id: number;
  database: string;
}

/** States only go up: a row of a higher state replaces the lower. */
const STATES = { building: 0, published: 1, retired: 2 } as const;

const FIRST = 1;

/** The generation that answers questions now: the one published last. */
export async function currentGeneration(warehouse: Warehouse): Promise<Generation | undefined> {
  const rows = await warehouse.query<Generation>(
    `SELECT id, database FROM ${CONTROL_DATABASE}.generations FINAL WHERE state = ${STATES.published}
     ORDER BY published_at DESC, id DESC LIMIT 1`,
  );
  return rows[0];
}

/**
 * Makes an empty generation beside the others; nobody reads it until it is published.
 * @param claimedAt epoch ms of its builder's first sign of life (see `building.ts`); 0 = it is never taken for abandoned.
 */
export async function createGeneration(warehouse: Warehouse, claimedAt = 0): Promise<Generation> {
  const [row] = await warehouse.query<{ id: number }>(
    `SELECT toUInt32(max(id) + 1) AS id FROM ${CONTROL_DATABASE}.generations`,
  );
  return makeGeneration(warehouse, row?.id ?? FIRST, claimedAt);
}

async function makeGeneration(warehouse: Warehouse, id: number, claimedAt = 0): Promise<Generation> {
  const generation = { id, database: `${CONTROL_DATABASE}_g${id}` };
  await warehouse.insert(`${CONTROL_DATABASE}.generations`, [
    { ...generation, state: STATES.building, published_at: instant(claimedAt) },
  ]);
  await migrate(warehouse, 'generation', generation.database);
  return generation;
}

/** Makes a generation the one that answers. */
export async function publishGeneration(
  warehouse: Warehouse,
  generation: Generation,
  publishedAt: number = Date.now(),
): Promise<void> {
  await warehouse.insert(`${CONTROL_DATABASE}.generations`, [
    { ...generation, state: STATES.published, published_at: instant(publishedAt) },
  ]);
}

/**
 * The current generation, brought to the newest migration; in a new warehouse an empty one is made and published, so that there
 * is always something to ask.
 */
export async function openGeneration(warehouse: Warehouse): Promise<Generation> {
  await migrate(warehouse, 'control', CONTROL_DATABASE);
  const current = await currentGeneration(warehouse);
  if (current) {
    await migrate(warehouse, 'generation', current.database);
    return current;
  }
  // The same for every process that finds nothing: of two that start at once neither may take a number of its own.
  const first = await makeGeneration(warehouse, FIRST);
  await publishGeneration(warehouse, first);
  return first;
}

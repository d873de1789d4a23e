import { setTimeout as sleep } from 'node:timers/promises';
import { createGeneration, currentGeneration, type Generation } from './generation.js';
import { instant } from './literals.js';
import { CONTROL_DATABASE, migrate } from './migrate.js';
import type { Warehouse } from './warehouse.js';

/** A builder that gave no sign of life for this long is gone; it gives one every few seconds. */
const LOST_AFTER_S = 30;
/** Questions under way on a superseded generation end by themselves long before: no statement may run longer. */
const SUPERSEDED_FOR_S = 600;
/** Of two that claim one number at the same moment the later row stands, once both are there. */
const CLAIM_SETTLES_MS = 1_000;
const TABLE = `${CONTROL_DATABASE}.generations`;

/** Somebody is building a generation already: one at a time. */
export class BuildUnderWay extends Error {
  override readonly name = 'BuildUnderWay';
  constructor(generation: Generation) {
    super(
      `generation ${generation.id} is being built by another process; one that died is let go of after ${LOST_AFTER_S} s`,
    );
  }
}

export interface PublishedGeneration extends Generation {
  /** Epoch ms. */
  publishedAt: number;
}

/** Every generation that answers or did so lately, the current one first. */
export async function publishedGenerations(warehouse: Warehouse): Promise<PublishedGeneration[]> {
  return warehouse.query(
    `SELECT id, database, toUnixTimestamp64Milli(published_at) AS publishedAt FROM ${TABLE} FINAL
     WHERE state = 1 ORDER BY published_at DESC, id DESC`,
  );
}

/**
 * Makes an empty generation and takes it for this process, after dropping what others left behind. The builder has to
 * call {@link signOfLife} every few seconds.
 * @throws {BuildUnderWay}
 */
export async function claimGeneration(warehouse: Warehouse): Promise<Generation> {
  await migrate(warehouse, 'control', CONTROL_DATABASE);
  await dropLeftBehind(warehouse);
  const [other] = await warehouse.query<Generation>(
    `SELECT id, database FROM ${TABLE} FINAL WHERE state = 0 AND toUnixTimestamp64Milli(published_at) > 0`,
  );
  if (other) throw new BuildUnderWay(other);
  const claimedAt = Date.now();
  const generation = await createGeneration(warehouse, claimedAt);
  // chDB locks its directory: nobody else can be there.
  if (warehouse.kind === 'clickhouse') await sleep(CLAIM_SETTLES_MS);
  const [mine] = await warehouse.query<{ id: number }>(
    `SELECT id FROM ${TABLE} FINAL WHERE id = {id:UInt32} AND state = 0 AND published_at = {at:DateTime64(3)}`,
    { id: generation.id, at: claimedAt },
  );
  if (!mine) throw new BuildUnderWay(generation);
  return generation;
}

/** Says that the builder of a generation lives. Never undoes its publication or its end: states only go up. */
export async function signOfLife(warehouse: Warehouse, { id }: Generation): Promise<void> {
  await warehouse.command(
    `INSERT INTO ${TABLE} SELECT id, database, state, now64(3) FROM ${TABLE} FINAL WHERE id = {id:UInt32} AND state = 0`,
    { id },
  );
}

/** Takes a generation away for good. The row comes first: once it stands, nobody publishes or reads the generation. */
export async function retireGeneration(warehouse: Warehouse, { id, database }: Generation): Promise<void> {
  await warehouse.insert(TABLE, [{ id, database, state: 2, published_at: instant(Date.now()) }]);
  await warehouse.command(`DROP DATABASE IF EXISTS ${database} SYNC`);
}

/**
 * Drops generations that nobody needs: left by a builder that died, superseded so long ago that no question reads them,
 * and those whose end was begun and not finished.
 */
export async function dropLeftBehind(warehouse: Warehouse): Promise<void> {
  const current = await currentGeneration(warehouse);
  const lost = warehouse.kind === 'chdb' ? '1' : `published_at < now64(3) - INTERVAL ${LOST_AFTER_S} SECOND`;
  const rows = await warehouse.query<Generation>(
    `WITH (SELECT max(published_at) FROM ${TABLE} FINAL WHERE state = 1) AS switched
     SELECT id, database FROM ${TABLE} FINAL
     WHERE (state = 0 AND toUnixTimestamp64Milli(published_at) > 0 AND ${lost})
        OR (state = 1 AND id != {current:UInt32} AND switched < now64(3) - INTERVAL ${SUPERSEDED_FOR_S} SECOND)
        OR (state = 2 AND database IN (SELECT name FROM system.databases))`,
    { current: current?.id ?? 0 },
  );
  for (const generation of rows) await retireGeneration(warehouse, generation);
}

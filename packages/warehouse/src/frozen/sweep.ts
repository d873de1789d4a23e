import { FROZEN, giveUpFrozen, readFrozen, type FrozenRow } from '../tables/frozen.js';
import type { Warehouse } from '../warehouse.js';

/** No step of a fold takes so long: whoever was at it is dead. */
const ABANDONED_AFTER_MS = 3_600_000;

/** Drops what folds that died left behind. */
export async function sweepFrozen(
  warehouse: Warehouse,
  isOurs: (database: string) => boolean,
): Promise<void> {
  // Databases before rows: a fold writes its row first, so every database of a living one finds its row.
  const databases = await warehouse.query<{ name: string }>(
    `SELECT name FROM system.databases WHERE startsWith(name, 'waymark_asof_')`,
  );
  const rows = await readFrozen(warehouse);
  // chDB has no other process, so there whoever is not this one is dead.
  const since = warehouse.kind === 'chdb' ? Number.POSITIVE_INFINITY : Date.now() - ABANDONED_AFTER_MS;
  const isDead = ({ database, state, usedAt }: FrozenRow): boolean =>
    state === FROZEN.folding && usedAt < since && !isOurs(database);
  const dead = rows.filter(isDead);
  for (const row of dead) await giveUpFrozen(warehouse, row);
  const living = new Set(rows.map(({ database }) => database));
  for (const { name } of databases) {
    if (!living.has(name) && !isOurs(name)) await warehouse.command(`DROP DATABASE IF EXISTS ${name} SYNC`);
  }
}

import { instant } from '../literals.js';
import { CONTROL_DATABASE } from '../migrate.js';
import type { Warehouse } from '../warehouse.js';

/** States only go up: a row of a higher state replaces the lower. */
export const FROZEN = { folding: 0, ready: 1, givenUp: 2 } as const;

/** One attempt to hold the tables of an instant in a database of their own. */
export interface FrozenRow {
  database: string;
  /** Epoch ms, as all instants here. */
  asOf: number;
  generation: number;
  state: number;
  /** How much of it is folded, 0-1. */
  share: number;
  /** Of one being folded the last step, else the last answer. */
  usedAt: number;
}

export async function writeFrozen(warehouse: Warehouse, row: FrozenRow): Promise<void> {
  const { database, asOf, generation, state, share, usedAt } = row;
  await warehouse.insert(`${CONTROL_DATABASE}.frozen`, [
    { database, as_of: instant(asOf), generation, state, share, used_at: instant(usedAt) },
  ]);
}

/** Those not given up, the one used last first. */
export async function readFrozen(warehouse: Warehouse): Promise<FrozenRow[]> {
  return warehouse.query<FrozenRow>(
    `SELECT database, toUnixTimestamp64Milli(as_of) AS asOf, generation, state, share,
       toUnixTimestamp64Milli(used_at) AS usedAt
     FROM ${CONTROL_DATABASE}.frozen FINAL WHERE state < ${FROZEN.givenUp} ORDER BY usedAt DESC, database`,
  );
}

/** From here on it answers nothing; a database that a crash leaves behind is swept away later. */
export async function giveUpFrozen(warehouse: Warehouse, row: FrozenRow): Promise<void> {
  await writeFrozen(warehouse, { ...row, state: FROZEN.givenUp, usedAt: Date.now() });
  await warehouse.command(`DROP DATABASE IF EXISTS ${row.database} SYNC`);
}

/**
 * Lets go of every instant of a generation. To be called when raw events were added to it that the log had long received (a replay
 * of dead letters): the instants are folded anew when they are asked for.
 */
export async function forgetFrozen(warehouse: Warehouse, generation: number): Promise<void> {
  for (const row of await readFrozen(warehouse)) {
    if (row.generation === generation) await giveUpFrozen(warehouse, row);
  }
}

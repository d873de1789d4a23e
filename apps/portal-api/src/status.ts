import type { LogHealth } from '@waymark/event-log';
import type { WarehouseHealth } from '@waymark/warehouse';
import type { Behind } from './schemas.js';

/** What the tables show of the log, and whether both answer. */
export interface ShownState {
  /** Records in the log not yet in what is shown; 0 = everything acknowledged is visible. */
  lag: number;
  /** Log end per partition that is shown. */
  position: number[];
  /** Latest instant (epoch ms) up to which every record is shown. */
  shownUpTo: number;
  generation: number;
  log: LogHealth;
  warehouse: WarehouseHealth;
}

/** The same with which part is behind, told also while the log or the warehouse is away. */
export interface StatusNow extends ShownState {
  behind: Behind[];
}

/** Asks for the state now. */
export const STATUS = Symbol('status');

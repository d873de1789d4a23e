import type { LogHealth } from '@waymark/event-log';
import type { Generation, WarehouseHealth } from '@waymark/warehouse';
import type { Behind } from './schemas.js';

/** What the tables show of the log. */
export interface ShownState {
  /** Records in the log not yet in what is shown; 0 = everything acknowledged is visible. */
  lag: number;
  /** Log end per partition that is shown. */
  position: number[];
  /** Latest instant (epoch ms) up to which every record is shown. */
  shownUpTo: number;
  /** The tables of which this is so. */
  generation: Generation;
}

/** The same for whoever asks, with whether log and tables answer and which part is behind; told also while they are away. */
export interface StatusNow extends Omit<ShownState, 'generation'> {
  generation: number;
  log: LogHealth;
  warehouse: WarehouseHealth;
  behind: Behind[];
}

/** Asks for the state now. */
export const STATUS = Symbol('status');

import { KnownCounts, type Worked } from './known-counts.js';
import { countsOfMeasure, groupsOf, ofMeasure, type SeenRow } from './seen-rows.js';

export type { SeenRow } from './seen-rows.js';

/** Everything an attacker learns of one measure from answers by all sorts of breakdowns, and what follows from it. */
export class KnownCells {
  private readonly counts = new KnownCounts(ofMeasure);

  /** Takes an answer in: its breakdowns, at most one of them by time. Whoever is not in a row is in none. */
  saw(by: readonly string[], rows: readonly SeenRow[]): void {
    this.counts.saw(
      by,
      groupsOf(rows, by, (row) => countsOfMeasure(row)),
    );
  }

  /** What follows from all that has been seen. */
  worked(): Worked {
    return this.counts.worked();
  }
}

import type { RowFault } from '@waymark/provider-formats';
import type { ImportCounts, ImportReject } from '@waymark/service';

/** At most so many rejects are listed; all are counted. */
const LISTED_MAX = 1_000;

/** What becomes of a row. */
export type RowOutcome = 'accepted' | 'duplicates' | 'rejected' | 'leftOut';

/** What became of the rows of a file so far. */
export class Tally {
  readonly counts: ImportCounts = { rows: 0, accepted: 0, duplicates: 0, rejected: 0, leftOut: 0, events: 0 };
  readonly rejects: ImportReject[] = [];

  /** @param onReject told of every reject, also of those beyond the list. */
  constructor(private readonly onReject?: (reject: ImportReject) => void) {}

  count(outcome: Exclude<RowOutcome, 'rejected'>, events = 0): void {
    this.counts.rows += 1;
    this.counts[outcome] += 1;
    this.counts.events += events;
  }

  reject(row: number, { column, code, expected }: RowFault, events = 0): void {
    const reject = { row, column, code, expected };
    this.counts.rows += 1;
    this.counts.rejected += 1;
    this.counts.events += events;
    if (this.rejects.length < LISTED_MAX) this.rejects.push(reject);
    this.onReject?.(reject);
  }
}

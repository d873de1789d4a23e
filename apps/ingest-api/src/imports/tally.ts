import type { RowFault } from '@waymark/provider-formats';

/** A row that was not taken: where, why, and what was expected; never what it held. */
export interface Reject extends RowFault {
  /** The header is row 1. */
  row: number;
}

/** At most so many rejects are listed; all are counted. */
const LISTED_MAX = 1_000;

export interface Counts {
  /** Data rows read. */
  rows: number;
  /** Rows of which an event was new. */
  accepted: number;
  /** Rows whose every event was known. */
  duplicates: number;
  rejected: number;
  /** Rows that the profile makes nothing of. */
  leftOut: number;
  /** Events appended. */
  events: number;
}

/** What becomes of a row. */
export type RowOutcome = 'accepted' | 'duplicates' | 'rejected' | 'leftOut';

/** What became of the rows of a file so far. */
export class Tally {
  readonly counts: Counts = { rows: 0, accepted: 0, duplicates: 0, rejected: 0, leftOut: 0, events: 0 };
  readonly rejects: Reject[] = [];

  /** @param onReject told of every reject, also of those beyond the list. */
  constructor(private readonly onReject?: (reject: Reject) => void) {}

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

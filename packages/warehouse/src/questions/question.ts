import type { Breakdown, MeasureDefinition } from '@waymark/measures';

/** A question to the cohort tables: a measure, how it is broken down, and what is left in. */
export interface MeasureQuestion {
  measure: MeasureDefinition;
  /** At most three, each once; the order of the keys in the answer. */
  by: readonly Breakdown[];
  /** Codes wanted, by dimension; a dimension that is absent is not filtered. */
  filters: Readonly<Partial<Record<Breakdown, readonly string[]>>>;
  /** Months (`2025-01`) of the measure's own date, both included. */
  from?: string;
  to?: string;
  /** The instant judged at, epoch ms. */
  asOf: number;
  boundaries: 'as_was' | 'current';
  areas: 'registered' | 'resident';
  /** Reference edition by id that areas and deprivation are read from; undefined: there is none, every area by code alone. */
  edition: string | undefined;
}

/** Whose rows may be read. There is no question without one: it becomes a condition of the statement in one place. */
export type Scope =
  | { kind: 'everything' }
  /** Journeys whose area is one of these boards on current boundaries. */
  | { kind: 'boards'; boards: readonly string[] }
  /** Referrals that these providers own and sessions that they sent. */
  | { kind: 'providers'; providers: readonly string[] };

/** Sufficient statistics of one row, exact: only for the query layer, never for a client before disclosure control. */
export interface CountedRow {
  /** Codes of the breakdowns, in the order asked. */
  key: string[];
  numerator: number;
  /** `null` for a measure without a denominator. */
  denominator: number | null;
  /** Different people behind numerator, denominator (or, without one, the numerator), and their difference. */
  people: { numerator: number; denominator: number; remainder: number };
  /** Items that belong to this row but are not counted, by why (`immature`, `landmark`, `not_recorded`). Zeros are absent. */
  excluded: Readonly<Record<string, number>>;
}

export interface CountedAnswer {
  /** Rows with a numerator, a denominator or something excluded; sorted by key. */
  rows: CountedRow[];
  /** Totals of what is left out, over all rows (each item once, also where a breakdown puts it in several rows). */
  excluded: Readonly<Record<string, number>>;
}

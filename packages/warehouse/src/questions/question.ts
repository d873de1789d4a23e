import type { Breakdown, MeasureDefinition, Timing } from '@waymark/measures';

/** A question to the cohort tables: how the answer is broken down, and what is left in. */
export interface CohortQuestion {
  /** At most three, each once; the order of the keys in the answer. */
  by: readonly Breakdown[];
  /** Codes wanted, by dimension; a dimension that is absent is not filtered. */
  filters: Readonly<Partial<Record<Breakdown, readonly string[]>>>;
  /** Months (`2025-01`) of the date that places an item, both included. */
  from?: string;
  to?: string;
  /** The instant judged at, epoch ms. */
  asOf: number;
  boundaries: 'as_was' | 'current';
  areas: 'registered' | 'resident';
  /** Reference edition by id that areas and deprivation are read from; undefined: there is none, every area by code alone. */
  edition: string | undefined;
  /** Days without attendance that are no silence yet, 14 to 84; default 28. Read by what rests on the engagement episode. */
  gap?: number;
  /** `person`: a person's earliest referral, with none in the 365 days before it; absent: every referral. */
  unit?: 'person';
  /** `constant`: only what providers sent whose feeds were complete throughout the months asked. */
  panel?: 'constant';
  /** Providers whose feeds have a beginning or an end, by id. */
  feeds?: Readonly<Record<string, FeedDates>>;
}

/** From and up to when a provider's feed is complete (dates, both included); absent = always. */
export interface FeedDates {
  completeFrom?: string;
  completeTo?: string;
}

/** How many are in a measure. */
export interface MeasureQuestion extends CohortQuestion {
  measure: MeasureDefinition;
  /** How many different people stand behind the counts is told as 0: for answers without disclosure control, which ask for no people. */
  people?: 'uncounted';
}

/** When something ends, or happens: by what a curve is drawn. */
export interface FollowUpQuestion extends CohortQuestion {
  until: Timing['until'];
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
  /** Different people behind numerator, denominator (or, without one, the numerator), and their difference; 21 stands for more, 0 for uncounted. */
  people: { numerator: number; denominator: number; remainder: number };
  /** Where the question is of persons: the same counts by referral, those that folded into an earlier one included. */
  referrals?: Pick<CountedRow, 'numerator' | 'denominator' | 'people'>;
  /**
   * Items that belong to this row but are not counted, by why, each once (`not_in_panel`, `before_feed`, `no_list_size`, `immature`, `landmark`,
   * `not_recorded`, `folded_in`: the first that holds). Zeros are absent.
   */
  excluded: Readonly<Record<string, number>>;
}

export interface CountedAnswer {
  /** Rows with a numerator, a denominator or something excluded; sorted by key. */
  rows: CountedRow[];
  /** Totals of what is left out, over all rows (each item once, also where a breakdown puts it in several rows). */
  excluded: Readonly<Record<string, number>>;
}

/**
 * How somebody's follow-up ended. `disengaged`: what is waited for, of starters; `happened`: of referrals. `completed`, `died`:
 * compete with disengagement; `closed`: the journey's closure or a decline came first. `censored`: nothing more is known;
 * `unrecorded`: the same, for want of records.
 */
export const FOLLOW_UP_ENDS = [
  'disengaged',
  'completed',
  'died',
  'happened',
  'closed',
  'censored',
  'unrecorded',
] as const;
export type FollowUpEnd = (typeof FOLLOW_UP_ENDS)[number];

/** Everybody of a row whose follow-up stopped on one day (since the first session, or the referral). */
export interface FollowUpDay {
  day: number;
  /** Followed until this day or longer. */
  atRisk: number;
  /** Whose follow-up stopped on it, by how. Zeros are absent. */
  ended: Readonly<Partial<Record<FollowUpEnd, number>>>;
}

/** Sufficient statistics of one curve, exact: only for the query layer. */
export interface FollowUpRow {
  /** Codes of the breakdowns, in the order asked. */
  key: string[];
  /** Items followed. */
  followed: number;
  /** Different people behind them. */
  people: number;
  /** Where the question is of persons: the same by referral. */
  referrals?: Pick<FollowUpRow, 'followed' | 'people'>;
  /** Days on which somebody's follow-up stopped, in order. */
  days: FollowUpDay[];
  /** Items of this row that are not followed, by why (as in {@link CountedRow}). Zeros are absent. */
  excluded: Readonly<Record<string, number>>;
}

export interface FollowUpAnswer {
  /** Rows with somebody followed or excluded; sorted by key. */
  rows: FollowUpRow[];
  /** Totals of what is left out, each item once. */
  excluded: Readonly<Record<string, number>>;
}

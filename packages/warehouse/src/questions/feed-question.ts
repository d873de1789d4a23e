import { literal, type Params } from '../literals.js';

/**
 * A question about one provider's own feed, judged at an instant (epoch ms). There is none without a provider, and every statement
 * names it: what is answered is exact, and nobody else's.
 */
export interface FeedQuestion {
  provider: string;
  asOf: number;
}

/** Lists of own ids stop here; how many there are is always told. */
export const FEED_ROWS_MAX = 5_000;

export const feedParams = ({ provider }: FeedQuestion): Params => ({ provider });

/** The provider's records of the log, each once, as far as they were received by the instant. */
export function ownEvents(database: string, { asOf }: FeedQuestion): string {
  return `(SELECT node, eid, revision, position, type, content_hash, subject, id, received, time, ordered
    FROM ${database}.events WHERE provider = {provider:String} AND received <= ${literal(asOf, 'DateTime64(3)')}
    LIMIT 1 BY position)`;
}

/** The provider's referrals as they stand, orphans included. */
export const ownReferrals = (database: string): string =>
  `(SELECT * FROM ${database}.referrals FINAL WHERE provider = {provider:String})`;

/** The London month of an instant in epoch ms, as `2026-03`. */
export const monthOf = (ms: string): string =>
  `formatDateTime(fromUnixTimestamp64Milli(${ms}, 'Europe/London'), '%Y-%m')`;

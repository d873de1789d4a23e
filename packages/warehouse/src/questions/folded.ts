import { dayNumber } from './sql.js';

/** A person referred again within these days of the referral before is not a new one. */
const FOLDED_DAYS = 365;

/**
 * Whether a person's journey has another of theirs, by the date of its referral (equal instants: least provider, then subject), in the
 * 365 days before it. Journeys that are items and within the scope are looked at, whatever else is asked: a filter or a
 * period makes nobody a new person.
 *
 * @param items from and where of the journeys that are items
 * @param lookups what stands before their SELECT
 */
export function foldedIn(items: string, lookups: string): string {
  const before = `lagInFrame(toNullable(${dayNumber('referred_at')})) OVER (PARTITION BY person
    ORDER BY referred_at, provider, subject ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  return `(provider, subject) IN (SELECT provider, subject
    FROM (${lookups} SELECT provider, subject, ${dayNumber('referred_at')} AS referred_on, ${before} AS before_on FROM ${items})
    WHERE referred_on - before_on <= ${FOLDED_DAYS})`;
}

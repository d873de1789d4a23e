import { literal } from '../literals.js';
import type { Warehouse } from '../warehouse.js';
import { feedParams, FEED_ROWS_MAX, monthOf, ownReferrals, type FeedQuestion } from './feed-question.js';
import { listedOf, type Listed } from './feed-referrals.js';

export interface FeedSession {
  subject: string;
  bookingId: string;
  startsAt: number;
  activity: string;
}

type Since = FeedQuestion & { from: number };

/** Own booked sessions that began since an instant, of referrals known or not. */
function begun(database: string, { from, asOf }: Since): string {
  return `(SELECT subject, s.booking AS booking, s.start AS start, s.outcome AS outcome, s.activity AS activity
    FROM ${ownReferrals(database)} ARRAY JOIN sessions AS s
    WHERE s.booked AND s.start >= ${literal(from, 'Int64')} AND s.start < ${literal(asOf, 'Int64')})`;
}

/** Sessions that began and have neither an outcome nor a cancellation, the oldest first: for staff to complete. */
export async function feedSessionsWithoutOutcome(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: Since,
): Promise<Listed<FeedSession>> {
  const rows = await warehouse.query<FeedSession & { total: number }>(
    `SELECT subject, booking AS bookingId, start AS startsAt, activity, count() OVER () AS total
     FROM ${begun(database, asked)} WHERE outcome = ''
     ORDER BY startsAt, subject, bookingId LIMIT ${FEED_ROWS_MAX}`,
    feedParams(asked),
  );
  return listedOf(rows);
}

export interface FeedSessionsMonth {
  month: string;
  sessions: number;
  /** With an outcome or a cancellation. */
  recorded: number;
}

/** How many own sessions began and how many of them are recorded, by London month of their start. */
export async function feedSessionMonths(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: Since,
): Promise<FeedSessionsMonth[]> {
  return warehouse.query<FeedSessionsMonth>(
    `SELECT ${monthOf('start')} AS month, count() AS sessions, countIf(outcome != '') AS recorded
     FROM ${begun(database, asked)} GROUP BY month ORDER BY month`,
    feedParams(asked),
  );
}

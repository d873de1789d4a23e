import { literal } from '../literals.js';
import type { Warehouse } from '../warehouse.js';
import { feedParams, FEED_ROWS_MAX, ownEvents, type FeedQuestion } from './feed-question.js';
import { day, LONDON } from './sql.js';

const DAY_MS = 86_400_000;
/** Long enough for every weekday to have come several times, short enough to tell of the feed as it is now. */
export const LAG_DAYS = 28;

export interface FeedArrivals {
  /** Records of the log, copies included. */
  events: number;
  /** Epoch ms; null: nothing came yet. */
  last: { receivedAt: number; time: number } | null;
  /** From what happened to its being recorded (received, where the sender does not say), of the last `LAG_DAYS` days. */
  lag: { events: number; p50Ms: number; p90Ms: number };
}

/** Whether anything came, when last, and how long after it happened it was recorded. */
export async function feedArrivals(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: FeedQuestion,
): Promise<FeedArrivals> {
  const recent = `received > ${literal(asked.asOf - LAG_DAYS * DAY_MS, 'DateTime64(3)')}`;
  const lag = 'greatest(0, toUnixTimestamp64Milli(ordered) - toUnixTimestamp64Milli(time))';
  type Row = { events: number; lastAt: number; lastTime: number; recent: number; lag: [number, number] };
  const [row] = await warehouse.query<Row>(
    `SELECT count() AS events, toUnixTimestamp64Milli(max(received)) AS lastAt,
       toUnixTimestamp64Milli(max(time)) AS lastTime, countIf(${recent}) AS recent,
       arrayMap(ms -> if(isNaN(ms), 0, ms), quantilesExactIf(0.5, 0.9)(toFloat64(${lag}), ${recent})) AS lag
     FROM ${ownEvents(database, asked)}`,
    feedParams(asked),
  );
  const {
    events = 0,
    lastAt = 0,
    lastTime = 0,
    recent: counted = 0,
    lag: [p50Ms, p90Ms] = [0, 0],
  } = row ?? {};
  const last = events === 0 ? null : { receivedAt: lastAt, time: lastTime };
  return { events, last, lag: { events: counted, p50Ms, p90Ms } };
}

/** Records received by London date, or month (`2026-03`), from an instant on; dates without any are absent. */
export async function feedReceived(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: FeedQuestion & { by: 'day' | 'month'; from: number },
): Promise<Map<string, number>> {
  const period = asked.by === 'day' ? `toString(${day('received')})` : MONTH;
  const rows = await warehouse.query<{ period: string; events: number }>(
    `SELECT ${period} AS period, count() AS events FROM ${ownEvents(database, asked)}
     WHERE received >= ${literal(asked.from, 'DateTime64(3)')} GROUP BY period`,
    feedParams(asked),
  );
  return new Map(rows.map((row) => [row.period, row.events]));
}

const MONTH = `formatDateTime(received, '%Y-%m', ${LONDON})`;

export interface FeedCopies {
  /** Records that said again, content and all, what the log already held. */
  duplicates: number;
  conflicts: number;
  /** Own events that were sent with other content, or another type, under a source, id and revision that was taken. */
  conflicting: { subject: string; id: string; receivedAt: number }[];
}

/** What counts nowhere because the log held it before: `countingEvents` of the package pathways is the definition. */
export async function feedCopies(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: FeedQuestion,
): Promise<FeedCopies> {
  const own = ownEvents(database, asked);
  const isCopy = 'nth > 1 AND content_hash = first_hash';
  const isConflict = '((nth > 1 AND content_hash != first_hash) OR (nth = 1 AND type != first_type))';
  type Row = { duplicates: number; conflicts: number; listed: [number, string, string][] };
  const [row] = await warehouse.query<Row>(
    `SELECT countIf(${isCopy}) AS duplicates, countIf(${isConflict}) AS conflicts,
       arrayReverseSort(groupArrayIf(${FEED_ROWS_MAX})((toUnixTimestamp64Milli(received), subject, id), ${isConflict})) AS listed
     FROM (SELECT *, row_number() OVER of_revision AS nth, first_value(content_hash) OVER of_revision AS first_hash,
         first_value(type) OVER of_id AS first_type
       FROM ${own} WHERE (node, eid) IN (SELECT node, eid FROM ${own} GROUP BY node, eid HAVING count() > 1)
       WINDOW of_revision AS (PARTITION BY node, eid, revision ORDER BY position),
         of_id AS (PARTITION BY node, eid ORDER BY position))`,
    feedParams(asked),
  );
  const { duplicates = 0, conflicts = 0, listed = [] } = row ?? {};
  return {
    ...{ duplicates, conflicts },
    conflicting: listed.map(([receivedAt, subject, id]) => ({ subject, id, receivedAt })),
  };
}

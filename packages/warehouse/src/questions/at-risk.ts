import { GAP_DEFAULT, readDays } from '@waymark/pathways';
import { literal } from '../literals.js';
import type { Warehouse } from '../warehouse.js';
import { attendanceSteps, CLOSURE } from './closure.js';
import { closureAtSteps } from './closure-at.js';
import { feedParams, FEED_ROWS_MAX, type FeedQuestion } from './feed-question.js';
import { listedOf, type Listed } from './feed-referrals.js';
import { dayNumber } from './sql.js';
import { withSteps } from './steps.js';

const DAY_MS = 86_400_000;

/** So many missed sessions in a row say that somebody may be about to stop. */
export const MISSED_IN_A_ROW = 2;
/** So many days without a session say the same. */
export const SILENT_DAYS = 21;
/** So long after the last session it is settled that somebody has stopped: as far as an episode is read (event contract). */
export const STOPPED_DAYS = readDays(GAP_DEFAULT);

export const AT_RISK_WHY = ['missed_two', 'no_session_for_three_weeks'] as const;
export type AtRiskWhy = (typeof AT_RISK_WHY)[number];

export interface FeedAtRisk {
  subject: string;
  why: AtRiskWhy[];
  /** Start of the last attended session, epoch ms. */
  lastAttended: number;
  /** Missed in a row up to now, among the sessions of which the outcome is known. */
  missed: number;
  /** Start of the next booked session; null: none is booked. */
  nextBooked: number | null;
}

/** Members of a session in the lists of a referral's own sessions. */
const SESSION = { ref: 1, start: 2, outcome: 3, booked: 4, late: 5 } as const;
const { ref, start, outcome, booked, late } = SESSION;

/**
 * Own referrals whose person comes to own sessions and may be about to stop: `missed_two` or `no_session_for_three_weeks`. Judged by the
 * sessions that the provider sent itself: what somebody does elsewhere is not its to see. Left out are journeys and referrals that are
 * closed, and who has not come for so long that it is settled. A session without an outcome may have been attended: it ends no row
 * of missed ones and begins no silence.
 */
export async function feedAtRisk(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: FeedQuestion,
): Promise<Listed<FeedAtRisk>> {
  const now = literal(asked.asOf, 'DateTime64(3)');
  const today = dayNumber(now);
  const since = (on: string): string => `(${today} - ${on})`;
  const rows = await warehouse.query<FeedAtRisk & { total: number }>(
    `SELECT subject, arrayFilter(each -> each != '', [if(missed >= ${MISSED_IN_A_ROW}, '${AT_RISK_WHY[0]}', ''),
         if(${since('heard_of_on')} >= ${SILENT_DAYS}, '${AT_RISK_WHY[1]}', '')]) AS why,
       toUnixTimestamp64Milli(last_at) AS lastAttended, missed,
       if(empty(upcoming), NULL, toUnixTimestamp64Milli(upcoming[1].${start})) AS nextBooked, count() OVER () AS total
     FROM (${ownEngaged(database, asked, now, today)})
     WHERE ${since('last_on')} <= ${STOPPED_DAYS} AND notEmpty(why)
     ORDER BY length(why) DESC, lastAttended, subject LIMIT ${FEED_ROWS_MAX}`,
    feedParams(asked),
  );
  return listedOf(rows);
}

/** Own referrals with an attended session that are not closed, in journeys that are not, with what tells of their sessions. */
function ownEngaged(database: string, { asOf }: FeedQuestion, now: string, today: string): string {
  const [attended] = attendanceSteps(now);
  const journeys = withSteps(
    // Whoever came somewhere lately, of which those who came to own sessions are some: mostly few.
    `${database}.pathways FINAL WHERE has(referral_provider, {provider:String}) AND first_attended_at < ${now}
      AND last_attended_at >= ${literal(asOf - (STOPPED_DAYS + 2) * DAY_MS, 'DateTime64(3)')}`,
    [attended, ...closureAtSteps(today, true)],
  );
  const isAttended = `session.${outcome} = 'attended'`;
  const isMissed = `(session.${booked} AND (session.${outcome} = 'dna' OR (session.${outcome} = 'cancelled_by_person' AND session.${late})))`;
  const isUnknown = `(session.${booked} AND session.${outcome} = '')`;
  return `SELECT *, ${dayNumber('last_at')} AS last_on,
      ${dayNumber(`arrayLast(session -> ${isAttended} OR ${isUnknown}, begun).${start}`)} AS heard_of_on,
      arrayFilter(session -> ${isAttended} OR ${isMissed}, begun) AS told,
      toUInt32(length(told) - arrayLastIndex(session -> ${isAttended}, told)) AS missed,
      arrayFilter(session -> ${isUnknown} AND session.${start} >= ${now}, own_sessions) AS upcoming
    FROM (SELECT referral_subject[own_ref + 1] AS subject,
        arrayFilter(session -> session.${ref} = own_ref,
          arrayZip(session_ref, session_start, session_outcome, session_booked, session_late)) AS own_sessions,
        arrayFilter(session -> session.${start} < ${now}, own_sessions) AS begun,
        arrayFilter(session -> ${isAttended}, begun) AS came,
        came[-1].${start} AS last_at,
        arrayLastIndex((of, at) -> of = own_ref AND ${dayNumber('at')} <= ${today}, closing_ref, closing_at) AS closing,
        ${dayNumber('closing_at[closing]')} AS closed_on,
        closing_outcome[closing] AS closed_as
      FROM ${journeys} ARRAY JOIN range(toUInt32(length(referral_provider))) AS own_ref
      WHERE referral_provider[own_ref + 1] = {provider:String} AND closures[1].${CLOSURE.outcome} = ''
        AND notEmpty(came) AND NOT ${CLOSED})`;
}

/** A closing is undone by a session on a later date, but that of a completed programme which was attended is not. */
const CLOSED = `(closing > 0 AND (closed_on >= ${dayNumber('last_at')}
  OR (closed_as = 'completed' AND closed_on >= ${dayNumber(`came[1].${start}`)})))`;

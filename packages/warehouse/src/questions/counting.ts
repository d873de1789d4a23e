import {
  leavesOutUnrecorded,
  type Counting,
  type DayWindow,
  type Maturity,
  type PathwayPoint,
  type ReferralCounting,
  type ReferralRule,
  type SessionCounting,
  type SessionState,
  type StarterCounting,
} from '@waymark/measures';
import { day, midnight } from './sql.js';

/** A measure's rules as SQL over an item. */
export interface CountingSql {
  /** Beside being an item: which belong to the denominator or are left out of it for a reason that is counted. */
  belongs: string;
  /** Why an item is left out, and when; where several hold, it is counted under the first. */
  leftOut: readonly LeftOut[];
  /** Whether it is in the numerator, given that it is in the denominator. */
  counts: string;
}

export interface LeftOut {
  why: 'immature' | 'landmark' | 'not_recorded';
  when: string;
}

/** Who has started by then is left out where people are set side by side by the roles they met until then. */
const LANDMARK_DAYS = 14;

/** @param byRole whether the answer sets people side by side by the roles they met */
export function countingSql(counting: Counting, asOf: string, byRole: boolean): CountingSql {
  switch (counting.over) {
    case 'referrals':
      return overReferrals(counting, asOf, byRole);
    case 'starters':
      return overStarters(counting, asOf);
    case 'sessions':
      return overSessions(counting);
    case 'onward':
      return { belongs: '1', leftOut: [], counts: `kind = 'onward'` };
  }
}

function overReferrals(counting: ReferralCounting, asOf: string, byRole: boolean): CountingSql {
  const leftOut: LeftOut[] = [];
  if (counting.mature) leftOut.push(immature(counting.mature, asOf));
  if (counting.landmark && byRole) {
    leftOut.push({ why: 'landmark', when: within('first_attended_at', 'referred_at', LANDMARK_DAYS, asOf) });
  }
  return {
    belongs: counting.having === 'referred_at' ? '1' : `${point(counting.having, asOf)} IS NOT NULL`,
    leftOut,
    counts: referralRule(counting.numerator, asOf),
  };
}

function referralRule(rule: ReferralRule, asOf: string): string {
  switch (rule.is) {
    case 'counted':
      return '1';
    case 'reached':
      return within(rule.point, rule.of, rule.withinDays, asOf);
    case 'reached_ever':
      return `${point(rule.point, asOf)} IS NOT NULL`;
    case 'started_and_retained':
      return `${within('first_attended_at', 'referred_at', rule.withinDays, asOf)} AND ${retained(rule.window)}`;
    case 'answered': {
      // The initial referral stands first in its journey's lists, and its answers in counting order.
      const last = `arrayLastIndex((ref, at) -> ref = 0 AND ${day('at')} <= ${day('referred_at')} + ${rule.withinDays},
        answer_ref, answer_at)`;
      return rule.answer === 'accepted'
        ? `answer_kind[${last}] = 'accepted'`
        : `(answer_kind[${last}] = 'declined' AND answer_by[${last}] = 'person')`;
    }
  }
}

function overStarters({ mature, numerator }: StarterCounting, asOf: string): CountingSql {
  return {
    belongs: '1',
    leftOut: [immature(mature, asOf)],
    counts: retained(numerator.window),
  };
}

const STATE: Readonly<Record<SessionState, string>> = {
  attended: `outcome = 'attended'`,
  dna: `outcome = 'dna'`,
  cancelled_late: `(outcome = 'cancelled_by_person' AND late)`,
  cancelled_early: `(outcome = 'cancelled_by_person' AND NOT late)`,
  cancelled_by_provider: `outcome = 'cancelled_by_provider'`,
  not_recorded: `outcome = ''`,
};

function overSessions(counting: SessionCounting): CountingSql {
  const isOneOf = (states: readonly SessionState[]): string =>
    `(${states.map((state) => STATE[state]).join(' OR ')})`;
  const counts = isOneOf(counting.numerator);
  if (counting.denominator === 'every') return { belongs: '1', leftOut: [], counts };
  if (!leavesOutUnrecorded(counting)) return { belongs: isOneOf(counting.denominator), leftOut: [], counts };
  return {
    belongs: isOneOf([...counting.denominator, 'not_recorded']),
    leftOut: [{ why: 'not_recorded', when: STATE.not_recorded }],
    counts,
  };
}

/** What starts at or after the as-of instant is in no measure: to it, nobody has started there. */
function point(name: PathwayPoint, asOf: string): string {
  const isSessionStart = name === 'first_attended_at' || name === 'first_booked_start';
  return isSessionStart ? `if(${name} < ${asOf}, ${name}, NULL)` : name;
}

/** `name` <= `of` + `days`, by date. */
function within(name: PathwayPoint, of: PathwayPoint, days: number, asOf: string): string {
  return `ifNull(${day(point(name, asOf))} <= ${day(point(of, asOf))} + ${days}, 0)`;
}

function immature({ of, days }: Maturity, asOf: string): LeftOut {
  return { why: 'immature', when: `ifNull(${day(of)} + ${days} > ${day(asOf)}, 1)` };
}

/**
 * Attended on a day of the window after the first session. The window is over once the measure is mature, so it is asked as two
 * instants, and nothing of it lies after the as-of instant.
 */
function retained({ fromDay, toDay }: DayWindow): string {
  const first = day('assumeNotNull(first_attended_at)');
  return `arrayExists((attended_at, result) -> attended_at >= ${midnight(`${first} + ${fromDay}`)}
    AND attended_at < ${midnight(`${first} + ${toDay + 1}`)} AND result = 'attended', session_start, session_outcome)`;
}

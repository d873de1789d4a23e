import {
  leavesOutUnrecorded,
  PROGRAMME_WEEKS_DEFAULT,
  type Counting,
  type DayWindow,
  type Maturity,
  type PathwayPoint,
  type ReferralCounting,
  type ReferralRule,
  type SessionCounting,
  type SessionState,
  type StarterCounting,
  type StarterRule,
} from '@waymark/measures';
import { attendanceSteps, CLOSURE } from './closure.js';
import { closureAtSteps } from './closure-at.js';
import { episodeSteps } from './episode.js';
import { day, dayNumber, midnight } from './sql.js';
import type { Steps } from './steps.js';

/** A measure's rules as SQL over an item. */
export interface CountingSql {
  /** What is worked out of a journey first. */
  steps?: Steps;
  /** Beside being an item: which belong to the denominator or are left out of it for a reason that is counted. */
  belongs: string;
  /** Why an item is left out, and when; where several hold, it is counted under the first. */
  leftOut: readonly LeftOut[];
  /** Whether it is in the numerator, given that it is in the denominator. */
  counts: string;
}

export interface LeftOut {
  why:
    'not_in_panel' | 'before_feed' | 'no_list_size' | 'immature' | 'landmark' | 'not_recorded' | 'folded_in';
  when: string;
}

/** Who has started by then is left out where people are set side by side by the roles they met until then. */
const LANDMARK_DAYS = 14;

/** What a measure's rules depend on besides itself. */
export interface Circumstances {
  /** The instant judged at, as SQL: of each journey its own, where feeds have ended. */
  asOf: string;
  /** Whether the answer sets people side by side by the roles they met. */
  byRole: boolean;
  gap: number;
}

export function countingSql(counting: Counting, { asOf, byRole, gap }: Circumstances): CountingSql {
  switch (counting.over) {
    case 'referrals':
      return overReferrals(counting, asOf, byRole);
    case 'starters':
      return overStarters(counting, asOf, gap);
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
  const steps = referralSteps(counting.numerator, asOf);
  return {
    ...(steps && { steps }),
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
    case 'completed':
      return `${CLOSED_AS} = 'completed' AND attended_day[1] <= closures[1].${CLOSURE.day}`;
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

/** Who attended nothing by then has completed nothing: the closure is asked as of those who have started. */
function referralSteps(rule: ReferralRule, asOf: string): Steps | undefined {
  if (rule.is !== 'completed') return undefined;
  return closureOn(`${dayNumber('referred_at')} + ${rule.afterDays} + ${PROGRAMME_DAYS}`, asOf);
}

function overStarters({ mature, numerator }: StarterCounting, asOf: string, gap: number): CountingSql {
  if (numerator.is === 're_engaged') return overSilences(numerator.withinDays, mature.days, asOf, gap);
  const closedBy = closureDay(numerator);
  return {
    ...(closedBy !== undefined && { steps: closureOn(closedBy, asOf) }),
    belongs: numerator.is === 'dose' ? 'programme_planned_sessions IS NOT NULL' : '1',
    leftOut: [immature(mature, asOf)],
    counts: starterRule(numerator),
  };
}

const FIRST = dayNumber('assumeNotNull(first_attended_at)');
const PROGRAMME_DAYS = `toInt32(7 * ifNull(programme_planned_weeks, ${PROGRAMME_WEEKS_DEFAULT}))`;
const CLOSED_AS = `closures[1].${CLOSURE.outcome}`;

/** Nothing but completions is asked for. */
function closureOn(dayAsked: string, asOf: string): Steps {
  const [attended] = attendanceSteps(asOf, `has(closing_outcome, 'completed')`);
  return [attended, ...closureAtSteps(dayAsked, true)];
}

/** The day whose closure a rule asks for. */
function closureDay(rule: StarterRule): string | undefined {
  if (rule.is === 'sustained') return `${FIRST} + ${rule.window.toDay}`;
  return rule.is === 'completed' ? `${FIRST} + ${rule.afterDays} + ${PROGRAMME_DAYS}` : undefined;
}

function starterRule(rule: Exclude<StarterRule, { is: 're_engaged' }>): string {
  switch (rule.is) {
    case 'retained':
      return retained(rule.window);
    case 'sustained':
      return `(${CLOSED_AS} = 'completed' OR ${retained(rule.window)})`;
    case 'completed':
      return `${CLOSED_AS} = 'completed'`;
    case 'dose': {
      const over = midnight(`${day('assumeNotNull(first_attended_at)')} + ${PROGRAMME_DAYS}`);
      const attended = `arrayCount((attended_at, result) -> result = 'attended' AND attended_at < ${over}, session_start, session_outcome)`;
      return `100 * ${attended} >= ${rule.percent} * assumeNotNull(programme_planned_sessions)`;
    }
  }
}

/** Who started too recently for a silence to be told is immature, as is a silence that may still be broken in time. */
function overSilences(withinDays: number, matureDays: number, asOf: string, gap: number): CountingSql {
  const soon = `horizon < 0 OR silent_from + ${gap + matureDays} > ${dayNumber(asOf)}`;
  return {
    steps: episodeSteps(asOf, gap),
    belongs: `(horizon < 0 OR (episode_end = 'disengaged' AND episode_by = 'silence'))`,
    leftOut: [{ why: 'immature', when: soon }],
    counts: `attended_next > 0 AND attended_next <= silent_from + ${gap + withinDays}`,
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

function immature({ of, days, plus }: Maturity, asOf: string): LeftOut {
  const programme = plus === 'programme' ? ` + ${PROGRAMME_DAYS}` : '';
  return { why: 'immature', when: `ifNull(${day(of)} + ${days}${programme} > ${day(asOf)}, 1)` };
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

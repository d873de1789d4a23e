import { londonDate } from '@waymark/events';
import { closureAt, type Pathway } from '@waymark/pathways';
import type { LeftOut } from '../questions/counting.js';
import type { FollowUpEnd } from '../questions/question.js';
import { followedItem, isFollowed, reEngagedItem } from './oracle-episodes.js';

/**
 * The table of measures in the contract, once more and naively: over rows of the TypeScript fold, by measure id, without the
 * registry's `counting` and without SQL. Slow, and meant to be read beside `contract/measures.md`.
 */

/** One thing counted. */
export interface Item {
  over: 'referrals' | 'starters' | 'sessions' | 'onward';
  journey: Pathway;
  /** The date that places it. */
  at: number;
  /** Index of the referral that it is, or that sent it; the journey's own is 0. */
  referral: number;
  session?: Session;
  numerator: boolean;
  leftOut?: LeftOut['why'] | undefined;
  /** When its follow-up stopped and how, of what is followed. */
  ended?: { day: number; end: FollowUpEnd };
}

export interface Session {
  start: number;
  referral: number;
  booking: string;
  booked: boolean;
  outcome: string;
  late: boolean;
  activity: string;
  activityProvider: string;
}

/** Sessions that have begun: any other is in no measure. */
export function begunSessions(journey: Pathway, asOf: number): Session[] {
  return allSessions(journey).filter(({ start }) => start < asOf);
}

export function allSessions(journey: Pathway): Session[] {
  return journey.session_start.map((start, nth) => ({
    start,
    referral: journey.session_ref[nth]!,
    booking: journey.session_booking[nth]!,
    booked: journey.session_booked[nth] === 1,
    outcome: journey.session_outcome[nth]!,
    late: journey.session_late[nth] === 1,
    activity: journey.session_activity[nth]!,
    activityProvider: journey.session_activity_provider[nth]!,
  }));
}

/** A journey as it looks at an instant. */
export interface Seen {
  journey: Pathway;
  asOf: number;
  referredAt: number;
  /** Starts, in order. */
  attended: number[];
  firstAttended: number | undefined;
  firstBookedStart: number | undefined;
}

export function see(journey: Pathway, asOf: number): Seen {
  const sessions = begunSessions(journey, asOf);
  const starts = (some: Session[]): number[] => some.map(({ start }) => start).sort((a, b) => a - b);
  const attended = starts(sessions.filter(({ outcome }) => outcome === 'attended'));
  const booked = starts(sessions.filter((session) => session.booked));
  return {
    ...{ journey, asOf, referredAt: journey.referred_at },
    ...{ attended, firstAttended: attended[0], firstBookedStart: booked[0] },
  };
}

export const days = (from: number, to: number): number => londonDate(to) - londonDate(from);

/** x <= y + d, by date; what did not happen is never. */
function within(x: number | null | undefined, y: number, d: number): boolean {
  return x !== null && x !== undefined && days(y, x) <= d;
}

function retained({ attended, firstAttended }: Seen, weeks: number): boolean {
  return attended.some((start) => {
    const day = days(firstAttended!, start);
    return day >= 7 * weeks && day <= 7 * weeks + 27;
  });
}

function lastAnswer({ journey, referredAt }: Seen): { kind: string; by: string } | undefined {
  const answers = journey.answer_at.map((at, nth) => ({
    ...{ at, referral: journey.answer_ref[nth]! },
    ...{ kind: journey.answer_kind[nth]!, by: journey.answer_by[nth]! },
  }));
  return answers.filter(({ at, referral }) => referral === 0 && within(at, referredAt, 14)).at(-1);
}

interface ReferralMeasure {
  numerator: (seen: Seen) => boolean;
  mature?: number | ((seen: Seen) => number);
  since?: (seen: Seen) => number | undefined;
  landmark?: true;
}

const OVER_REFERRALS: Record<string, ReferralMeasure> = {
  referrals: { numerator: () => true },
  accepted: { numerator: (seen) => lastAnswer(seen)?.kind === 'accepted', mature: 15 },
  'declined.person': {
    numerator: (seen) => lastAnswer(seen)?.kind === 'declined' && lastAnswer(seen)?.by === 'person',
    mature: 15,
  },
  'contact.14d': {
    numerator: ({ journey, referredAt }) => within(journey.first_contact_at, referredAt, 14),
    mature: 15,
  },
  'uptake.booked': {
    numerator: ({ journey, referredAt }) => within(journey.first_booked_at, referredAt, 56),
    ...{ mature: 57, landmark: true },
  },
  'uptake.first_session': {
    numerator: ({ firstAttended, referredAt }) => within(firstAttended, referredAt, 56),
    ...{ mature: 57, landmark: true },
  },
  'uptake.ever': { numerator: ({ attended }) => attended.length > 0, landmark: true },
  'started.of_booked': {
    numerator: ({ firstAttended, firstBookedStart }) => within(firstAttended, firstBookedStart!, 28),
    since: ({ firstBookedStart }) => firstBookedStart,
    ...{ mature: 29, landmark: true },
  },
  'retained.of_referred.12w': {
    numerator: (seen) => within(seen.firstAttended, seen.referredAt, 56) && retained(seen, 12),
    ...{ mature: 56 + 84 + 28, landmark: true },
  },
  'completed.of_referred': {
    numerator: (seen) => {
      const completed = completedBy(seen, seen.referredAt, 56 + programmeDays(seen) + 28);
      return completed !== undefined && seen.attended.some((start) => londonDate(start) <= completed);
    },
    mature: (seen) => 56 + programmeDays(seen) + 29,
    landmark: true,
  },
};

const programmeDays = ({ journey }: Seen): number => 7 * (journey.programme_planned_weeks ?? 12);

/** The day, after another, of a completion that is the journey's closure at it; undefined: it is not completed then. */
function completedBy({ journey, asOf }: Seen, from: number, after: number): number | undefined {
  const closure = closureAt(journey, londonDate(from) + after, asOf);
  return closure?.outcome === 'completed' ? closure.day : undefined;
}

interface StarterMeasure {
  /** Default: every starter. */
  denominator?: (seen: Seen) => boolean;
  numerator: (seen: Seen) => boolean;
  mature: (seen: Seen) => number;
}

const atWeeks = (weeks: number): StarterMeasure => ({
  numerator: (seen) => retained(seen, weeks),
  mature: () => 7 * weeks + 28,
});
const sustainedAt = (weeks: number): StarterMeasure => ({
  numerator: (seen) =>
    retained(seen, weeks) || completedBy(seen, seen.firstAttended!, 7 * weeks + 27) !== undefined,
  mature: () => 7 * weeks + 28,
});

const OVER_STARTERS: Record<string, StarterMeasure> = {
  'retained.4w': atWeeks(4),
  'retained.8w': atWeeks(8),
  'retained.12w': atWeeks(12),
  'retained.26w': atWeeks(26),
  'retained.52w': atWeeks(52),
  'sustained.12w': sustainedAt(12),
  'sustained.26w': sustainedAt(26),
  'dose.80': {
    denominator: ({ journey }) => journey.programme_planned_sessions !== null,
    numerator: (seen) =>
      5 * seen.attended.filter((start) => days(seen.firstAttended!, start) < programmeDays(seen)).length >=
      4 * seen.journey.programme_planned_sessions!,
    mature: programmeDays,
  },
  'completed.of_starters': {
    numerator: (seen) => completedBy(seen, seen.firstAttended!, programmeDays(seen) + 28) !== undefined,
    mature: (seen) => programmeDays(seen) + 29,
  },
};

const isDna = ({ outcome }: Session): boolean => outcome === 'dna';
const isAttended = ({ outcome }: Session): boolean => outcome === 'attended';
const isRecorded = ({ outcome }: Session): boolean => outcome !== '';

interface SessionMeasure {
  numerator: (session: Session) => boolean;
  denominator: (session: Session) => boolean;
  leavesOutUnrecorded?: true;
}

const OVER_SESSIONS: Record<string, SessionMeasure> = {
  attendance: {
    numerator: isAttended,
    denominator: (session) =>
      isAttended(session) || isDna(session) || (session.outcome === 'cancelled_by_person' && session.late),
    leavesOutUnrecorded: true,
  },
  dna: {
    numerator: isDna,
    denominator: (session) => isAttended(session) || isDna(session),
    leavesOutUnrecorded: true,
  },
  'cancelled.provider': {
    numerator: ({ outcome }) => outcome === 'cancelled_by_provider',
    denominator: () => true,
  },
  recording: { numerator: isRecorded, denominator: () => true },
};

/** How journeys are looked at. */
export interface Looking {
  asOf: number;
  /** The instant up to which a journey is followed. */
  followedTo: (journey: Pathway) => number;
  byRole: boolean;
  gap?: number | undefined;
}

/** Who has started by the as-of instant, and whose feed had ended by then: nobody knows how it went on. */
function startedUnfollowed({ journey, firstAttended }: Seen, asOf: number): Item[] {
  const [at] = see(journey, asOf).attended;
  if (firstAttended !== undefined || at === undefined) return [];
  return [{ over: 'starters', journey, at, referral: 0, numerator: false, leftOut: 'immature' }];
}

/** What a measure counts, or leaves out for a reason that it counts. */
export function itemsOf(
  id: string,
  pathways: readonly Pathway[],
  { asOf, followedTo, byRole, gap }: Looking,
): Item[] {
  if (id === 'unlinked') return pathways.flatMap(onwardItems);
  const seen = pathways.map((journey) => see(journey, followedTo(journey)));
  const unfollowed = seen.flatMap((one) => startedUnfollowed(one, asOf));
  if (id === 're_engaged') return [...seen.flatMap((one) => reEngagedItem(one, gap)), ...unfollowed];
  if (isFollowed(id))
    return [
      ...seen.flatMap((one) => followedItem(id, one, gap)),
      ...(id === 'disengagement' ? unfollowed : []),
    ];
  const [referrals, starters, sessions] = [OVER_REFERRALS[id], OVER_STARTERS[id], OVER_SESSIONS[id]];
  if (referrals) return seen.flatMap((one) => referralItem(referrals, one, byRole));
  if (starters)
    return [
      ...seen.flatMap((one) => starterItem(starters, one)),
      ...unfollowed.filter(({ journey }) => starters.denominator?.(see(journey, asOf)) ?? true),
    ];
  if (sessions) return pathways.flatMap((journey) => sessionItems(sessions, see(journey, asOf)));
  throw new Error(`the oracle knows no measure ${id}`);
}

function referralItem(measure: ReferralMeasure, seen: Seen, byRole: boolean): Item[] {
  const { journey, referredAt, firstAttended, asOf } = seen;
  const since = measure.since ? measure.since(seen) : referredAt;
  if (journey.kind !== 'initial' || since === undefined) return [];
  const item: Item = { over: 'referrals', journey, at: referredAt, referral: 0, numerator: false };
  const { mature = -Infinity } = measure;
  if (days(since, asOf) < (typeof mature === 'number' ? mature : mature(seen)))
    return [{ ...item, leftOut: 'immature' }];
  if (byRole && measure.landmark && within(firstAttended, referredAt, 14))
    return [{ ...item, leftOut: 'landmark' }];
  return [{ ...item, numerator: measure.numerator(seen) }];
}

function starterItem({ denominator, numerator, mature }: StarterMeasure, seen: Seen): Item[] {
  const { journey, firstAttended, asOf } = seen;
  if (firstAttended === undefined || denominator?.(seen) === false) return [];
  const item: Item = { over: 'starters', journey, at: firstAttended, referral: 0, numerator: false };
  if (days(firstAttended, asOf) < mature(seen)) return [{ ...item, leftOut: 'immature' }];
  return [{ ...item, numerator: numerator(seen) }];
}

function sessionItems(measure: SessionMeasure, { journey, asOf }: Seen): Item[] {
  const booked = begunSessions(journey, asOf).filter((session) => session.booked);
  return booked.flatMap((session) => {
    const { start: at, referral } = session;
    const item: Item = { over: 'sessions', journey, at, referral, session, numerator: false };
    if (measure.leavesOutUnrecorded && !isRecorded(session)) return [{ ...item, leftOut: 'not_recorded' }];
    return measure.denominator(session) ? [{ ...item, numerator: measure.numerator(session) }] : [];
  });
}

function onwardItems(journey: Pathway): Item[] {
  return journey.referral_at.flatMap((at, referral) => {
    if (journey.referral_kind[referral] !== 'onward') return [];
    return [{ over: 'onward' as const, journey, at, referral, numerator: journey.kind === 'onward' }];
  });
}

import { londonDate } from '@waymark/events';
import { closureAt, sessionsWith, type Closure, type DatedSession, type JourneyEnds } from './closure.js';

export const GAP_DEFAULT = 28;
export const GAP_MIN = 14;
export const GAP_MAX = 84;

/** How long after an attended day what follows is read, in days: long enough to tell a silence from a gap. */
export function readDays(gap: number): number {
  return Math.max(56, 2 * gap);
}

/** How somebody's engagement ended, in days since the first attended session. */
export interface EngagementEpisode {
  day: number;
  end: 'disengaged' | 'completed' | 'died' | 'censored';
  /**
   * What says so: a silence longer than the gap, a closing, a silence in which sessions have no recorded outcome (nobody
   * knows), or that no more than this has been seen.
   */
  by: 'silence' | 'closing' | 'unrecorded' | 'horizon';
}

interface Attendance {
  pathway: JourneyEnds;
  asOf: number;
  gap: number;
  /** London date of the first attended session; all other days count from it. */
  first: number;
  today: number;
  /** Attended days, each once, in order: the first is 0. */
  days: number[];
  attended: DatedSession[];
  /** Days of sessions without a recorded outcome. */
  unrecorded: number[];
}

/**
 * The engagement episode of a journey ("Engagement episode" in the event contract): undefined of who has not started,
 * `immature` of who started too recently for anything to be said.
 *
 * @throws {RangeError} on a gap that is not 14 to 84 whole days.
 */
export function engagementEpisode(
  pathway: JourneyEnds,
  { asOf, gap = GAP_DEFAULT }: { asOf: number; gap?: number },
): EngagementEpisode | 'immature' | undefined {
  assertGap(gap);
  const attendance = attendanceOf(pathway, asOf, gap);
  if (!attendance) return undefined;
  const horizon = attendance.today - readDays(gap);
  if (horizon < 0) return 'immature';
  const censoredAtHorizon = { day: horizon, end: 'censored', by: 'horizon' } as const;
  const episode = firstEnd(attendance);
  return episode && episode.day <= horizon ? episode : censoredAtHorizon;
}

/** @throws {RangeError} on a gap that is not 14 to 84 whole days. */
export function assertGap(gap: number): void {
  if (!Number.isInteger(gap) || gap < GAP_MIN || gap > GAP_MAX)
    throw new RangeError(`gap: expected ${GAP_MIN} to ${GAP_MAX} whole days`);
}

function attendanceOf(pathway: JourneyEnds, asOf: number, gap: number): Attendance | undefined {
  const dated = sessionsWith(pathway, 'attended', asOf);
  const first = dated[0]?.day;
  if (first === undefined) return undefined;
  const attended = dated.map(({ referral, day }) => ({ referral, day: day - first }));
  return {
    ...{ pathway, asOf, gap, first, attended },
    today: londonDate(asOf) - first,
    days: [...new Set(attended.map(({ day }) => day))],
    unrecorded: sessionsWith(pathway, '', asOf).map(({ day }) => day - first),
  };
}

/** Day by day of attendance, the first that is followed by an end; undefined when none is. */
function firstEnd(attendance: Attendance): EngagementEpisode | undefined {
  const { days, gap } = attendance;
  for (const [i, day] of days.entries()) {
    const next = days[i + 1];
    const closure = closureAfter(attendance, day, next);
    if (closure?.outcome === 'completed' && staysWith(closure, attendance, i))
      return { day: day + 1, end: 'completed', by: 'closing' };
    if (next !== undefined && next - day <= gap) continue;
    return silenceAfter(attendance, day, next, closure) ?? endBy(closure, day);
  }
  return undefined;
}

/** The closure on an attended day or after it, as it stood before the next one. Its day counts from the first. */
function closureAfter(
  { pathway, asOf, gap, first, today }: Attendance,
  day: number,
  next: number | undefined,
): Closure | undefined {
  const until = Math.min(day + readDays(gap), next === undefined ? today : next - 1);
  const closure = closureAt(pathway, first + until, asOf);
  return closure && closure.day - first >= day ? { ...closure, day: closure.day - first } : undefined;
}

/** Whether all that is attended from then on without a silence, as far as is read, is of the closed referral. */
function staysWith(closure: Closure, { days, attended, gap }: Attendance, i: number): boolean {
  const day = days[i] ?? 0;
  const silence = days.findIndex((each, nth) => nth > i && each - (days[nth - 1] ?? 0) > gap);
  const following = days.slice(i + 1, silence < 0 ? undefined : silence);
  const read = following.filter((each) => each <= day + readDays(gap));
  return attended.every((session) => session.referral === closure.referral || !read.includes(session.day));
}

/** The silence after an attended day, when it is longer than the gap. */
function silenceAfter(
  { gap, today, unrecorded }: Attendance,
  day: number,
  next: number | undefined,
  closure: Closure | undefined,
): EngagementEpisode | undefined {
  const until = Math.min(closure?.day ?? next ?? today, day + readDays(gap));
  if (until - day <= gap) return undefined;
  const inside = unrecorded.filter((each) => each > day && each < until);
  const stretches = [...inside, until].map((each, nth) => each - (inside[nth - 1] ?? day));
  return stretches.every((length) => length <= gap)
    ? { day, end: 'censored', by: 'unrecorded' }
    : { day: day + 1, end: 'disengaged', by: 'silence' };
}

/** What a closing says where there was no silence before it; undefined: nothing, the person may still be attending. */
function endBy(closure: Closure | undefined, day: number): EngagementEpisode | undefined {
  if (!closure) return undefined;
  switch (closure.outcome) {
    case 'withdrawn':
    case 'lost_contact':
    case 'unsuitable':
    case 'expired':
      return { day: day + 1, end: 'disengaged', by: 'closing' };
    case 'died':
      return { day: closure.day, end: 'died', by: 'closing' };
    case 'moved':
    case 'transferred':
      return { day: closure.day, end: 'censored', by: 'closing' };
    default:
      throw new Error(`a closing as ${closure.outcome} ends no episode`);
  }
}

import { londonDate } from '@waymark/events';
import { by, least } from './order.js';
import type { Pathway } from './pathway.js';

/** What of a journey's row says how and when it ended. */
export type JourneyEnds = Pick<
  Pathway,
  | 'referral_provider'
  | 'referral_subject'
  | 'answer_ref'
  | 'answer_at'
  | 'answer_kind'
  | 'closing_ref'
  | 'closing_at'
  | 'closing_outcome'
  | 'session_ref'
  | 'session_start'
  | 'session_outcome'
>;

/** The closing of one of a journey's referrals that closes the journey. */
export interface Closure {
  /** Index of the closed referral. */
  referral: number;
  at: number;
  /** London date of `at`, as days since 1970-01-01. */
  day: number;
  outcome: string;
}

/** A session by the London date of its start, as days since 1970-01-01. */
export interface DatedSession {
  referral: number;
  day: number;
}

/** A journey's sessions with an outcome ('' = not recorded) that start before the as-of instant, in order. */
export function sessionsWith(pathway: JourneyEnds, outcome: 'attended' | '', asOf: number): DatedSession[] {
  return pathway.session_start.flatMap((start, nth) =>
    pathway.session_outcome[nth] === outcome && start < asOf
      ? [{ referral: pathway.session_ref[nth] ?? 0, day: londonDate(start) }]
      : [],
  );
}

/**
 * The closure of a journey at a day ("Closure of a journey at a day t" in the event contract); undefined while it is open.
 *
 * @param day days since 1970-01-01, London
 * @param asOf a session that starts at or after this instant is in no measure
 */
export function closureAt(pathway: JourneyEnds, day: number, asOf = Infinity): Closure | undefined {
  const attended = sessionsWith(pathway, 'attended', asOf).filter((session) => session.day <= day);
  const last = lastClosings(pathway, day);
  const looked = lookedAt(pathway, day, attended, last);
  const latest = latestOf(looked, pathway);
  if (latest?.outcome === 'completed' && counts(latest, attended)) return latest;
  const again = last.filter((closing) => looked.includes(closing) || endsAllCare(closing));
  const found = latestOf(again, pathway);
  return found && counts(found, attended) ? found : undefined;
}

/** The last closing of each referral, in counting order, of those dated up to the day. */
function lastClosings(pathway: JourneyEnds, until: number): Closure[] {
  const last = new Map<number, Closure>();
  pathway.closing_at.forEach((at, nth) => {
    const referral = pathway.closing_ref[nth] ?? 0;
    const day = londonDate(at);
    if (day <= until) last.set(referral, { referral, at, day, outcome: pathway.closing_outcome[nth] ?? '' });
  });
  return [...last.values()];
}

/** Closings of the referrals that somebody attended; of all, when nobody did and none is open. */
function lookedAt(
  pathway: JourneyEnds,
  day: number,
  attended: readonly DatedSession[],
  last: readonly Closure[],
): readonly Closure[] {
  if (attended.length > 0)
    return last.filter(({ referral }) => attended.some((session) => session.referral === referral));
  const isOver = pathway.referral_provider.every(
    (_, referral) =>
      last.some((closing) => closing.referral === referral) ||
      declineAt(pathway, referral, day) !== undefined,
  );
  return isOver ? last : [];
}

/** The day of a referral's decline, when its last answer dated up to the day is one. */
export function declineAt(
  pathway: Pick<Pathway, 'answer_ref' | 'answer_at' | 'answer_kind'>,
  referral: number,
  until: number,
): number | undefined {
  const last = pathway.answer_at.findLastIndex(
    (at, nth) => pathway.answer_ref[nth] === referral && londonDate(at) <= until,
  );
  return pathway.answer_kind[last] === 'declined' ? londonDate(pathway.answer_at[last] ?? 0) : undefined;
}

/** Who has died or moved away is gone from every provider, whichever was told. */
function endsAllCare({ outcome }: Closure): boolean {
  return outcome === 'died' || outcome === 'moved';
}

/** Equal times: greatest provider, then subject. */
function latestOf(closings: readonly Closure[], pathway: JourneyEnds): Closure | undefined {
  const ascending = by<Closure>(
    ({ at }) => at,
    ({ referral }) => pathway.referral_provider[referral] ?? '',
    ({ referral }) => pathway.referral_subject[referral] ?? '',
  );
  return least(closings, (a, b) => ascending(b, a));
}

/**
 * A closing is undone by a session on a later date. Not so a completion of a programme that was attended: neither a reunion
 * there nor what happens years later undoes it, only that the person goes on elsewhere.
 */
function counts(closing: Closure, attended: readonly DatedSession[]): boolean {
  const own = attended.filter(({ referral }) => referral === closing.referral);
  const isAttendedCompletion =
    closing.outcome === 'completed' && own.some((session) => session.day <= closing.day);
  return !attended.some(
    ({ day, referral }) => day > closing.day && !(isAttendedCompletion && referral === closing.referral),
  );
}

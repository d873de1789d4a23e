import type { Counted, EventName } from './counted.js';
import { isInitial, type Journey } from './journeys.js';
import { by, compareText } from './order.js';
import type { Pathway } from './pathway.js';
import type { Referral } from './referral.js';

/** The lists of a journey's row, each group of columns in the order that `Pathway` states. */

interface Placed<T> {
  ref: number;
  event: T;
}

/** Every referral's events with the index of their referral, in the order of both. */
function placed<T>(
  referrals: readonly Referral[],
  events: (referral: Referral) => readonly T[],
): Placed<T>[] {
  return referrals.flatMap((referral, ref) => events(referral).map((event) => ({ ref, event })));
}

/** By `time`, then referral index, then the order given: sorting is stable. */
function inTimeOrder<T extends { at: number }>(items: Placed<T>[]): Placed<T>[] {
  return items.sort(
    by(
      ({ event }) => event.at,
      ({ ref }) => ref,
    ),
  );
}

/** Of equal times of one referral the last in counting order comes first: that is the one that a programme is read from. */
export function programmesInOrder(referrals: readonly Referral[]): Placed<Counted<'programme.agreed'>>[] {
  return inTimeOrder(placed(referrals, (referral) => referral.programmes.toReversed()));
}

export function referralColumns({ referrals, partOfBroken }: Journey) {
  return {
    referral_provider: referrals.map((referral) => referral.provider),
    referral_subject: referrals.map((referral) => referral.subject),
    referral_at: referrals.map((referral) => referral.facts.at),
    referral_kind: referrals.map((referral) => (isInitial(referral) ? 'initial' : 'onward')),
    referral_practice: referrals.map((referral) => referral.facts.data.practice ?? ''),
    referral_lsoa: referrals.map((referral) => referral.facts.data.lsoa ?? ''),
    referral_icb: referrals.map((referral) => referral.facts.data.icb ?? ''),
    referral_part_of_broken: referrals.map((referral) => (partOfBroken.has(referral) ? 1 : 0)),
  } satisfies Partial<Pathway>;
}

function refs(items: readonly Placed<unknown>[]): number[] {
  return items.map(({ ref }) => ref);
}

function times<N extends EventName>(items: readonly Placed<Counted<N>>[]): number[] {
  return items.map(({ event }) => event.at);
}

export function answerColumns(referrals: readonly Referral[]) {
  const answers = placed(referrals, (referral) => referral.answers);
  return {
    answer_ref: refs(answers),
    answer_at: times(answers),
    answer_kind: answers.map(({ event }) => (event.name === 'referral.accepted' ? 'accepted' : 'declined')),
    answer_by: answers.map(({ event }) => (event.name === 'referral.declined' ? event.data.by : '')),
    answer_reason: answers.map(({ event }) =>
      event.name === 'referral.declined' ? (event.data.reason ?? '') : '',
    ),
  } satisfies Partial<Pathway>;
}

export function closingColumns(referrals: readonly Referral[]) {
  const closings = placed(referrals, (referral) => referral.closings);
  return {
    closing_ref: refs(closings),
    closing_at: times(closings),
    closing_outcome: closings.map(({ event }) => event.data.outcome),
    closing_reason: closings.map(({ event }) => event.data.reason ?? ''),
  } satisfies Partial<Pathway>;
}

export function sessionColumns(referrals: readonly Referral[]) {
  const sessions = placed(referrals, (referral) => referral.sessions).sort(
    by(
      ({ event }) => event.start,
      ({ ref }) => ref,
      ({ event }) => event.booking,
    ),
  );
  return {
    session_ref: refs(sessions),
    session_booking: sessions.map(({ event }) => event.booking),
    session_start: sessions.map(({ event }) => event.start),
    session_outcome: sessions.map(({ event }) => event.outcome),
    session_booked: sessions.map(({ event }) => (event.booked ? 1 : 0)),
    session_late: sessions.map(({ event }) => (event.late ? 1 : 0)),
    session_activity: sessions.map(({ event }) => event.activity),
    session_activity_provider: sessions.map(({ event }) => event.activityProvider),
    session_reason: sessions.map(({ event }) => event.reason),
  } satisfies Partial<Pathway>;
}

export function contactColumns(referrals: readonly Referral[]) {
  const contacts = inTimeOrder(placed(referrals, (referral) => referral.contacts));
  return {
    contact_ref: refs(contacts),
    contact_at: times(contacts),
    contact_role: contacts.map(({ event }) => event.data.role),
    contact_mode: contacts.map(({ event }) => event.data.mode),
    contact_outcome: contacts.map(({ event }) => event.data.outcome),
    contact_minutes: contacts.map(({ event }) => event.data.minutes ?? null),
    contact_actions: contacts.map(({ event }) => event.data.actions ?? []),
    contact_barriers: contacts.map(({ event }) => event.data.barriers ?? []),
  } satisfies Partial<Pathway>;
}

export function roleColumns(referrals: readonly Referral[]) {
  const roles = inTimeOrder(placed(referrals, (referral) => referral.roles));
  return {
    role_at: roles.map(({ event }) => event.at),
    role: roles.map(({ event }) => event.role),
  } satisfies Partial<Pathway>;
}

export function programmeColumns(referrals: readonly Referral[]) {
  const programmes = programmesInOrder(referrals);
  return {
    programme_ref: refs(programmes),
    programme_time: times(programmes),
    programme_by: programmes.map(({ event }) => event.data.activityProvider),
    programme_what: programmes.map(({ event }) => event.data.activity),
    programme_sessions: programmes.map(({ event }) => event.data.plannedSessions ?? null),
    programme_weeks: programmes.map(({ event }) => event.data.plannedWeeks ?? null),
  } satisfies Partial<Pathway>;
}

export function measureColumns(referrals: readonly Referral[]) {
  const measures = inTimeOrder(placed(referrals, (referral) => referral.measures));
  return {
    measure_at: times(measures),
    measure_instrument: measures.map(({ event }) => event.data.instrument),
    measure_stage: measures.map(({ event }) => event.data.stage),
    measure_scores: measures.map(({ event }) =>
      Object.entries(event.data.scores).sort(([a], [b]) => compareText(a, b)),
    ),
  } satisfies Partial<Pathway>;
}

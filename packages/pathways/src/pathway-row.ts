import type { Journey } from './journeys.js';
import { by, earliest, least } from './order.js';
import type { Pathway } from './pathway.js';
import {
  answerColumns,
  closingColumns,
  contactColumns,
  measureColumns,
  programmeColumns,
  programmesInOrder,
  referralColumns,
  roleColumns,
  sessionColumns,
} from './pathway-columns.js';
import type { Referral } from './referral.js';
import type { Session } from './sessions.js';

/** The row of a journey. */
export function pathwayRow(journey: Journey): Pathway {
  const { referrals } = journey;
  const key = keyReferral(journey);
  const { data } = key.facts;
  return {
    provider: key.provider,
    subject: key.subject,
    kind: data.kind ?? 'initial',
    referred_at: key.facts.at,
    ...personalFacts(referrals),
    route: data.route ?? '',
    reasons: data.reasons ?? [],
    activity_based: data.activityBased ?? null,
    ...milestones(referrals),
    ...programme(referrals),
    ...referralColumns(journey),
    ...answerColumns(referrals),
    ...closingColumns(referrals),
    ...sessionColumns(referrals),
    ...contactColumns(referrals),
    ...roleColumns(referrals),
    ...programmeColumns(referrals),
    ...measureColumns(referrals),
    undated_bookings: sum(referrals.map((referral) => referral.undated)),
    rescheduled_after_outcome: sum(referrals.map((referral) => referral.rescheduledAfterOutcome)),
  };
}

function keyReferral({ referrals }: Journey): Referral {
  const [key] = referrals;
  if (!key) throw new Error('a journey holds at least its key referral');
  return key;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Each the initial's, else the first onward's that has it: `referrals` are in that order. */
function personalFacts(referrals: readonly Referral[]) {
  const known = referrals.map((referral) => referral.facts.data);
  const first = (fact: (data: Referral['facts']['data']) => string | undefined): string =>
    known.map(fact).find((value) => value !== undefined) ?? '';
  return {
    person_nhs: first((data) => data.person.nhs),
    person_id: first((data) => data.person.id),
    practice: first((data) => data.practice),
    lsoa: first((data) => data.lsoa),
    icb: first((data) => data.icb),
    age_band: first((data) => data.ageBand),
    sex: first((data) => data.sex),
    ethnicity: first((data) => data.ethnicity),
  };
}

function milestones(referrals: readonly Referral[]) {
  const sessions = referrals.flatMap((referral) => referral.sessions);
  const reached = referrals
    .flatMap((referral) => referral.contacts)
    .filter((contact) => contact.data.outcome === 'reached');
  const attended = sessions.filter(isAttended).map((session) => session.start);
  return {
    first_contact_at: earliest(reached.map((contact) => contact.at)),
    first_booked_at: earliest(referrals.flatMap((referral) => referral.firstBookedAt ?? [])),
    first_booked_start: earliest(
      sessions.filter((session) => session.booked).map((session) => session.start),
    ),
    first_attended_at: earliest(attended),
    last_attended_at: attended.length === 0 ? null : Math.max(...attended),
  };
}

function isAttended(session: Session): boolean {
  return session.outcome === 'attended';
}

/** Earliest by `time`, of the referral of the first attended session where that one has any, else of the journey. */
function programme(referrals: readonly Referral[]) {
  const starter = starterOf(referrals);
  const found = (starter && programmesInOrder([starter])[0]) ?? programmesInOrder(referrals)[0];
  const agreed = found?.event;
  return {
    programme_at: agreed?.at ?? null,
    programme_activity_provider: agreed?.data.activityProvider ?? '',
    programme_activity: agreed?.data.activity ?? '',
    programme_planned_sessions: agreed?.data.plannedSessions ?? null,
    programme_planned_weeks: agreed?.data.plannedWeeks ?? null,
  };
}

/** The referral of the first attended session; equal starts: least provider, then subject. */
function starterOf(referrals: readonly Referral[]): Referral | undefined {
  const attended = referrals.flatMap((referral) =>
    referral.sessions.filter(isAttended).map((session) => ({ referral, start: session.start })),
  );
  return least(
    attended,
    by(
      ({ start }) => start,
      ({ referral }) => referral.provider,
      ({ referral }) => referral.subject,
    ),
  )?.referral;
}

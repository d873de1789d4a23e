import fc from 'fast-check';
import type { Edition } from '@waymark/areas';
import type { KnownEvent } from '@waymark/pathways';
import { world, type ReferralHistory } from '@waymark/pathways/testing';

/**
 * Random journeys made to stand on the edges of the measures' definitions: days that windows begin and end on, London midnights,
 * both changes of the clocks, the day on which boards changed, sessions and roles at one instant, people referred twice.
 */
const DAYS = [
  ...['2024-12-31', '2025-01-01', '2025-03-29', '2025-03-30', '2025-06-30', '2025-10-25', '2025-10-26'],
  ...['2026-03-30', '2026-03-31', '2026-04-01'],
];
const TIMES = [
  '00:00:00.000',
  '00:30:00.000',
  '10:00:00.000',
  '22:59:59.999',
  '23:00:00.000',
  '23:59:59.999',
];
const OFFSETS = [
  ...[-400, -20, -1, 0, 0, 1, 13, 14, 15, 27, 28, 29, 55, 56, 57, 83, 84, 85, 111, 112],
  ...[167, 168, 181, 182, 209, 210, 363, 364, 391, 392],
];
const DAY_MS = 86_400_000;

const startDay = fc.constantFrom(...DAYS).map((day) => Date.parse(`${day}T00:00:00.000Z`));
const timeOfDay = fc.constantFrom(...TIMES).map((time) => Date.parse(`1970-01-01T${time}Z`));
const offset = fc.constantFrom(...OFFSETS).map((days) => days * DAY_MS);
/** An instant as a distance from the start of its journey. */
const distance = fc.tuple(offset, timeOfDay).map(([days, time]) => days + time);

/** Instants on which something may just have become mature, or just not. */
export const instantsToJudgeAt: fc.Arbitrary<number> = fc
  .tuple(startDay, distance)
  .map(([day, after]) => day + after);

const role = fc.constantFrom('link_worker', 'health_coach', 'care_coordinator', 'other');
const activity = fc.constantFrom('gym', 'sport', 'arts', 'other');
const activityProvider = fc.constantFrom('leisure', 'park', 'unknown');
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

/** Some are referred often, others once or twice, a year apart or nearly. */
const person = fc.oneof(
  fc.constantFrom('n1.x', 'n1.y', 'n1.z'),
  fc.nat(15).map((nth) => `n1.${nth}`),
);

const facts = fc.record(
  {
    practice: fc.constantFrom('A1', 'A2', 'A3', 'A4', 'A9'),
    lsoa: fc.constantFrom('E1', 'E2', 'E3', 'E9'),
    icb: fc.constantFrom('QE1', 'QNQ', 'QM7', 'QRL', 'QU9', 'S9B9J', 'D7T5G', 'XXX'),
    ageBand: fc.constantFrom('18-24', '85+'),
    sex: fc.constantFrom('female', 'not_stated', 'not_known'),
    ethnicity: fc.constantFrom('A', 'D', 'Z', '99', 'white', 'mixed', 'not_stated', 'not_known'),
    route: fc.constantFrom('gp', 'self'),
    reasons: fc.array(fc.constantFrom('loneliness', 'weight', 'other'), { maxLength: 3 }),
    role,
    activityBased: fc.boolean(),
  },
  { requiredKeys: [] },
);

const session = fc.record({
  start: distance,
  /** Counted from the journey's first session in the list, so that windows of retention are met; or at its very instant. */
  since: fc.constantFrom(
    'referral' as const,
    'referral' as const,
    'first' as const,
    'first' as const,
    'at_first' as const,
  ),
  sentByOnward: fc.boolean(),
  how: fc.constantFrom(
    ...(['attended', 'attended', 'attended', 'drop_in', 'dna', 'by_person', 'by_provider'] as const),
    ...(['by_person_recorded', 'moved', 'only_moved', 'silent'] as const),
  ),
  cancelledBefore: fc.constantFrom(-1, 0, 86_399_999, 86_400_000, 5 * DAY_MS),
  told: fc.record({ activity, activityProvider }, { requiredKeys: [] }),
});

const answer = fc.record({
  at: distance,
  answer: fc.constantFrom('accepted', 'person', 'service'),
  role: maybe(role),
  byOnward: fc.boolean(),
});

/** Days after a session, or after the referral where there is none. */
const closing = fc.record({
  beside: fc.nat(5),
  after: fc.constantFrom(-30, -1, 0, 0, 1, 27, 28, 29, 55, 56, 57, 84, 112),
  time: timeOfDay,
  byOnward: fc.boolean(),
  outcome: fc.constantFrom(
    ...(['completed', 'completed', 'completed', 'withdrawn', 'lost_contact', 'expired'] as const),
    ...(['moved', 'died', 'transferred'] as const),
  ),
});

const course = fc.record({
  start: startDay,
  time: timeOfDay,
  person: maybe(person),
  facts,
  onward: maybe(
    fc.record({
      after: distance,
      facts,
      joins: fc.constantFrom(true, true, false),
      samePerson: fc.boolean(),
    }),
  ),
  answers: fc.array(answer, { maxLength: 3 }),
  contacts: fc.array(fc.record({ at: distance, role, outcome: fc.constantFrom('reached', 'no_answer') }), {
    maxLength: 2,
  }),
  /** At a session's own start, a millisecond before or after, or at any distance. */
  roles: fc.array(fc.record({ role, at: distance, besideSession: maybe(fc.constantFrom(-1, 0, 1)) }), {
    maxLength: 3,
  }),
  programmes: fc.array(
    fc.record(
      {
        ...{ at: distance, activity, activityProvider, byOnward: fc.boolean() },
        ...{ plannedWeeks: fc.constantFrom(1, 4, 12, 26), plannedSessions: fc.constantFrom(1, 2, 4, 5) },
      },
      { requiredKeys: ['at', 'activity', 'activityProvider', 'byOnward'] },
    ),
    { maxLength: 2 },
  ),
  closings: fc.array(closing, { maxLength: 3 }),
  sessions: fc.array(session, { maxLength: 6 }),
});
type Course = typeof course extends fc.Arbitrary<infer T> ? T : never;
type SessionPlan = Course['sessions'][number];

/** What the log holds of some number of such journeys. */
export function courses(journeys: number): fc.Arbitrary<KnownEvent[]> {
  return fc.array(course, { minLength: journeys, maxLength: journeys, size: 'max' }).map((all) => {
    const history = world();
    all.forEach((one, nth) => tell(one, nth, history));
    return history.events();
  });
}

const iso = (at: number): string => new Date(at).toISOString();

function tell(plan: Course, nth: number, history: ReturnType<typeof world>): void {
  const at = (after: number): string => iso(plan.start + after);
  const initial = history.provider(`lw-${nth % 2}`).referral(`r${nth}`);
  const person = plan.person === undefined ? {} : { person: { nhs: plan.person } };
  initial.received(at(plan.time), { ...plan.facts, ...person });
  const onward = plan.onward ? history.provider(nth % 3 ? 'a-trust' : 'trust').referral(`o${nth}`) : initial;
  if (plan.onward) {
    const { after, facts: own, joins, samePerson } = plan.onward;
    const partOf = { provider: joins ? `lw-${nth % 2}` : 'nobody', subject: `r${nth}` };
    onward.received(at(after), { kind: 'onward', partOf, ...own, ...(samePerson ? person : {}) });
  }
  for (const { at: after, answer: given, role: by, byOnward } of plan.answers) {
    const from = byOnward ? onward : initial;
    if (given === 'accepted') from.accepted(at(after), by === undefined ? {} : { role: by });
    else from.declined(at(after), given);
  }
  for (const { at: after, ...told } of plan.contacts) initial.contact(at(after), told);
  for (const { at: after, byOnward, ...told } of plan.programmes)
    (byOnward ? onward : initial).agreed(at(after), told);
  const starts = tellSessions(plan, initial, onward);
  for (const { beside, after, time, byOnward, outcome } of plan.closings) {
    const day = Math.floor((starts[beside % (starts.length || 1)] ?? plan.start) / DAY_MS) + after;
    (byOnward ? onward : initial).closed(iso(day * DAY_MS + time), outcome);
  }
}

/** @returns the sessions' starts */
function tellSessions(plan: Course, initial: ReferralHistory, onward: ReferralHistory): number[] {
  const first = plan.sessions[0]?.start ?? 0;
  const starts = plan.sessions.map(({ start, since }, nth) => {
    if (nth === 0 || since === 'referral') return plan.start + start;
    return plan.start + first + (since === 'first' ? Math.floor(start / DAY_MS) * DAY_MS : 0);
  });
  plan.sessions.forEach((one, nth) => {
    tellSession(one.sentByOnward ? onward : initial, `b${nth}`, one, starts[nth]!);
  });
  plan.roles.forEach(({ role: seen, at, besideSession }, nth) => {
    const beside = starts[nth];
    initial.assigned(
      iso(besideSession !== undefined && beside !== undefined ? beside + besideSession : plan.start + at),
      seen,
    );
  });
  return starts;
}

function tellSession(from: ReferralHistory, booking: string, plan: SessionPlan, start: number): void {
  const [time, before] = [iso(start), iso(start - plan.cancelledBefore)];
  const made = iso(start - 30 * DAY_MS);
  if (plan.how === 'drop_in') {
    from.attended(time, booking, plan.told);
    return;
  }
  if (plan.how === 'only_moved') from.rescheduled(made, booking, time);
  else from.booked(made, booking, plan.how === 'moved' ? iso(start + DAY_MS) : time, plan.told);
  if (plan.how === 'moved') from.rescheduled(made, booking, time);
  if (plan.how === 'by_person') from.cancelled(before, booking, 'person');
  if (plan.how === 'by_provider') from.cancelled(before, booking, 'provider');
  if (plan.how === 'by_person_recorded') from.attendance(time, booking, 'cancelled_by_person');
  if (plan.how === 'dna') from.attendance(time, booking, 'did_not_attend');
  if (['attended', 'moved', 'only_moved'].includes(plan.how)) from.attended(time, booking);
}

/** Practices and neighbourhoods of the courses, of each kind that a reference may have: split boards, gaps, no such code. */
export const COURSES_EDITION: Edition = {
  ...{ id: 'courses', label: 'For tests', synthetic: true, loadedAt: 1_750_000_000_000 },
  practices: [
    { practice: 'A1', pcn: 'U1', subIcb: 'S1', icb42: 'QNQ', icb36: 'S0E4D', imdDecile: 1, listSize: 8000 },
    { practice: 'A2', pcn: 'U2', subIcb: 'S2', icb42: 'QM7', icb36: 'D7T5G', listSize: 6000 },
    { practice: 'A3', icb36: 'QE1', imdDecile: 10, listSize: 1000 },
    { practice: 'A4', pcn: 'U1', subIcb: 'S1' },
  ],
  lsoas: [
    { lsoa: 'E1', subIcb: 'S1', icb42: 'QNQ', icb36: 'QRL', imdDecile: 2, imdYear: 2019 },
    { lsoa: 'E2', subIcb: 'S3', icb42: 'QE1', icb36: 'QE1', imdDecile: 9, imdYear: 2019 },
    { lsoa: 'E3', icb42: 'QU9' },
  ],
};

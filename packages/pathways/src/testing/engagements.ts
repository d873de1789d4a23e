import fc from 'fast-check';
import type { KnownEvent } from '../known-event.js';
import { world, type ReferralHistory, type World } from './world.js';

/**
 * Random journeys of people who attend, fall silent, come back and are closed, made to stand on the edges of the engagement
 * episode: gaps and how far they are read, closings a day beside a session, sessions that nobody recorded, programmes at
 * two providers, closings of one moment, London midnights.
 */
const DAY_MS = 86_400_000;
const STARTS = ['2024-10-20', '2025-01-10', '2025-03-28'].map((day) => Date.parse(`${day}T00:00:00.000Z`));

const timeOfDay = fc
  .constantFrom('10:00:00.000', '10:00:00.000', '10:00:00.000', '23:00:00.000', '00:00:00.000')
  .map((time) => Date.parse(`1970-01-01T${time}Z`));
const referral = fc.constantFrom(0, 1, 1, 1, 2);
const DISTANCES = [
  ...[0, 1, 7, 7, 7, 13, 14, 14, 15, 20, 27, 28, 28, 29, 30, 40, 41, 42, 43, 54, 55, 56, 57, 58],
  ...[83, 84, 85, 111, 112, 113, 167, 168, 169],
];

const session = fc.record({
  /** Days after the session before it. */
  after: fc.constantFrom(...DISTANCES),
  time: timeOfDay,
  referral,
  how: fc.constantFrom('attended', 'attended', 'attended', 'attended', 'silent', 'silent', 'dna', 'drop_in'),
});

const closing = fc.record({
  /** The session that it stands beside, by position. */
  beside: fc.nat(7),
  after: fc.constantFrom(-30, -1, -1, 0, 0, 0, 1, 1, 2, 14, 15, 27, 28, 29, 56, 57, 112, 168, 400),
  time: timeOfDay,
  referral,
  outcome: fc.constantFrom(
    ...(['completed', 'completed', 'completed', 'completed', 'withdrawn', 'lost_contact'] as const),
    ...(['unsuitable', 'expired', 'moved', 'moved', 'died', 'died', 'transferred'] as const),
  ),
});

const answer = fc.record({
  after: fc.constantFrom(-1, 0, 1, 10, 30, 90),
  referral: fc.nat(2),
  answer: fc.constantFrom('accepted', 'declined', 'declined'),
});

const engagement = fc.record({
  start: fc.constantFrom(...STARTS),
  referrals: fc.integer({ min: 1, max: 3 }),
  sessions: fc.array(session, { maxLength: 8, size: 'max' }),
  closings: fc.array(closing, { maxLength: 4, size: 'max' }),
  answers: fc.array(answer, { maxLength: 3 }),
  contact: fc.option(fc.constantFrom(-2, 0, 3, 14, 15, 60), { nil: undefined }),
  programme: fc.option(
    fc.record(
      { plannedWeeks: fc.constantFrom(1, 4, 8, 12, 24), plannedSessions: fc.constantFrom(1, 2, 4, 5, 6) },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  ),
});
type Engagement = typeof engagement extends fc.Arbitrary<infer T> ? T : never;

/** What the log holds of some number of such journeys. */
export function engagements(journeys: number): fc.Arbitrary<KnownEvent[]> {
  return fc.array(engagement, { minLength: journeys, maxLength: journeys, size: 'max' }).map((all) => {
    const history = world();
    all.forEach((one, nth) => tell(one, nth, history));
    return history.events();
  });
}

/** Instants by which some of it has been seen, from a day before the first start to years after the last. */
export const engagementInstants: fc.Arbitrary<number> = fc
  .tuple(
    fc.constantFrom(...STARTS),
    fc.oneof(fc.integer({ min: -1, max: 420 }), fc.constant(2_000)),
    timeOfDay,
  )
  .map(([start, days, time]) => start + days * DAY_MS + time);

/** Names whose order is not that of the referrals. */
const PROVIDERS = ['m-lw', 'z-trust', 'a-park'] as const;

function tell(plan: Engagement, nth: number, history: World): void {
  const at = (days: number, time = DAY_MS / 2): string =>
    new Date(plan.start + days * DAY_MS + time).toISOString();
  const referrals = PROVIDERS.slice(0, plan.referrals).map((provider, which): ReferralHistory => {
    const partOf = { provider: PROVIDERS[0], subject: `e${nth}` };
    const own = history.provider(provider).referral(which === 0 ? `e${nth}` : `on${which}-${nth}`);
    return own.received(at(which), which === 0 ? {} : { kind: 'onward', partOf });
  });
  const of = (which: number): ReferralHistory => referrals[which % referrals.length]!;
  if (plan.programme) of(1).agreed(at(1), plan.programme);
  if (plan.contact !== undefined) of(0).contact(at(plan.contact));
  for (const { after, referral: which, answer: given } of plan.answers) {
    if (given === 'accepted') of(which).accepted(at(after));
    else of(which).declined(at(after), 'person');
  }
  let day = 3;
  const days = plan.sessions.map(({ after }) => (day += after));
  plan.sessions.forEach(({ time, referral: which, how }, booking) => {
    const start = at(days[booking] ?? 0, time);
    if (how !== 'drop_in') of(which).booked(at(2), `b${booking}`, start);
    if (how === 'dna') of(which).attendance(start, `b${booking}`, 'did_not_attend');
    else if (how !== 'silent') of(which).attended(start, `b${booking}`);
  });
  for (const { beside, after, time, referral: which, outcome } of plan.closings)
    of(which).closed(at((days[beside % (days.length || 1)] ?? 3) + after, time), outcome);
}

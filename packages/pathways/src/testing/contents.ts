import fc from 'fast-check';
import type { AnyStoredEvent, StoredData } from '@waymark/events';
import type { EventName } from '../counted.js';

/**
 * Few days and few times of day, so that ties are frequent and every boundary is met: London midnights in summer and
 * winter, both changes of the clocks, exactly 24 hours before and a millisecond beside it (23 and 25 across a change),
 * and days 180 and 181 days apart (29 April to 26 and 27 October).
 */
const DAYS = [
  '2025-03-29',
  '2025-03-30',
  '2025-04-28',
  '2025-04-29',
  '2025-04-30',
  '2025-10-24',
  '2025-10-25',
  '2025-10-26',
  '2025-10-27',
];
const TIMES = [
  '00:00:00.000',
  '08:00:00.000',
  '09:00:00.000',
  '09:00:00.001',
  '10:00:00.000',
  '22:59:59.999',
  '23:00:00.000',
  '23:59:59.999',
];

/** Met far more often than the others, so that ties within a referral and between referrals are common. */
const USUAL = ['2025-04-29T09:00:00.000Z', '2025-10-25T23:00:00.000Z', '2025-10-26T00:00:00.000Z'];

/** `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export const instants: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...USUAL) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...DAYS), fc.constantFrom(...TIMES))
      .map(([day, time]) => `${day}T${time}Z`),
  },
);

/** Booking ids whose order by code point, by number and by alphabet differ. */
const bookingId = fc.constantFrom('b1', 'b1', 'b1', 'b2', 'b2', 'b10', 'B1');
const activity = fc.constantFrom('gym', 'walking', 'arts');
const activityProvider = fc.constantFrom('leisure', 'park');
const reason = fc.constantFrom('cost', 'timing', 'other');
const role = fc.constantFrom('link_worker', 'health_coach', 'care_coordinator', 'other');

/** What a referral is told of itself; `partOf` and the NHS pseudonym are the generator's to give. */
export const facts = fc.record(
  {
    practice: fc.constantFrom('A81001', 'B82002'),
    lsoa: fc.constantFrom('E01000001', 'E01000002'),
    icb: fc.constantFrom('QE1', 'QF7'),
    ageBand: fc.constantFrom('18-24', '55-64', '85+'),
    sex: fc.constantFrom('female', 'male', 'not_known'),
    ethnicity: fc.constantFrom('A', '99', 'asian'),
    route: fc.constantFrom('gp', 'self'),
    reasons: fc.array(fc.constantFrom('loneliness', 'weight', 'other'), { maxLength: 3 }),
    role,
    activityBased: fc.boolean(),
  },
  { requiredKeys: [] },
);

const measures = fc.oneof(
  fc.record({
    instrument: fc.constant('ons4'),
    scores: fc.record({
      worthwhile: fc.nat(10),
      happy: fc.nat(10),
      anxious: fc.nat(10),
      satisfaction: fc.nat(10),
    }),
  }),
  fc.record({
    instrument: fc.constant('pam13'),
    scores: fc.record({ score: fc.constantFrom(0, 12.5, 47.3, 100) }),
  }),
  fc.record({
    instrument: fc.constant('mycaw'),
    scores: fc.record(
      { wellbeing: fc.nat(6), concern1: fc.nat(6), concern2: fc.nat(6) },
      { requiredKeys: ['wellbeing', 'concern1'] },
    ),
  }),
);

type Plain = Exclude<EventName, 'referral.received' | 'event.voided'>;

/** `data` of the types that name no other referral and no other event. */
const DATA: { [N in Plain]: fc.Arbitrary<StoredData[`org.waymark.${N}.v1`]> } = {
  'referral.accepted': fc.record({ role }, { requiredKeys: [] }),
  'referral.declined': fc.record(
    { by: fc.constantFrom('person', 'service'), reason },
    { requiredKeys: ['by'] },
  ),
  'contact.recorded': fc.record(
    {
      role,
      mode: fc.constantFrom('telephone', 'in_person'),
      outcome: fc.constantFrom('reached', 'no_answer', 'left_message'),
      minutes: fc.constantFrom(0, 15),
      actions: fc.array(fc.constantFrom('reminder', 'review'), { maxLength: 2 }),
      barriers: fc.array(reason, { maxLength: 2 }),
    },
    { requiredKeys: ['role', 'mode', 'outcome'] },
  ),
  'support.assigned': fc.record({ role }),
  'programme.agreed': fc.record(
    {
      activityProvider,
      activity,
      plannedSessions: fc.constantFrom(1, 12),
      plannedWeeks: fc.constantFrom(1, 104),
      startsOn: fc.constant('2025-05-01'),
    },
    { requiredKeys: ['activityProvider', 'activity'] },
  ),
  'booking.made': fc.record(
    { bookingId, activityProvider, activity, startsAt: instants, setting: fc.constant('indoor') },
    { requiredKeys: ['bookingId', 'activityProvider', 'activity', 'startsAt'] },
  ),
  'booking.rescheduled': fc.record(
    { bookingId, startsAt: instants, by: fc.constantFrom('person', 'provider') },
    { requiredKeys: ['bookingId', 'startsAt'] },
  ),
  'booking.cancelled': fc.record(
    { bookingId, by: fc.constantFrom('person', 'person', 'provider'), reason },
    { requiredKeys: ['bookingId', 'by'] },
  ),
  'attendance.recorded': fc.record(
    {
      bookingId,
      outcome: fc.constantFrom(
        'attended',
        'attended',
        'attended_late',
        'arrived_too_late',
        'did_not_attend',
        'cancelled_by_person',
        'cancelled_by_provider',
      ),
      reason,
      startsAt: instants,
      activity,
      activityProvider,
    },
    { requiredKeys: ['bookingId', 'outcome'] },
  ),
  'measure.recorded': fc
    .tuple(measures, fc.constantFrom('baseline', 'review', 'exit', 'follow_up'))
    .map(([measure, stage]) => ({ ...measure, stage })),
  'referral.closed': fc.record(
    { outcome: fc.constantFrom('completed', 'withdrawn', 'moved', 'died'), reason },
    { requiredKeys: ['outcome'] },
  ),
};

const WEIGHTS: Partial<Record<Plain, number>> = {
  'programme.agreed': 3,
  'booking.made': 4,
  'attendance.recorded': 6,
  'booking.cancelled': 3,
  'booking.rescheduled': 2,
};

/** What an event says, and the instants it carries. */
export interface Content {
  said: Pick<AnyStoredEvent, 'type' | 'data'>;
  time: string;
  recorded: string | undefined;
  /** Absent: the next that is free. */
  revision?: number | undefined;
}

/** The value one time in ten. */
export function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

export function contents<N extends EventName>(
  name: N,
  data: fc.Arbitrary<StoredData[`org.waymark.${N}.v1`]>,
): fc.Arbitrary<Content> {
  return fc.record({
    said: data.map((its) => ({ type: `org.waymark.${name}.v1`, data: its })),
    time: instants,
    recorded: fc.option(instants, { nil: undefined, freq: 3 }),
    revision: seldom(fc.nat(3)),
  });
}

/** One to three contents of one type, for one id. */
export const plainContents: fc.Arbitrary<Content[]> = fc.oneof(
  ...(Object.keys(DATA) as Plain[]).map((name) => ({
    weight: WEIGHTS[name] ?? 1,
    arbitrary: fc.array(contents(name, DATA[name] as never), { minLength: 1, maxLength: 3 }),
  })),
);

import type { MeasureDefinition, PathwayPoint, ReferralCounting, ReferralRule } from './definition.js';
import { PUBLISHED } from './published.js';

const ALL_REFERRALS = 'Referrals (journeys with an initial referral)';
const REPEATS = 'A person referred again is counted again, unless counted by person.';

/** Counted over every referral, complete once `days` have passed since `referred_at`. */
function overAll(numerator: ReferralRule, days: number | null, landmark = false): ReferralCounting {
  const mature = days === null ? null : { of: 'referred_at' as const, days };
  return { over: 'referrals', having: 'referred_at', numerator, mature, byTime: true, landmark };
}

function within(days: number, point: PathwayPoint, of: PathwayPoint = 'referred_at'): ReferralRule {
  return { is: 'reached', point, of, withinDays: days };
}

function matureAfter(days: number, since = 'the referral'): string {
  return `Counted once ${days} days have passed since ${since}, so that its last day is over`;
}

const referrals: MeasureDefinition = {
  id: 'referrals',
  version: 1,
  name: 'Referrals',
  sentence:
    'How many referrals started a journey; a referral passed on to another provider is not a second one.',
  unit: 'count',
  improvement: 'neutral',
  numerator: ALL_REFERRALS,
  denominator: null,
  maturity: null,
  caveats: [REPEATS],
  published: PUBLISHED.referrals,
  counting: overAll({ is: 'counted' }, null),
};

const accepted: MeasureDefinition = {
  id: 'accepted',
  version: 1,
  name: 'Accepted within 14 days',
  sentence: 'Of people referred, the share whose referral was accepted within 14 days.',
  unit: 'proportion',
  improvement: 'increase',
  numerator: 'The last answer to the referral dated within 14 days of it is an acceptance',
  denominator: ALL_REFERRALS,
  maturity: matureAfter(15),
  caveats: ['A provider that records no answers has none accepted.'],
  published: PUBLISHED.accepted,
  counting: overAll({ is: 'answered', answer: 'accepted', withinDays: 14 }, 15),
};

const declinedByPerson: MeasureDefinition = {
  id: 'declined.person',
  version: 1,
  name: 'Declined by the person within 14 days',
  sentence: 'Of people referred, the share who said no within 14 days.',
  unit: 'proportion',
  improvement: 'decrease',
  numerator: 'The last answer to the referral dated within 14 days of it is a decline by the person',
  denominator: ALL_REFERRALS,
  maturity: matureAfter(15),
  caveats: ['A person who stays silent has not declined.'],
  published: PUBLISHED.declinedByPerson,
  counting: overAll({ is: 'answered', answer: 'declined_by_person', withinDays: 14 }, 15),
};

const contact: MeasureDefinition = {
  id: 'contact.14d',
  version: 1,
  name: 'Reached within 14 days',
  sentence: 'Of people referred, the share whom somebody reached within 14 days.',
  unit: 'proportion',
  improvement: 'increase',
  numerator: 'First contact that reached the person within 14 days of the referral',
  denominator: ALL_REFERRALS,
  maturity: matureAfter(15),
  caveats: ['A contact before the referral counts as on its day.'],
  published: PUBLISHED.contact,
  counting: overAll(within(14, 'first_contact_at'), 15),
};

const uptakeBooked: MeasureDefinition = {
  id: 'uptake.booked',
  version: 1,
  name: 'Booked within 8 weeks',
  sentence: 'Of people referred, the share with a session booked within 8 weeks (56 days).',
  unit: 'proportion',
  improvement: 'increase',
  numerator: 'A booking made within 56 days of the referral',
  denominator: ALL_REFERRALS,
  maturity: matureAfter(57),
  caveats: ['Activities that take no bookings have none.'],
  published: [],
  counting: overAll(within(56, 'first_booked_at'), 57, true),
};

const uptakeFirstSession: MeasureDefinition = {
  id: 'uptake.first_session',
  version: 1,
  name: 'Uptake within 8 weeks',
  sentence: 'Of people referred, the share who attended a first session within 8 weeks (56 days).',
  unit: 'proportion',
  improvement: 'increase',
  numerator: 'First attended session within 56 days of the referral',
  denominator: ALL_REFERRALS,
  maturity: matureAfter(57),
  caveats: [
    REPEATS,
    'Published uptake runs from 35% to 81% because definitions differ (Shore et al. 2019): compare like with like.',
  ],
  published: PUBLISHED.uptake,
  counting: overAll(within(56, 'first_attended_at'), 57, true),
};

const uptakeEver: MeasureDefinition = {
  id: 'uptake.ever',
  version: 1,
  name: 'Uptake, ever',
  sentence: 'Of people referred, the share who have attended at least one session so far.',
  unit: 'proportion',
  improvement: 'increase',
  numerator: 'Referrals with an attended session',
  denominator: ALL_REFERRALS,
  maturity: null,
  caveats: [
    'Open-ended: older referrals have had longer to start, so it is never broken down by time.',
    REPEATS,
  ],
  published: PUBLISHED.uptake,
  counting: {
    ...overAll({ is: 'reached_ever', point: 'first_attended_at' }, null, true),
    byTime: false,
  },
};

const startedOfBooked: MeasureDefinition = {
  id: 'started.of_booked',
  version: 1,
  name: 'Started, of those booked',
  sentence:
    'Of people with a session booked, the share who attended a first one within 4 weeks (28 days) of it.',
  unit: 'proportion',
  improvement: 'increase',
  numerator: 'First attended session within 28 days of the start of the first booked one',
  denominator: 'Referrals with a booked session',
  maturity: matureAfter(29, 'the start of the first booked session'),
  caveats: ['Placed by the date of the referral, not of the booking.'],
  published: [],
  counting: {
    ...overAll(within(28, 'first_attended_at', 'first_booked_start'), null, true),
    having: 'first_booked_start',
    mature: { of: 'first_booked_start', days: 29 },
  },
};

const retainedOfReferred: MeasureDefinition = {
  id: 'retained.of_referred.12w',
  version: 1,
  name: 'Retained at 12 weeks, of everyone referred',
  sentence:
    'Of people referred, the share who started within 8 weeks and were still attending 12 weeks after their first session.',
  unit: 'proportion',
  improvement: 'increase',
  numerator:
    'First attended session within 56 days of the referral, and attended on a day from 84 to 111 after it',
  denominator: ALL_REFERRALS,
  maturity: matureAfter(56 + 84 + 28),
  caveats: ['Lower than retention of starters by construction: those who never started are in it.'],
  published: PUBLISHED.retainedOfReferred12,
  counting: overAll(
    { is: 'started_and_retained', withinDays: 56, window: { fromDay: 84, toDay: 111 } },
    56 + 84 + 28,
    true,
  ),
};

const completedOfReferred: MeasureDefinition = {
  id: 'completed.of_referred',
  version: 1,
  name: 'Completed, of everyone referred',
  sentence:
    'Of people referred, the share who attended and completed within 8 weeks, the planned weeks and four more.',
  unit: 'proportion',
  improvement: 'increase',
  numerator:
    'The journey is closed as completed 84 days after the planned weeks, counted from the referral, with an attended session by the day of the closing',
  denominator: ALL_REFERRALS,
  maturity: 'Counted once the planned weeks and 85 days have passed since the referral',
  caveats: [
    'A completion is what the provider declares: one that closes nothing has none.',
    'Twelve weeks where the programme does not say how many.',
    'Lower than completion of starters by construction: those who never started are in it.',
  ],
  published: PUBLISHED.completedOfReferred,
  counting: {
    ...overAll({ is: 'completed', afterDays: 56 + 28 }, null, true),
    mature: { of: 'referred_at', days: 56 + 29, plus: 'programme' },
  },
};

export const OVER_REFERRALS: readonly MeasureDefinition[] = [
  referrals,
  accepted,
  declinedByPerson,
  contact,
  uptakeBooked,
  uptakeFirstSession,
  uptakeEver,
  startedOfBooked,
  retainedOfReferred,
  completedOfReferred,
];

import type { MeasureWords, TimedMeasureDefinition, Timing } from './definition.js';
import { PUBLISHED } from './published.js';

const FOLLOWED =
  'Starters, once as many days have passed as tell a silence from a gap (56, or twice the gap)';

function disengaged(weeks: number, estimator: Timing['estimator']): TimedMeasureDefinition {
  const byCurve = estimator === 'kaplan_meier';
  return {
    id: `disengaged.${weeks}w${byCurve ? '.km' : ''}`,
    version: 1,
    name: `Disengaged within ${weeks} weeks${byCurve ? ' (Kaplan-Meier)' : ''}`,
    sentence: `Of people who started, the share who stopped attending without completing within ${weeks} weeks of their first session.`,
    unit: 'proportion',
    improvement: 'decrease',
    numerator: byCurve
      ? `1 less the Kaplan-Meier estimate at ${7 * weeks} days, completion and death censored`
      : `Cumulative incidence of disengagement at ${7 * weeks} days (Aalen-Johansen); completion and death compete`,
    denominator: FOLLOWED,
    maturity: 'Everybody is followed as far as can be told; who started too recently for that is left out',
    caveats: [
      'A silence longer than the gap (28 days unless asked otherwise) disengages, dated to the day after the last session.',
      'Who fell silent while sessions went unrecorded is censored: nobody knows.',
      ...(byCurve
        ? ['Higher than the cumulative incidence: it answers what would be if nobody completed or died.']
        : []),
    ],
    published: weeks === 12 && !byCurve ? PUBLISHED.disengaged12 : [],
    timing: { until: 'disengagement', estimator, read: { is: 'share_by', day: 7 * weeks } },
  };
}

interface Wait {
  id: string;
  to: 'first_contact_at' | 'first_attended_at';
  /** As in "days to ...", "the share who ...". */
  what: string;
  who: string;
}

const WAITS: readonly Wait[] = [
  {
    id: 'days_to_contact',
    to: 'first_contact_at',
    what: 'first contact',
    who: 'somebody had reached',
  },
  {
    id: 'days_to_first_session',
    to: 'first_attended_at',
    what: 'first session',
    who: 'had attended a first session',
  },
];

function waitWords({ what }: Wait): Omit<MeasureWords, 'id' | 'name' | 'sentence' | 'improvement'> {
  return {
    version: 1,
    numerator: `Cumulative incidence of the ${what} by day since the referral (Aalen-Johansen); the closure of the journey or a decline before it competes`,
    denominator: 'Referrals (journeys with an initial referral)',
    maturity: 'None: whoever still waits is censored on the as-of date',
    caveats: ['What is dated before the referral counts as on its day.'],
    published: [],
  };
}

function daysBy(wait: Wait, percent: number): TimedMeasureDefinition {
  const share = percent === 50 ? 'half' : `${percent}%`;
  return {
    ...waitWords(wait),
    id: `${wait.id}.p${percent}`,
    name: `Days to ${wait.what} for ${share}`,
    sentence:
      wait.to === 'first_contact_at'
        ? `The days from referral by which somebody had reached ${share} of people referred.`
        : `The days from referral by which ${share} of people referred had attended a first session.`,
    unit: 'days',
    caveats: [...waitWords(wait).caveats, 'Not reached within two years is told as not reached.'],
    improvement: 'decrease',
    timing: { until: wait.to, estimator: 'aalen_johansen', read: { is: 'day_by', percent } },
  };
}

function shareWithin(wait: Wait, day: number): TimedMeasureDefinition {
  return {
    ...waitWords(wait),
    id: `${wait.id}.within${day}`,
    name: `${wait.to === 'first_contact_at' ? 'Reached' : 'Started'} within ${day} days`,
    sentence: `Of people referred, the share who${wait.to === 'first_contact_at' ? 'm' : ''} ${wait.who} by day ${day} after the referral, those who still wait counted as far as they have waited.`,
    unit: 'proportion',
    improvement: 'increase',
    timing: { until: wait.to, estimator: 'aalen_johansen', read: { is: 'share_by', day } },
  };
}

/** Every measure that is read from a curve, in the order people read them. */
export const TIMED_MEASURES: readonly TimedMeasureDefinition[] = [
  disengaged(12, 'aalen_johansen'),
  disengaged(26, 'aalen_johansen'),
  disengaged(12, 'kaplan_meier'),
  ...WAITS.flatMap((wait) => [
    ...[50, 90].map((percent) => daysBy(wait, percent)),
    ...[14, 28, 56].map((day) => shareWithin(wait, day)),
  ]),
];

const BY_ID = new Map(TIMED_MEASURES.map((measure) => [measure.id, measure]));

/** The timed measure of an id in its newest version; undefined when there is none. */
export function findTimedMeasure(id: string): TimedMeasureDefinition | undefined {
  return BY_ID.get(id);
}

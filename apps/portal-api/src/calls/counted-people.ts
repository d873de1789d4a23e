import { findMeasure, type MeasureDefinition } from '@waymark/measures';

/**
 * Measures whose denominators are the people that a call follows: what may be told of how many they are is decided as of any other
 * count.
 */

/** Starters, once so many days have passed since their first session. */
export function startersAfter(days: number): MeasureDefinition {
  const numerator = { is: 'retained', window: { fromDay: 0, toDay: 0 } } as const;
  return {
    ...{ ...words(), id: `starters.${days}d` },
    counting: { over: 'starters', numerator, mature: { of: 'first_attended_at', days } },
  };
}

/** All referrals. */
export function allReferrals(until: 'first_contact_at' | 'first_attended_at'): MeasureDefinition {
  const numerator = { is: 'reached_ever', point: until } as const;
  return {
    ...{ ...words(), id: `referrals.${until}` },
    counting: {
      ...{ over: 'referrals', having: 'referred_at', numerator },
      ...{ mature: null, byTime: true, landmark: false },
    },
  };
}

function words(): Omit<MeasureDefinition, 'counting' | 'id'> {
  const referrals = findMeasure('referrals');
  if (!referrals) throw new Error('there is no measure of referrals');
  return { ...referrals, unit: 'proportion', denominator: 'Followed' };
}

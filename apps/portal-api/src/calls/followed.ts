import { findMeasure, type MeasureDefinition, type Timing } from '@waymark/measures';
import { GAP_DEFAULT, readDays } from '@waymark/pathways';
import { countFollowUps, type FollowUpRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { controlledCounts } from './controlled-counts.js';
import { AT_RISK_LEAST, exactCurve, roundedCurve, type Curve } from './curves.js';

/** A row of people followed to an end: exact for what is worked out inside, and what may leave. */
export interface FollowedRow {
  key: readonly string[];
  exact: FollowUpRow;
  /** How many are followed; `null` = withheld. */
  followed: number | null;
  /** What may be told of it; `null` = withheld. */
  curve: Curve | null;
}

export interface FollowedAnswer {
  /** In order of key; rows in which nobody is followed are absent. */
  rows: FollowedRow[];
  excluded: Readonly<Record<string, number | null>>;
}

/**
 * Curves under the profile of whoever asks. How many are followed leaves as every count of a measure does; a curve of fewer than
 * eight people, or whose number is withheld, does not leave, any other by midpoint 6.
 */
export async function followed(basis: Basis, until: Timing['until']): Promise<FollowedAnswer> {
  const { warehouse, tables, question, scope, profile } = basis;
  const [{ rows }, counted] = await Promise.all([
    countFollowUps(warehouse, tables, { ...question, until }, scope),
    controlledCounts(basis, countOfFollowed(until, question.gap ?? GAP_DEFAULT)),
  ]);
  const shown = new Map(counted.rows.map(({ key, shown: { denominator } }) => [key.join('\n'), denominator]));
  const some = rows.filter((row) => row.followed > 0);
  return {
    rows: some.map((exact) => {
      const number = shown.get(exact.key.join('\n')) ?? null;
      return { key: exact.key, exact, followed: number, curve: curveOf(exact, number, profile) };
    }),
    excluded: counted.excluded,
  };
}

function curveOf(exact: FollowUpRow, number: number | null, profile: Basis['profile']): Curve | null {
  if (profile === 'none') return exactCurve(exact);
  return number === null || exact.people < AT_RISK_LEAST ? null : roundedCurve(exact);
}

/** The measure whose denominator is those who are followed: its counts are controlled as those of any other. */
function countOfFollowed(until: Timing['until'], gap: number): MeasureDefinition {
  const words = findMeasure('referrals');
  if (!words) throw new Error('there is no measure of referrals');
  const followedOf = { ...words, unit: 'proportion', denominator: 'Followed' } as const;
  if (until !== 'disengagement') {
    const numerator = { is: 'reached_ever', point: until } as const;
    return {
      ...{ ...followedOf, id: `followed.${until}` },
      counting: {
        ...{ over: 'referrals', having: 'referred_at', numerator },
        ...{ mature: null, byTime: true, landmark: false },
      },
    };
  }
  const window = { fromDay: 0, toDay: 0 };
  return {
    ...{ ...followedOf, id: 'followed.disengagement' },
    counting: {
      ...{ over: 'starters', numerator: { is: 'retained', window } },
      mature: { of: 'first_attended_at', days: readDays(gap) },
    },
  };
}

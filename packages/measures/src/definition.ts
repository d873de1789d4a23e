/**
 * The registry's vocabulary. A measure is data, not code: the API, the portal, the exports and the measure book read it,
 * and the warehouse turns `counting` into SQL. Days compare dates in Europe/London.
 */
export interface MeasureDefinition {
  id: string;
  version: number;
  /** Name as people see it, e.g. "Uptake within 8 weeks". */
  name: string;
  /** One sentence in plain English that says what the number is. */
  sentence: string;
  unit: 'count' | 'proportion';
  /** Which way is better, for SPC and comparisons. */
  improvement: 'increase' | 'decrease' | 'neutral';
  numerator: string;
  denominator: string | null;
  maturity: string | null;
  caveats: string[];
  published: PublishedValue[];
  counting: Counting;
}

export interface PublishedValue {
  value: number;
  limits?: [number, number];
  n: number | null;
  source: string;
  /** How that study's definition differs from ours. */
  differs: string;
}

/** Points of a pathway that a rule may compare. */
export type PathwayPoint =
  'referred_at' | 'first_contact_at' | 'first_booked_at' | 'first_booked_start' | 'first_attended_at';

export type Counting =
  | { over: 'referrals'; count: 'all' }
  | {
      over: 'referrals';
      numerator: { point: PathwayPoint; withinDays: number } | { point: PathwayPoint; ever: true };
      maturityDays: number | null;
      byTime: boolean;
    }
  | { over: 'onward'; numerator: 'unlinked' }
  | { over: 'starters'; numerator: { attendedFromDay: number; toDay: number }; maturityDays: number }
  | { over: 'sessions'; numerator: SessionState[]; denominator: SessionState[] };

/** States of a booked session; `late` = cancelled late by the person. */
export type SessionState =
  'attended' | 'dna' | 'cancelled_late' | 'cancelled_by_person' | 'cancelled_by_provider' | 'not_recorded';

export const BREAKDOWNS = [
  'month',
  'quarter',
  'year',
  'region',
  'icb',
  'sub_icb',
  'pcn',
  'practice',
  'provider',
  'activity_provider',
  'activity',
  'activity_based',
  'imd_quintile',
  'imd_decile',
  'age_band',
  'sex',
  'ethnicity',
  'ethnic_category',
  'route',
  'reason',
  'role',
  'role_mix',
] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

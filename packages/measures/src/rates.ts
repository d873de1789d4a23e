import type { MeasureWords } from './definition.js';
import { AREA_BREAKDOWNS, TIME_BREAKDOWNS } from './dimensions.js';

/** A measure of how often something happens among people who live with it every day: by 1,000 of them and a year. */
export interface RateMeasureDefinition extends MeasureWords {
  unit: 'per_1000_years';
  /** What is counted, and of whom. */
  rate: { of: 'referrals'; among: 'registered_patients' };
}

/** Breakdowns, and filters, by which registered patients are known. */
export const RATE_BREAKDOWNS = [...TIME_BREAKDOWNS, ...AREA_BREAKDOWNS] as const;
export type RateBreakdown = (typeof RATE_BREAKDOWNS)[number];

/** Every rate, in the order people read them. */
export const RATE_MEASURES: readonly RateMeasureDefinition[] = [
  {
    id: 'rate.referrals',
    version: 1,
    name: 'Referrals per 1,000 registered patients',
    sentence:
      'Referrals in a year for every 1,000 patients registered with the practices that referred anybody.',
    unit: 'per_1000_years',
    improvement: 'neutral',
    numerator: 'Referrals (journeys with an initial referral) from practices whose list size is known',
    denominator:
      'Registered patients x years of the practices that sent a referral in the period, with their share of the area’s list as coverage',
    maturity: null,
    caveats: [
      'Crude: areas whose patients are older or younger are not made comparable.',
      'Practices that sent nobody in the period are not in it, so a rate of few practices is no rate of their area: see the coverage.',
      'Of shorter periods, with fewer practices that sent anybody, rates are higher: compare periods of one length.',
      'Placed by the practice alone. One list size for every period: that of the reference edition.',
    ],
    published: [],
    rate: { of: 'referrals', among: 'registered_patients' },
  },
];

/** The rate of an id in its newest version; undefined when there is none. */
export function findRateMeasure(id: string): RateMeasureDefinition | undefined {
  return RATE_MEASURES.find((measure) => measure.id === id);
}

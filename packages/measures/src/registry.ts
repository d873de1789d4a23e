import type { MeasureDefinition } from './definition.js';
import { OVER_REFERRALS } from './over-referrals.js';
import { OVER_SESSIONS } from './over-sessions.js';
import { OVER_STARTERS } from './over-starters.js';

const unlinked: MeasureDefinition = {
  id: 'unlinked',
  version: 1,
  name: 'Onward referrals not linked',
  sentence:
    'Of referrals passed on to another provider, the share that could not be joined to an initial referral.',
  unit: 'proportion',
  improvement: 'decrease',
  numerator: 'Onward referrals that joined no initial one',
  denominator: 'Onward referrals',
  maturity: null,
  caveats: ['Placed by the date of the onward referral, in its own area and by its own sender.'],
  published: [],
  counting: { over: 'onward', numerator: 'unlinked' },
};

/** Every measure, in the order people read them. */
export const MEASURES: readonly MeasureDefinition[] = [
  ...OVER_REFERRALS,
  ...OVER_STARTERS,
  ...OVER_SESSIONS,
  unlinked,
];

const BY_ID = new Map(MEASURES.map((measure) => [measure.id, measure]));

/** The measure of an id in its newest version; undefined when there is none. */
export function findMeasure(id: string): MeasureDefinition | undefined {
  return BY_ID.get(id);
}

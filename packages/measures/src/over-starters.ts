import type { MeasureDefinition, PublishedValue } from './definition.js';
import { PUBLISHED } from './published.js';

/** Attended in the four weeks that begin `weeks` weeks after the first session. */
function retained(weeks: number, published: PublishedValue[]): MeasureDefinition {
  const [fromDay, toDay] = [7 * weeks, 7 * weeks + 27];
  return {
    id: `retained.${weeks}w`,
    version: 1,
    name: `Retained at ${weeks} weeks`,
    sentence: `Of people who started, the share who attended in the four weeks that begin ${weeks} weeks after their first session.`,
    unit: 'proportion',
    improvement: 'increase',
    numerator: `Attended on a day from ${fromDay} to ${toDay} after the first attended session`,
    denominator: 'Starters (journeys with an attended session, unlinked onward referrals included)',
    maturity: `Counted once ${toDay + 1} days have passed since the first session, so that its last day is over`,
    caveats: [
      'Of starters, not of everyone referred: the choice changes the story.',
      'A session that nobody recorded counts as not attended.',
    ],
    published,
    counting: {
      over: 'starters',
      numerator: { is: 'retained', window: { fromDay, toDay } },
      mature: { of: 'first_attended_at', days: toDay + 1 },
    },
  };
}

export const OVER_STARTERS: readonly MeasureDefinition[] = [
  retained(4, []),
  retained(8, []),
  retained(12, PUBLISHED.retained12),
  retained(26, PUBLISHED.retained26),
  retained(52, []),
];

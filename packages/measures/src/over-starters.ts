import type { MeasureDefinition, PublishedValue } from './definition.js';
import { PUBLISHED } from './published.js';

const STARTERS = 'Starters (journeys with an attended session, unlinked onward referrals included)';
const OF_STARTERS = 'Of starters, not of everyone referred: the choice changes the story.';
const DECLARED = 'A completion is what the provider declares: one that closes nothing has none.';
const PLANNED_WEEKS = 'Twelve weeks where the programme does not say how many.';

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
    denominator: STARTERS,
    maturity: `Counted once ${toDay + 1} days have passed since the first session, so that its last day is over`,
    caveats: [OF_STARTERS, 'A session that nobody recorded counts as not attended.'],
    published,
    counting: {
      over: 'starters',
      numerator: { is: 'retained', window: { fromDay, toDay } },
      mature: { of: 'first_attended_at', days: toDay + 1 },
    },
  };
}

/** As retained; who completed the programme by then has not dropped out of it. */
function sustained(weeks: number): MeasureDefinition {
  const [fromDay, toDay] = [7 * weeks, 7 * weeks + 27];
  return {
    id: `sustained.${weeks}w`,
    version: 1,
    name: `Retained or completed at ${weeks} weeks`,
    sentence: `Of people who started, the share who attended in the four weeks that begin ${weeks} weeks after their first session, or had completed by the end of them.`,
    unit: 'proportion',
    improvement: 'increase',
    numerator: `Attended on a day from ${fromDay} to ${toDay} after the first attended session, or the journey is closed as completed on day ${toDay}`,
    denominator: STARTERS,
    maturity: `Counted once ${toDay + 1} days have passed since the first session, so that its last day is over`,
    caveats: [OF_STARTERS, DECLARED, 'A programme that ends before then makes this higher than retention.'],
    published: [],
    counting: {
      over: 'starters',
      numerator: { is: 'sustained', window: { fromDay, toDay } },
      mature: { of: 'first_attended_at', days: toDay + 1 },
    },
  };
}

const dose: MeasureDefinition = {
  id: 'dose.80',
  version: 1,
  name: 'Attended four in five planned sessions',
  sentence:
    'Of people who started a programme with a planned number of sessions, the share who attended at least 80% of them within its weeks.',
  unit: 'proportion',
  improvement: 'increase',
  numerator:
    'Attended sessions, of all referrals of the journey, within the planned weeks after the first are at least 80% of the planned sessions',
  denominator: 'Starters with planned sessions',
  maturity: 'Counted once the planned weeks have passed since the first session',
  caveats: [
    PLANNED_WEEKS,
    'Sessions are counted, not days; one that nobody recorded counts as not attended.',
    'Only programmes that say how many sessions are planned.',
  ],
  published: [],
  counting: {
    over: 'starters',
    numerator: { is: 'dose', percent: 80 },
    mature: { of: 'first_attended_at', days: 0, plus: 'programme' },
  },
};

const completed: MeasureDefinition = {
  id: 'completed.of_starters',
  version: 1,
  name: 'Completed, of those who started',
  sentence:
    'Of people who started, the share whose programme was completed within its planned weeks and four more.',
  unit: 'proportion',
  improvement: 'increase',
  numerator:
    'The journey is closed as completed 28 days after the planned weeks, counted from the first attended session',
  denominator: STARTERS,
  maturity: 'Counted once the planned weeks and 29 days have passed since the first session',
  caveats: [OF_STARTERS, DECLARED, PLANNED_WEEKS],
  published: PUBLISHED.completedOfStarters,
  counting: {
    over: 'starters',
    numerator: { is: 'completed', afterDays: 28 },
    mature: { of: 'first_attended_at', days: 29, plus: 'programme' },
  },
};

const reEngaged: MeasureDefinition = {
  id: 're_engaged',
  version: 1,
  name: 'Came back after a silence',
  sentence:
    'Of people who stopped attending without a planned end, the share who came back within 12 weeks of that.',
  unit: 'proportion',
  improvement: 'increase',
  numerator:
    'Attended again within the gap (28 days unless asked otherwise) and 84 days after the last session',
  denominator: 'Starters who disengaged by a silence longer than the gap',
  maturity: 'Counted once the gap and 85 days have passed since the last session before the silence',
  caveats: [
    'Who started too recently for a silence to be told is immature.',
    'A silence in which nobody recorded the sessions that would fill it is not counted as one.',
  ],
  published: [],
  counting: {
    over: 'starters',
    numerator: { is: 're_engaged', withinDays: 84 },
    mature: { of: 'silence', days: 85, plus: 'gap' },
  },
};

export const OVER_STARTERS: readonly MeasureDefinition[] = [
  retained(4, []),
  retained(8, []),
  retained(12, PUBLISHED.retained12),
  retained(26, PUBLISHED.retained26),
  retained(52, []),
  sustained(12),
  sustained(26),
  dose,
  completed,
  reEngaged,
];

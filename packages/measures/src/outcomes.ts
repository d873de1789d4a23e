import type { Instrument } from '@waymark/events';
import type { MeasureWords } from './definition.js';

/** A measure of change: a score of the same person before and after. */
export interface OutcomeDefinition extends MeasureWords {
  unit: 'points' | 'minutes' | 'met_minutes';
  outcome: OutcomeRule;
}

export interface OutcomeRule {
  instrument: Instrument;
  score: string;
  /** `median`: of what is so skewed that a mean says little. */
  summary: 'mean' | 'median';
  /** What a score becomes before it is compared: the first value is that of `from`, then one for each point more. */
  converted?: { from: number; to: readonly number[] };
}

/** The last baseline up to so many days after the first session is compared with the one nearest `nearest`, within the window. */
export const OUTCOME_DAYS = { baselineUntil: 14, fromDay: 56, nearest: 84, toDay: 140 } as const;

/**
 * SWEMWBS from raw scores (7 to 35) to metric scores, on which equal differences mean the same. Source: Stewart-Brown S et al.
 * (2009), Health Qual Life Outcomes 7:15; Warwick Medical School, "SWEMWBS raw score to metric score conversion table".
 */
const SWEMWBS_METRIC = {
  from: 7,
  to: [
    ...[7.0, 9.51, 11.25, 12.4, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36, 16.88, 17.43, 17.98, 18.59, 19.25],
    ...[19.98, 20.73, 21.54, 22.35, 23.21, 24.11, 25.03, 26.02, 27.03, 28.13, 29.31, 30.7, 32.55, 35.0],
  ],
};

/** One score of an instrument: what is shown of it, and which way is better. */
interface Score {
  instrument: Instrument;
  score: string;
  name: string;
  improvement: 'increase' | 'decrease';
  unit?: OutcomeDefinition['unit'];
  rule?: Pick<OutcomeRule, 'converted'> & { summary?: 'median' };
  caveats?: string[];
}

const better = (instrument: Instrument, score: string, name: string): Score => ({
  ...{ instrument, score, name, improvement: 'increase' },
});
const worse = (instrument: Instrument, score: string, name: string): Score => ({
  ...{ instrument, score, name, improvement: 'decrease' },
});

const SCORES: readonly Score[] = [
  better('ons4', 'satisfaction', 'Life satisfaction (ONS4, 0-10)'),
  better('ons4', 'worthwhile', 'Feeling that life is worthwhile (ONS4, 0-10)'),
  better('ons4', 'happy', 'Happiness yesterday (ONS4, 0-10)'),
  worse('ons4', 'anxious', 'Anxiety yesterday (ONS4, 0-10)'),
  {
    ...better('swemwbs', 'raw', 'Mental wellbeing (SWEMWBS, metric score 7-35)'),
    rule: { converted: SWEMWBS_METRIC },
    caveats: ['Raw scores are converted to metric scores before they are compared.'],
  },
  better('wemwbs', 'total', 'Mental wellbeing (WEMWBS, 14-70)'),
  better('pam13', 'score', 'Patient activation (PAM-13, 0-100)'),
  worse('eq5d5l', 'mobility', 'Problems with mobility (EQ-5D-5L, level 1-5)'),
  worse('eq5d5l', 'selfCare', 'Problems with self-care (EQ-5D-5L, level 1-5)'),
  worse('eq5d5l', 'usualActivities', 'Problems with usual activities (EQ-5D-5L, level 1-5)'),
  worse('eq5d5l', 'pain', 'Pain or discomfort (EQ-5D-5L, level 1-5)'),
  worse('eq5d5l', 'anxiety', 'Anxiety or depression (EQ-5D-5L, level 1-5)'),
  better('eq5d5l', 'vas', 'Health today (EQ-5D-5L, scale 0-100)'),
  {
    ...better('ipaq_sf', 'metMinutes', 'Physical activity (IPAQ short form, MET-minutes a week)'),
    ...{ unit: 'met_minutes', rule: { summary: 'median' } },
    caveats: ['The median change, without limits: a few people who do very much would move a mean.'],
  },
  worse('mycaw', 'concern1', 'First concern (MYCaW, 0-6)'),
  worse('mycaw', 'concern2', 'Second concern (MYCaW, 0-6)'),
  worse('mycaw', 'wellbeing', 'Wellbeing (MYCaW, 0-6, 0 is best)'),
  worse('ucla3', 'total', 'Loneliness (UCLA three items, 3-9)'),
  {
    ...better('active_minutes', 'minutesPerWeek', 'Active minutes a week'),
    unit: 'minutes',
  },
];

const NO_COMPARISON =
  'There is nobody to compare with: who begins low comes up by itself (regression to the mean), and who is asked again may differ from who is not.';

function outcome({
  instrument,
  score,
  name,
  improvement,
  unit = 'points',
  rule,
  caveats = [],
}: Score): OutcomeDefinition {
  const { baselineUntil, fromDay, nearest, toDay } = OUTCOME_DAYS;
  const summary = rule?.summary ?? 'mean';
  const change = summary === 'mean' ? 'mean change' : 'median change';
  return {
    id: `outcome.${instrument}.${score}`,
    version: 1,
    name,
    sentence: `Of people who started and were asked twice, the ${change} in this score about twelve weeks after their first session.`,
    ...{ unit, improvement },
    numerator: `Those with a second score within days ${fromDay} to ${toDay} after the first session (the one nearest day ${nearest}); their ${change} from the last baseline up to ${baselineUntil} days after it${summary === 'mean' ? ', with 95% limits (t)' : ''}`,
    denominator: 'Starters with such a baseline',
    maturity: `Counted once ${toDay + 1} days have passed since the first session`,
    caveats: [NO_COMPARISON, ...caveats],
    published: [],
    outcome: { instrument, score, summary, ...(rule?.converted && { converted: rule.converted }) },
  };
}

/** Every measure of change, in the order of the instruments. */
export const OUTCOME_MEASURES: readonly OutcomeDefinition[] = SCORES.map(outcome);

const BY_ID = new Map(OUTCOME_MEASURES.map((measure) => [measure.id, measure]));

/** The measure of change of an id in its newest version; undefined when there is none. */
export function findOutcomeMeasure(id: string): OutcomeDefinition | undefined {
  return BY_ID.get(id);
}

import { endOfLondonDay, londonDateText } from '@waymark/events';
import type { Counting } from '@waymark/measures';
import type { LeftOut } from './counting.js';
import type { Items } from './items.js';
import { asOfSql } from './as-of.js';
import type { Parameters } from './parameters.js';
import type { CohortQuestion } from './question.js';
import { dayNumber } from './sql.js';
import type { Steps } from './steps.js';

/**
 * Feeds have a beginning and an end. What was referred before its provider's feed began is left out, as is who was under way
 * then; and nobody is followed beyond the end of a feed that tells of the journey: no news from then on is no silence.
 */
export interface FeedRules {
  /** `judged_at`, where feeds end before the as-of instant. */
  steps: Steps;
  /** The instant up to which an item is followed. */
  followedTo: string;
  leftOut: readonly LeftOut[];
}

/** Who starts this soon after the beginning, and was not referred meanwhile, was under way when the feed began. */
const UNDER_WAY_DAYS = 56;

export function feedRules(
  question: CohortQuestion,
  over: Counting['over'],
  items: Items,
  parameters: Parameters,
): FeedRules {
  const { steps, followedTo } = followed(question, over, parameters);
  return {
    ...{ steps, followedTo },
    leftOut: [...outsidePanel(question, items, parameters), ...beforeFeed(question, over, items, parameters)],
  };
}

function followed(
  question: CohortQuestion,
  over: Counting['over'],
  parameters: Parameters,
): Omit<FeedRules, 'leftOut'> {
  const { asOf, feeds = {} } = question;
  const ends = Object.entries(feeds).flatMap(([provider, { completeTo }]) => {
    const end = completeTo === undefined ? Infinity : endOfLondonDay(completeTo);
    return end < asOf ? [{ provider, end }] : [];
  });
  if (ends.length === 0 || over === 'sessions' || over === 'onward')
    return { steps: [], followedTo: asOfSql(question) };
  const end = byProvider(
    'sender',
    ends.map(({ provider }) => provider),
    parameters.add(
      ends.map(({ end: at }) => at),
      'Array(Int64)',
    ),
    parameters.add(asOf, 'Int64'),
    parameters,
  );
  const judgedAt = `fromUnixTimestamp64Milli(arrayMin(arrayMap(sender -> ${end}, referral_provider)), 'UTC')`;
  return { steps: [{ settled: true, columns: { judged_at: judgedAt } }], followedTo: 'judged_at' };
}

/** The first day and the last that a provider must have been complete on. */
function outsidePanel(
  { panel, feeds = {}, from, to, asOf }: CohortQuestion,
  { provider }: Items,
  parameters: Parameters,
): LeftOut[] {
  if (panel !== 'constant') return [];
  const today = londonDateText(asOf);
  const first = from === undefined ? '' : `${from}-01`;
  // Text compares as the dates do; every day of a month is below its 32nd.
  const last = to === undefined || `${to}-32` > today ? today : lastDayOf(to);
  const outside = Object.entries(feeds).filter(
    ([, { completeFrom, completeTo }]) =>
      (completeFrom !== undefined && completeFrom > first) || (completeTo !== undefined && completeTo < last),
  );
  if (outside.length === 0) return [];
  const names = parameters.add(
    outside.map(([name]) => name),
    'Array(String)',
  );
  return [{ why: 'not_in_panel', when: `has(${names}, toString(${provider}))` }];
}

function lastDayOf(month: string): string {
  const [year = 0, nth = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, nth, 0)).toISOString().slice(0, 10);
}

function beforeFeed(
  { feeds = {} }: CohortQuestion,
  over: Counting['over'],
  { at, provider }: Items,
  parameters: Parameters,
): LeftOut[] {
  const begun = Object.entries(feeds).flatMap(([name, { completeFrom }]) =>
    completeFrom === undefined ? [] : [{ name, day: Date.parse(completeFrom) / 86_400_000 }],
  );
  if (begun.length === 0 || over === 'sessions') return [];
  const began = byProvider(
    provider,
    begun.map(({ name }) => name),
    parameters.add(
      begun.map(({ day }) => day),
      'Array(Int32)',
    ),
    ALWAYS,
    parameters,
  );
  if (over !== 'starters') return [{ why: 'before_feed', when: `${dayNumber(at)} < ${began}` }];
  const soonAfter = `${began} + ${UNDER_WAY_DAYS}`;
  const referredMeanwhile = `arrayExists(at -> ${dayNumber('at')} >= ${began} AND ${dayNumber('at')} <= ${soonAfter}, referral_at)`;
  return [{ why: 'before_feed', when: `${dayNumber(at)} <= ${soonAfter} AND NOT ${referredMeanwhile}` }];
}

/** Long before any event. */
const ALWAYS = 'toInt32(-1000000)';

function byProvider(
  provider: string,
  names: readonly string[],
  values: string,
  otherwise: string,
  parameters: Parameters,
): string {
  return `transform(toString(${provider}), ${parameters.add(names, 'Array(String)')}, ${values}, ${otherwise})`;
}

import { endOfLondonDay, londonDate, londonDateText } from '@waymark/events';
import type { Pathway } from '@waymark/pathways';
import type { CohortQuestion } from '../questions/question.js';
import type { Item } from './oracle-items.js';

/** "Feeds have a beginning and an end", naively. */

/** The instant up to which a journey is followed: the earliest end of the feeds that tell of it. */
export function followedTo({ referral_provider }: Pathway, { asOf, feeds = {} }: CohortQuestion): number {
  const ends = referral_provider.map((provider) => feeds[provider]?.completeTo);
  return Math.min(asOf, ...ends.flatMap((end) => (end === undefined ? [] : [endOfLondonDay(end)])));
}

/** Why an item is left out by the dates of its provider's feed. */
export function leftOutByFeed(item: Item, question: CohortQuestion): Item['leftOut'] {
  const provider = item.journey.referral_provider[item.referral]!;
  const { completeFrom, completeTo } = question.feeds?.[provider] ?? {};
  if (question.panel === 'constant' && !isThroughout(completeFrom, completeTo, question))
    return 'not_in_panel';
  if (completeFrom === undefined || item.over === 'sessions') return undefined;
  const began = londonDate(Date.parse(`${completeFrom}T12:00:00Z`));
  const day = londonDate(item.at);
  if (item.over !== 'starters') return day < began ? 'before_feed' : undefined;
  const inWindow = item.journey.referral_at
    .map(londonDate)
    .some((referred) => referred >= began && referred <= began + 56);
  return day <= began + 56 && !inWindow ? 'before_feed' : undefined;
}

function isThroughout(
  completeFrom: string | undefined,
  completeTo: string | undefined,
  { from, to, asOf }: CohortQuestion,
): boolean {
  if (completeFrom !== undefined && (from === undefined || completeFrom > `${from}-01`)) return false;
  if (completeTo === undefined) return true;
  // The first day of which nothing was heard must not be one that was asked about.
  const unheard = londonDateText(endOfLondonDay(completeTo) + 1);
  return unheard > londonDateText(asOf) || (to !== undefined && unheard.slice(0, 7) > to);
}

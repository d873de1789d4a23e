import type { AtRiskAnswer, FeedAnswer } from '../../api/feed-schema.js';
import { counted } from '../../labels/numbers.js';
import { londonDay } from '../../labels/periods.js';
import { dateName } from './feed-words.js';

/** Something that waits for somebody, and the part of the page about it. */
interface Waiting {
  id: string;
  text: string;
}

/** What of a feed waits for somebody, people before records. @param atRisk undefined = not known yet */
export function toDo(feed: FeedAnswer, atRisk: Pick<AtRiskAnswer, 'total'> | undefined): Waiting[] {
  const { rejects, imports, withoutOutcome, conflicts, orphans, unlinked } = feed;
  const refused = rejects.reduce((sum, { count }) => sum + count, 0);
  const rows = imports.reduce((sum, { rejected }) => sum + rejected, 0);
  const notCounted = conflicts.total + orphans.total + unlinked.total;
  const all: [count: number, id: string, text: string][] = [
    [total(atRisk), 'at-risk', `${counted(total(atRisk), 'person', 'people')} who may be about to stop`],
    [refused, 'refused', `${counted(refused, 'event')} refused, the last on ${lastDay(rejects)}`],
    [rows, 'imports', `${counted(rows, 'row')} refused in the last files`],
    [
      withoutOutcome.total,
      'without-outcome',
      `${counted(withoutOutcome.total, 'session')} without an outcome`,
    ],
    [
      notCounted,
      'not-counted',
      `${counted(notCounted, 'event or referral', 'events and referrals')} not counted as meant`,
    ],
  ];
  return all.flatMap(([count, id, text]) => (count === 0 ? [] : [{ id, text }]));
}

const total = (atRisk: Pick<AtRiskAnswer, 'total'> | undefined): number => atRisk?.total ?? 0;

/** What was put right since stays told, so the day says whether it is news. */
function lastDay(rejects: FeedAnswer['rejects']): string {
  const last = rejects.reduce((latest, { lastAt }) => (lastAt > latest ? lastAt : latest), '');
  return last === '' ? '' : dateName(londonDay(last));
}

import type { LogRank } from '../api/survival-schema.js';
import { counted, rounded } from '../labels/numbers.js';
import { shareAt, type Curve } from '../view/curves.js';

const TOLD_WEEK = 12;

/** What the curves of engagement show. @param place "NHS Kent and Medway" */
export function stayingSentence(curves: Curve[], logRank: LogRank | null, place: string): string {
  const [only, ...others] = curves;
  if (!only) return `Nobody who started in ${place} is in these figures.`;
  return others.length === 0 ? oneSentence(only, place) : severalSentence(curves, logRank, place);
}

function oneSentence({ stratum, engaged }: Curve, place: string): string {
  const { followed, median } = stratum;
  if (!engaged) return `The curve for ${place} is withheld: it is about too few people.`;
  const who = `Of ${followed === null ? 'the people' : counted(followed, 'person', 'people')} who started in ${place}`;
  const at = shareAt(engaged, TOLD_WEEK);
  const share = at
    ? `${rounded(at.value, 'proportion')} were still engaged ${TOLD_WEEK} weeks after their first session`
    : `nobody has been followed for ${TOLD_WEEK} weeks yet`;
  const half =
    median?.days == null
      ? 'Fewer than half have left within the time that is told of.'
      : `Half had left by day ${median.days}.`;
  return `${who}, ${share}. ${half}`;
}

function severalSentence(curves: Curve[], logRank: LogRank | null, place: string): string {
  const at = curves.flatMap(({ name, engaged }) => {
    const share = shareAt(engaged, TOLD_WEEK)?.value;
    return share === undefined ? [] : [{ name, share }];
  });
  const sorted = at.sort((a, b) => b.share - a.share);
  const [most, fewest] = [sorted[0], sorted.at(-1)];
  if (!most || !fewest || most === fewest) {
    return `Fewer than two groups in ${place} can be shown ${TOLD_WEEK} weeks after the first session.`;
  }
  const share = (each: { share: number }): string => rounded(each.share, 'proportion');
  return `${TOLD_WEEK} weeks after the first session in ${place}, most were still engaged in “${most.name}” (${share(most)}) and fewest in “${fewest.name}” (${share(fewest)}). ${logRankText(logRank)}`;
}

/** Whether the curves differ, in words. */
export function logRankText(logRank: LogRank | null): string {
  if (!logRank) return 'Whether the curves differ by more than chance is not tested here.';
  const { p } = logRank;
  const value = p < 0.001 ? 'p below 0.001' : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`;
  return p < 0.05
    ? `The curves differ by more than chance would make likely (log-rank test, ${value}).`
    : `The curves do not differ by more than chance would make likely (log-rank test, ${value}).`;
}

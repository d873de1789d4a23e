import type { StepSeries } from '@waymark/charts';
import { listed, rounded } from '../labels/numbers.js';
import { shareAt, weeksOf } from '../view/curves.js';

const WANTED_WEEK = 26;

/** How it had ended half a year after the first session, or as late as anybody is followed. */
export function endingsSentence(series: StepSeries[], place: string): string {
  const week = weeksOf(series).findLast((each) => each <= WANTED_WEEK);
  if (week === undefined || week === 0) return `No ending can be shown for ${place}.`;
  const parts = series.flatMap((each) => {
    const share = shareAt(each, week)?.value;
    return share === undefined ? [] : [{ name: each.name.toLowerCase(), share }];
  });
  const left = 1 - parts.reduce((sum, { share }) => sum + share, 0);
  const told = parts.map(({ name, share }) => `${rounded(share, 'proportion')} had ${name}`);
  return `Within ${week} weeks of the first session in ${place}, ${listed(told)}; ${rounded(Math.max(0, left), 'proportion')} were still engaged.`;
}

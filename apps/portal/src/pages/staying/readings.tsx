import type { Reading, StepSeries } from '@waymark/charts';
import { exact } from '../../labels/numbers.js';
import { shareAt, weeksOf } from '../../view/curves.js';

/** What each week says of some curves. */
export function readingsOf(series: StepSeries[]): Reading[] {
  return weeksOf(series).map((week) => {
    const parts = series.map((each) => `${each.name} ${shareText(each, week)}`);
    return {
      ...{ start: week, months: 1, label: `Week ${week}: ${parts.join(', ')}` },
      content: (
        <>
          <strong>{week === 0 ? 'At the first session' : `${week} weeks after the first session`}</strong>
          {parts.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </>
      ),
    };
  });
}

/** "54.1% (50.2% to 58.0%)". */
export function shareText(series: StepSeries | undefined, week: number): string {
  const step = shareAt(series, week);
  if (!step) return 'not known';
  const { value, lower, upper } = step;
  const limits =
    lower === null || upper === null
      ? ''
      : ` (${exact(lower, 'proportion')} to ${exact(upper, 'proportion')})`;
  return `${exact(value, 'proportion')}${limits}`;
}

/** The reading of week 12, else the last. */
export function initialOf(readings: Reading[]): number {
  const found = readings.findIndex(({ start }) => start === 12);
  return found === -1 ? readings.length - 1 : found;
}

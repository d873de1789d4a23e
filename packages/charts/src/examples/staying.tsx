import type { JSX } from 'react';
import { HeatMap } from '../heat-map.js';
import type { HeatCell, HeatRow } from '../heat-geometry.js';
import { StepChart } from '../step-chart.js';
import { stepAt, TOLD_WEEKS, type StepSeries } from '../step-geometry.js';
import type { Reading } from '../time-parts.js';
import type { ChartExamples } from './example.js';
import { COHORTS, ENGAGED } from './recorded.js';
import { LONG_NAME, percent } from './words.js';

/** A curve by week; shares after week 0. */
function curve(name: string, shares: readonly number[], limits = 0): StepSeries {
  return {
    ...{ id: name, name, start: 1, until: Math.max(7, shares.length * 7) },
    steps: shares.map((value, nth) => ({
      ...{ day: (nth + 1) * 7, value },
      lower: Math.max(0, value - limits),
      upper: Math.min(1, value + limits),
    })),
  };
}

function readingsOf(series: readonly StepSeries[]): Reading[] {
  const last = Math.max(...series.map(({ until }) => until));
  return TOLD_WEEKS.filter((week) => week * 7 <= last).map((week) => {
    const parts = series.map((each) => {
      const step = stepAt(each, week * 7);
      return `${each.name} ${step ? percent(step.value) : 'no longer followed'}`;
    });
    const text = `Week ${week}: ${parts.join(', ')}`;
    return { start: week, months: 1, label: text, content: text };
  });
}

function curves(...series: StepSeries[]): JSX.Element {
  return (
    <StepChart
      {...{ title: 'Share still engaged', series, readings: readingsOf(series), initial: 0, whole: true }}
      formatValue={percent}
    />
  );
}

const groups = ['Gym', 'Swimming', 'Walking', 'Dance', 'Yoga', LONG_NAME].map((name, nth) =>
  curve(
    name,
    ENGAGED.map((share) => share ** (0.7 + nth * 0.2)),
  ),
);

export const CURVES: ChartExamples = {
  ...{ id: 'curves', name: 'Curves of who stays', component: 'StepChart' },
  purpose: 'How long people keep coming, and whether groups differ in it.',
  reading:
    'The share that is still engaged, by weeks since the first session. Curves end where nobody is followed any longer. Up to two have a band of 95% limits; more are told apart by dashes and marks.',
  examples: [
    { name: 'Everybody together', chart: curves(curve('Everybody', ENGAGED, 0.03)) },
    { name: 'Six groups, one with a long name', chart: curves(...groups) },
    { name: 'Followed for one week', chart: curves(curve('Everybody', [0.8], 0.1)) },
    {
      name: 'Nobody stops (100%)',
      chart: curves(
        curve(
          'Everybody',
          ENGAGED.map(() => 1),
        ),
      ),
    },
    {
      name: 'Everybody stops at once (0%)',
      chart: curves(
        curve(
          'Everybody',
          ENGAGED.map(() => 0),
        ),
      ),
    },
  ],
};

function cellOf(value: number | null): HeatCell {
  return { value, withheld: value === null, provisional: false };
}

function rowsOf(rows: readonly (readonly [string, readonly (number | null)[]])[]): HeatRow[] {
  return rows.map(([name, shares]) => ({ id: name, name, cells: shares.map(cellOf) }));
}

function heat(rows: HeatRow[]): JSX.Element {
  const words = (row: number, column: number): string => {
    const cell = rows[row]?.cells[column];
    const value = cell?.value ?? null;
    return `${rows[row]?.name ?? ''}, week ${column}: ${value === null ? 'withheld' : percent(value)}`;
  };
  return (
    <HeatMap
      {...{ title: 'Retention by cohort', rows, columnsName: 'Weeks since the first session' }}
      columns={Math.max(0, ...rows.map(({ cells }) => cells.length))}
      {...{ labelOf: words, contentOf: words }}
    />
  );
}

const cohorts = rowsOf(COHORTS);

export const HEAT: ChartExamples = {
  ...{ id: 'heat-map', name: 'Heat map of cohorts', component: 'HeatMap' },
  purpose: 'Whether people who started at different times stay differently long.',
  reading:
    'A row is who started in one month, a column a week since. The area of a square is the share, and its shade says the same. Hollow: not final. An asterisk: withheld. The arrow keys move in all four directions.',
  examples: [
    { name: 'Cohorts of the demonstration', chart: heat(cohorts) },
    {
      name: 'Last week not final',
      chart: heat(
        cohorts.map((row) => ({
          ...row,
          cells: row.cells.map((cell, nth) => cell && { ...cell, provisional: nth === row.cells.length - 1 }),
        })),
      ),
    },
    { name: 'One cell', chart: heat(rowsOf([['Jan 2026', [0.6]]])) },
    {
      name: 'All withheld',
      chart: heat(
        rowsOf([
          ['Jan 2026', [null, null, null]],
          ['Feb 2026', [null, null]],
        ]),
      ),
    },
    {
      name: '0% and 100%',
      chart: heat(
        rowsOf([
          ['Nobody', [0, 0, 0]],
          ['Everybody', [1, 1, 1]],
        ]),
      ),
    },
  ],
};

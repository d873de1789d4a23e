import type { JSX } from 'react';
import { BarChart } from '../bar-chart.js';
import type { BarItem } from '../bar-geometry.js';
import { IntervalChart } from '../interval-chart.js';
import type { IntervalItem } from '../interval-geometry.js';
import type { ChartExamples } from './example.js';
import { CHANGES, QUINTILES, REASONS, type Told } from './recorded.js';
import { LONG_NAME, percent, told } from './words.js';

function itemsOf(rows: readonly (readonly [name: string, ...figure: Told])[]): IntervalItem[] {
  return rows.map(([name, value, lower, upper], nth) => ({
    ...{ id: name, name, value, lower, upper, withheld: value === null, highlighted: nth === 0 },
  }));
}

interface Drawn {
  reference?: { value: number; name: string } | null;
  unit?: string;
  formatValue?: (value: number) => string;
}

function intervals(items: IntervalItem[], drawn: Drawn = {}): JSX.Element {
  const { reference = null, unit = 'proportion', formatValue = percent } = drawn;
  return (
    <IntervalChart
      {...{ title: 'Groups beside each other', rowsAre: 'groups', items, reference, unit, formatValue }}
      labelOf={({ name, value, withheld }) => `${name}: ${told(value, withheld)}`}
      shapeOf={({ lower, upper }) => {
        if (!reference || lower === null || upper === null) return 'circle';
        return lower > reference.value ? 'up' : upper < reference.value ? 'down' : 'circle';
      }}
    />
  );
}

const quintiles = itemsOf(QUINTILES.rows);
const england = { value: QUINTILES.reference, name: 'Everybody' };

export const INTERVALS: ChartExamples = {
  ...{ id: 'intervals', name: 'Values with their limits', component: 'IntervalChart' },
  purpose:
    'How areas, providers or groups lie beside each other, and which of the differences chance explains.',
  reading:
    'The line through a mark is its 95% limits. Triangle up: the limits lie above the dashed line; down: below; circle: they hold it. An asterisk: withheld.',
  examples: [
    { name: 'Deprivation, beside everybody', chart: intervals(quintiles, { reference: england }) },
    {
      name: 'Changes in points, some below 0',
      chart: intervals(itemsOf(CHANGES), { unit: 'points', formatValue: (value) => value.toFixed(1) }),
    },
    { name: 'One row', chart: intervals(quintiles.slice(0, 1)) },
    {
      name: 'All withheld',
      chart: intervals(itemsOf(QUINTILES.rows.map(([name]) => [name, null, null, null]))),
    },
    {
      name: '0% and 100%',
      chart: intervals(
        itemsOf([
          ['Nobody', 0, 0, 0.12],
          ['Everybody', 1, 0.88, 1],
        ]),
        { reference: { value: 0.5, name: 'England' } },
      ),
    },
    { name: 'A long name', chart: intervals(itemsOf([[LONG_NAME, 0.42, 0.35, 0.49]])) },
  ],
};

function barsOf(rows: readonly (readonly [string, number | null])[]): BarItem[] {
  return rows.map(([name, value]) => ({ id: name, name, value, withheld: value === null }));
}

function bars(rows: readonly (readonly [string, number | null])[], full?: number): JSX.Element {
  return (
    <BarChart
      {...{
        title: 'Reasons',
        items: barsOf(rows),
        formatValue: percent,
        ...(full === undefined ? {} : { full }),
      }}
      labelOf={({ name, value, withheld }) => `${name}: ${told(value, withheld)}`}
    />
  );
}

export const BARS: ChartExamples = {
  ...{ id: 'bars', name: 'Bars', component: 'BarChart' },
  purpose: 'How often each of several answers was given, the most frequent first.',
  reading:
    'A bar begins at 0. The longest fills the width, or 100% does where what is missing is to be seen. An asterisk: withheld.',
  examples: [
    { name: 'Why people stop', chart: bars(REASONS) },
    { name: 'One bar', chart: bars(REASONS.slice(0, 1)) },
    { name: 'All withheld', chart: bars(REASONS.slice(0, 4).map(([name]) => [name, null])) },
    {
      name: '0% and 100%, the whole width is 100%',
      chart: bars(
        [
          ['None', 0],
          ['Half', 0.5],
          ['All', 1],
        ],
        1,
      ),
    },
    {
      name: '0% throughout',
      chart: bars([
        ['One', 0],
        ['Another', 0],
      ]),
    },
    {
      name: 'A long name',
      chart: bars([
        [LONG_NAME, 0.4],
        ['Short', 0.2],
      ]),
    },
  ],
};

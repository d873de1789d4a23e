import type { JSX } from 'react';
import { Sparkline } from '../sparkline.js';
import { TrendChart } from '../trend-chart.js';
import type { TrendPoint, TrendSeries } from '../trend-geometry.js';
import type { ChartExamples } from './example.js';
import { UPTAKE, type Told } from './recorded.js';
import { LONG_NAME, month, percent, readingOf } from './words.js';

const FIRST_QUARTER = 2024 * 12 + 9;

/** Quarters in a row. */
function pointsOf(values: readonly Told[], first = FIRST_QUARTER): TrendPoint[] {
  return values.map(([value, lower, upper], nth) => ({
    ...{ start: first + nth * 3, months: 3, value, lower, upper },
    withheld: value === null,
    provisional: false,
  }));
}

/** The last one is not final. */
function unsettled(points: TrendPoint[]): TrendPoint[] {
  return points.map((point, nth) => ({ ...point, provisional: nth === points.length - 1 }));
}

const alike = (value: number | null, quarters = 6): TrendPoint[] =>
  pointsOf(Array.from({ length: quarters }, () => [value, value, value]));

const area = unsettled(pointsOf(UPTAKE.area));
const england = pointsOf(UPTAKE.england);
const withheld = area.map((point, nth) =>
  nth % 3 === 1 ? { ...point, value: null, lower: null, upper: null, withheld: true } : point,
);

function trend(points: TrendPoint[], name = 'A board', beside?: TrendPoint[]): JSX.Element {
  const series: TrendSeries[] = [
    { id: 'area', name, points },
    ...(beside ? [{ id: 'england', name: 'England', points: beside }] : []),
  ];
  return (
    <TrendChart
      {...{
        title: `Uptake, ${name}`,
        unit: 'proportion',
        series,
        readings: points.map((point) => readingOf(point)),
      }}
      {...{ initial: points.length - 1, formatValue: percent, formatMonth: month }}
    />
  );
}

const counts = UPTAKE.counts.map((value, nth): TrendPoint => ({
  ...{ start: FIRST_QUARTER + nth * 3, months: 3, value, lower: null, upper: null },
  ...{ withheld: false, provisional: false },
}));

export const TREND: ChartExamples = {
  ...{ id: 'trend', name: 'Trend', component: 'TrendChart' },
  purpose: 'How a measure of one area moves over time, and how that lies beside England.',
  reading:
    'The band is the 95% limits. Hollow marks are not final. An asterisk on the axis is a period that is withheld; the line has a gap there.',
  examples: [
    { name: 'A board beside England', chart: trend(area, 'A board', england) },
    { name: 'Some periods withheld', chart: trend(withheld) },
    { name: 'One point', chart: trend(area.slice(0, 1)) },
    { name: 'All withheld', chart: trend(alike(null)) },
    { name: '0% throughout', chart: trend(alike(0)) },
    { name: '100% throughout', chart: trend(alike(1)) },
    { name: 'A long name', chart: trend(area, LONG_NAME, england) },
    {
      name: 'Numbers instead of shares',
      chart: (
        <TrendChart
          {...{ title: 'Referrals, a board', unit: 'count', initial: 0, formatMonth: month }}
          series={[{ id: 'area', name: 'A board', points: counts }]}
          readings={counts.map((point) => readingOf(point, String))}
          formatValue={(value) => value.toLocaleString('en-GB')}
        />
      ),
    },
  ],
};

const sparkline = (points: TrendPoint[], beside: TrendPoint[] = []): JSX.Element => (
  <Sparkline
    series={[
      { id: 'area', name: 'A board', points },
      { id: 'england', name: 'England', points: beside },
    ]}
  />
);

export const SPARKLINE: ChartExamples = {
  ...{ id: 'sparkline', name: 'Sparkline', component: 'Sparkline' },
  purpose: 'A trend at a glance beside a figure in words, on the cards of the overview.',
  reading:
    'The mark is the last final period; the dashed line is England. Screen readers have the words beside it.',
  examples: [
    { name: 'A board beside England', chart: sparkline(area, england) },
    { name: 'One point', chart: sparkline(alike(0.4, 1)) },
    { name: 'All withheld', chart: sparkline(alike(null)) },
    { name: '0% throughout', chart: sparkline(alike(0)) },
    { name: '100% throughout', chart: sparkline(alike(1)) },
  ],
};

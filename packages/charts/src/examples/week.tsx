import type { JSX } from 'react';
import { WeekChart } from '../week-chart.js';
import type { WeekDay } from '../week-geometry.js';
import type { ChartExamples } from './example.js';

const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

type Day = readonly [came: number, normal: number];

function week(days: readonly Day[]): JSX.Element {
  const nameOf = ({ date }: WeekDay): string =>
    `${NAMES[Number(date.slice(-2)) - 2] ?? ''} ${date.slice(-2)}`;
  return (
    <WeekChart
      {...{ title: 'Events of the last week', shortName: nameOf, name: nameOf, formatValue: String }}
      week={days.map(([value, normal], nth) => ({ date: `2026-11-0${2 + nth}`, value, normal }))}
      readingOf={({ value, normal }) => `${value} events; a normal day has ${normal}`}
    />
  );
}

/** Made up: the demonstration has no silent days. */
const DAYS: readonly Day[] = [
  ...([
    [42, 40],
    [0, 44],
    [38, 39],
    [47, 41],
  ] as const),
  ...([
    [35, 37],
    [6, 5],
    [2, 3],
  ] as const),
];

export const WEEK: ChartExamples = {
  ...{ id: 'week', name: 'A week beside a normal one', component: 'WeekChart' },
  purpose: 'Whether a provider’s events arrive as they usually do, and on which day they did not.',
  reading: 'A bar is what came on a day, the dark line with a diamond a normal day of its name.',
  examples: [
    { name: 'A week in which Tuesday is missing', chart: week(DAYS) },
    { name: 'One day', chart: week(DAYS.slice(0, 1)) },
    { name: 'Nothing came', chart: week(DAYS.map(([, normal]) => [0, normal])) },
    { name: 'A first week, without a normal one', chart: week(DAYS.map(([came]) => [came, 0])) },
    { name: 'Nothing came, nothing is normal', chart: week(DAYS.map(() => [0, 0])) },
    {
      name: 'A hundred times as much as is normal',
      chart: week(DAYS.map(([, normal]) => [normal * 100, normal])),
    },
  ],
};

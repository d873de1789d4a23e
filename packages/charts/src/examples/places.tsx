import type { JSX } from 'react';
import { MultiplesChart } from '../multiples-chart.js';
import type { Multiple, MultiplePoint } from '../multiples-geometry.js';
import { TileMap } from '../tile-map.js';
import type { Tile } from '../tiles-geometry.js';
import type { ChartExamples } from './example.js';
import { BOARDS, OVER_TIME } from './recorded.js';
import { LONG_NAME, percent, told } from './words.js';

const tiles = BOARDS.rows.map(([name, q, r, value], nth): Tile => ({
  ...{ id: name, name, place: { q, r }, value, withheld: value === null, highlighted: nth === 0 },
}));
const allOf = (value: number | null): Tile[] =>
  tiles.map((tile) => ({ ...tile, value, withheld: value === null }));
const ofTwo = tiles.map((tile, nth) => ({ ...tile, value: nth % 2, withheld: false }));

function map(shown: Tile[]): JSX.Element {
  const words = ({ name, value, withheld }: Tile): string => `${name}: ${told(value, withheld)}`;
  return (
    <TileMap
      {...{ title: 'Uptake by board', tiles: shown, labelOf: words, readingOf: words, formatValue: percent }}
      standingOf={({ value }) => {
        if (value === null || Math.abs(value - BOARDS.england) < 0.05) return 'similar';
        return value > BOARDS.england ? 'higher' : 'lower';
      }}
    />
  );
}

export const TILES: ChartExamples = {
  ...{ id: 'tiles', name: 'Tile map', component: 'TileMap' },
  purpose: 'Where in England a measure is high or low, with a small board as easy to see as a large one.',
  reading:
    'A hexagon is a board, about where it lies; the darker, the higher. Triangle up: higher than England beyond chance; down: lower. An asterisk: withheld, a dash: nothing recorded. The arrow keys go from north to south.',
  examples: [
    { name: 'The boards of the demonstration', chart: map(tiles) },
    {
      name: 'One board, with a long name',
      chart: map(tiles.slice(0, 1).map((tile) => ({ ...tile, name: LONG_NAME }))),
    },
    { name: 'All withheld', chart: map(allOf(null)) },
    { name: '0% throughout', chart: map(allOf(0)) },
    { name: '100% throughout', chart: map(allOf(1)) },
    { name: '0% and 100%', chart: map(ofTwo) },
  ],
};

const FIRST_QUARTER = 2024 * 12 + 10.5;

function pointsOf(values: readonly (number | null)[]): MultiplePoint[] {
  return values.map((value, nth) => ({ at: FIRST_QUARTER + nth * 3, value }));
}

function multiple(name: string, values: readonly (number | null)[], highlighted = false): Multiple {
  return { id: name, name, points: pointsOf(values), highlighted };
}

const boards = OVER_TIME.rows.map(([name, values], nth) => multiple(name, values, nth === 0));

function multiples(items: Multiple[]): JSX.Element {
  return (
    <MultiplesChart
      {...{ title: 'Uptake over time by board', items, formatValue: percent }}
      beside={pointsOf(OVER_TIME.england)}
      labelOf={({ name, points }) => {
        const last = points.findLast(({ value }) => value !== null)?.value ?? null;
        return `${name}: ${told(last, last === null)}`;
      }}
    />
  );
}

export const MULTIPLES: ChartExamples = {
  ...{ id: 'multiples', name: 'Small multiples', component: 'MultiplesChart' },
  purpose: 'How each of many places moves over time, all on one scale.',
  reading:
    'The blue line is the place, the dashed line England; the figure at its end is the last there is. A dot stands between two gaps.',
  examples: [
    { name: 'Boards of the demonstration', chart: multiples(boards) },
    { name: 'One place with one point, and a long name', chart: multiples([multiple(LONG_NAME, [0.4])]) },
    {
      name: 'All withheld',
      chart: multiples(
        boards.slice(0, 3).map((each) =>
          multiple(
            each.name,
            each.points.map(() => null),
          ),
        ),
      ),
    },
    {
      name: '0%, 100%, and every other period withheld',
      chart: multiples([
        multiple('Nobody', [0, 0, 0, 0]),
        multiple('Everybody', [1, 1, 1, 1]),
        multiple('With gaps', [0.4, null, 0.5, null]),
      ]),
    },
  ],
};

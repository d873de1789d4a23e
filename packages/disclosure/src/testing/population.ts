import { periodAbove, periodHolding } from '../base-cells/periods.js';

/** A small generator: the same numbers for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Somebody of a random population. */
export interface Item {
  codes: string[];
  month: string;
  counted: boolean;
}

export const DIMENSIONS = ['a', 'b', 'c'];
const LEVELS = ['year', 'quarter', 'month'] as const;
const MONTHS = ['2025-01', '2025-02', '2025-05', '2026-03'];

/** A random population of some `size` people, by up to three dimensions and month, a share of them counted. */
export function people(seed: number, size: number): Item[] {
  const next = random(seed);
  const sizes = DIMENSIONS.map(() => 2 + Math.floor(next() * 2));
  const months = MONTHS.slice(0, 1 + Math.floor(next() * MONTHS.length));
  const skew = 1 + next() * 2;
  const many = Math.floor(size * (0.5 + next()));
  const share = next();
  return Array.from({ length: many }, () => ({
    codes: sizes.map((size) => String(Math.floor(size * next() ** skew))),
    month: months[Math.floor(months.length * next() ** skew)]!,
    counted: next() < share,
  }));
}

/** Every set of the dimensions, the smaller first. */
const SUBSETS = [[], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']];

/** A table over some dimensions and periods, with the people of each of its cells. */
export interface PeopleTable {
  dimensions: readonly string[];
  periods: (typeof LEVELS)[number];
  cells: readonly Cell[];
}

interface Cell {
  codes: readonly string[];
  period: string;
  items: readonly Item[];
}

/** Every table over the dimensions and periods, coarser first. */
export function everyTable(items: readonly Item[]): PeopleTable[] {
  return SUBSETS.flatMap((dimensions) =>
    LEVELS.map((periods) => ({ dimensions, periods, cells: cellsOf(items, dimensions, periods) })),
  );
}

function cellsOf(
  items: readonly Item[],
  dimensions: readonly string[],
  periods: (typeof LEVELS)[number],
): PeopleTable['cells'] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const codes = dimensions.map((dimension) => item.codes[DIMENSIONS.indexOf(dimension)]);
    const key = JSON.stringify([codes, periodHolding(item.month, periods)]);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, its]) => {
    const [codes, period] = JSON.parse(key) as [string[], string];
    return { codes, period, items: its };
  });
}

/** Which cells add up to which, by the name that `nameOfCell` gives: along each dimension that is left out, and in time. */
export function sumsBetween(
  tables: readonly { dimensions: readonly string[]; cells: readonly Pick<Cell, 'codes' | 'period'>[] }[],
): { whole: string; parts: string[] }[] {
  const sums = new Map<string, { whole: string; parts: string[] }>();
  for (const { dimensions, cells } of tables) {
    for (const { codes, period } of cells) {
      wholesOf(dimensions, codes, period).forEach((whole, along) => {
        const key = `${along} ${dimensions.join()} ${whole}`;
        const sum = sums.get(key) ?? { whole, parts: [] };
        sum.parts.push(nameOfCell(dimensions, codes, period));
        sums.set(key, sum);
      });
    }
  }
  return [...sums.values()];
}

function wholesOf(dimensions: readonly string[], codes: readonly string[], period: string): string[] {
  const less = dimensions.map((_, nth) => {
    const rest = <T>(list: readonly T[]): T[] => list.filter((__, each) => each !== nth);
    return nameOfCell(rest(dimensions), rest(codes), period);
  });
  const above = periodAbove(period);
  return above === undefined ? less : [...less, nameOfCell(dimensions, codes, above)];
}

/** A name for a cell among all tables. */
export function nameOfCell(dimensions: readonly string[], codes: readonly string[], period: string): string {
  return JSON.stringify([dimensions, codes, period]);
}

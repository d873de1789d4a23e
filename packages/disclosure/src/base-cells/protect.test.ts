import type { ExactCounts } from '../control.js';
import type { Level, Profile } from '../profile.js';
import { solve, type Equation, type Unknown } from '../testing/interval-solver.js';
import { monthsBetween, monthsOf, periodAbove, periodHolding, wholePeriods } from './periods.js';
import { protectTables, type BaseTable, type ProtectedTables } from './protect.js';

const counts = (denominator: number, numerator: number): ExactCounts => ({
  ...{ numerator, denominator },
  people: { numerator, denominator, remainder: denominator - numerator },
});

/** Tables over one year: everybody, then by each value of one dimension. */
function byOne(parts: Record<string, [denominator: number, numerator: number]>): ProtectedTables {
  const all = Object.values(parts);
  const total = all.reduce(([d, n], [denominator, numerator]) => [d + denominator, n + numerator], [0, 0]);
  const table = (dimensions: string[], cells: [string[], [number, number]][]): BaseTable => ({
    ...{ dimensions, periods: 'year', level: 'sub_national' },
    cells: cells.map(([codes, [d, n]]) => ({ codes, period: '2025', counts: counts(d, n) })),
  });
  const tables = [
    table([], [[[], total]]),
    table(
      ['sex'],
      Object.entries(parts).map(([code, both]) => [[code], both]),
    ),
  ];
  return protectTables(tables, { profile: 'hes', overlapping: [] });
}
const shown = (tables: ProtectedTables, code: string): unknown => {
  const { numerator, denominator } = tables.shown(['sex'], [code], '2025')!;
  return [denominator, numerator];
};

describe('periods', () => {
  test('months are the fewest whole years, quarters and months', () => {
    expect(wholePeriods(monthsBetween('2024-12', '2026-05'))).toEqual([
      ...['2024-12', '2025', '2026-Q1', '2026-04', '2026-05'],
    ]);
    expect(
      ['2025-01', '2025-03', '2025-04', '2025-12'].map((month) => periodHolding(month, 'quarter')),
    ).toEqual([...['2025-Q1', '2025-Q1', '2025-Q2', '2025-Q4']]);
    expect(monthsOf('2026-Q2')).toEqual(['2026-04', '2026-05', '2026-06']);
    expect([periodAbove('2026-06'), periodAbove('2026-Q2'), periodAbove('2026')]).toEqual([
      ...['2026-Q2', '2026', undefined],
    ]);
  });
});

describe('in one table', () => {
  test('a single small group takes the smallest other with it, or their total would tell it', () => {
    const tables = byOne({ female: [3, 3], male: [40, 20], other: [20, 10] });
    expect(['female', 'male', 'other'].map((code) => shown(tables, code))).toEqual([
      ...[
        [null, null],
        [40, 20],
        [null, null],
      ],
    ]);
  });

  test('two small groups that leave each other room take nobody with them', () => {
    const tables = byOne({ female: [3, 3], male: [40, 20], other: [4, 4] });
    expect(shown(tables, 'male')).toEqual([40, 20]);
  });

  test('two of the least possible size take a third with them', () => {
    const tables = byOne({ female: [1, 1], male: [40, 20], other: [1, 1] });
    expect(shown(tables, 'male')).toEqual([null, null]);
  });

  test('a small numerator alone takes only a numerator with it', () => {
    const tables = byOne({ female: [30, 3], male: [40, 20] });
    expect(['female', 'male'].map((code) => shown(tables, code))).toEqual([
      ...[
        [30, null],
        [40, null],
      ],
    ]);
  });
});

/** A small generator: the same numbers for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Item {
  codes: string[];
  month: string;
  counted: boolean;
}

const DIMENSIONS = ['a', 'b', 'c'];
const LEVELS = ['year', 'quarter', 'month'] as const;
const MONTHS = ['2025-01', '2025-02', '2025-05', '2026-03'];

function people(seed: number, size: number): Item[] {
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

/** Every table over the dimensions, coarser first. */
function tablesOf(items: readonly Item[], level: Level): BaseTable[] {
  const subsets = [[], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']];
  return subsets.flatMap((dimensions) =>
    LEVELS.map((periods) => ({
      ...{ dimensions, periods, level },
      cells: cellsOf(items, dimensions, periods),
    })),
  );
}

function cellsOf(
  items: readonly Item[],
  dimensions: string[],
  periods: (typeof LEVELS)[number],
): BaseTable['cells'] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const codes = dimensions.map((dimension) => item.codes[DIMENSIONS.indexOf(dimension)]);
    const key = JSON.stringify([codes, periodHolding(item.month, periods)]);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, its]) => {
    const [codes, period] = JSON.parse(key) as [string[], string];
    return { codes, period, counts: counts(its.length, its.filter(({ counted }) => counted).length) };
  });
}

/** What an attacker sees of every table, as unknowns and the sums between them. */
function attack(
  tables: readonly BaseTable[],
  decided: ProtectedTables,
): { equations: Equation[]; withheld: { what: string; value: Unknown }[] } {
  const unknowns = new Map<string, { denominator: Unknown; numerator: Unknown; remainder: Unknown }>();
  const withheld: { what: string; value: Unknown }[] = [];
  const equations: Equation[] = [];
  const name = (dimensions: readonly string[], codes: readonly string[], period: string): string =>
    JSON.stringify([dimensions, codes, period]);
  for (const { dimensions, cells } of tables) {
    for (const { codes, period } of cells) {
      const cell = decided.shown(dimensions, codes, period);
      const seen = (value: number | null): Unknown =>
        value === null ? { least: 0, most: Infinity } : { least: Math.max(0, value - 2), most: value + 2 };
      const key = name(dimensions, codes, period);
      const denominator = seen(cell?.denominator ?? null);
      denominator.least = Math.max(denominator.least, 1);
      const numerator = seen(cell?.numerator ?? null);
      const remainder = { least: 0, most: Infinity };
      unknowns.set(key, { denominator, numerator, remainder });
      equations.push({ whole: denominator, parts: [numerator, remainder] });
      if (cell?.denominator === null) withheld.push({ what: `${key} denominator`, value: denominator });
      else if (cell?.numerator === null) withheld.push({ what: `${key} numerator`, value: numerator });
    }
  }
  const sums = new Map<string, { whole: string; parts: string[] }>();
  for (const { dimensions, cells } of tables) {
    for (const { codes, period } of cells) {
      const part = name(dimensions, codes, period);
      const wholes = dimensions.map((dimension, nth) => {
        const rest = <T>(list: readonly T[]): T[] => list.filter((_, each) => each !== nth);
        return [dimension, name(rest(dimensions), rest(codes), period)] as const;
      });
      const above = periodAbove(period);
      const all =
        above === undefined ? wholes : [...wholes, ['time', name(dimensions, codes, above)] as const];
      for (const [along, whole] of all) {
        const key = `${along} ${whole}`;
        const sum = sums.get(key) ?? { whole, parts: [] };
        sum.parts.push(part);
        sums.set(key, sum);
      }
    }
  }
  for (const { whole, parts } of sums.values()) {
    for (const variable of ['denominator', 'numerator', 'remainder'] as const) {
      equations.push({
        whole: unknowns.get(whole)![variable],
        parts: parts.map((part) => unknowns.get(part)![variable]),
      });
    }
  }
  return { equations, withheld };
}

/** The withheld values that somebody knows who has every table of these dimensions. */
function learnt(
  seed: number,
  size: number,
  profile: Profile,
  dimensions: readonly string[],
): [string[], number] {
  const tables = tablesOf(people(seed, size), 'sub_national');
  const decided = protectTables(tables, { profile, overlapping: [] });
  const had = tables.filter((table) => table.dimensions.every((dimension) => dimensions.includes(dimension)));
  const { equations, withheld } = attack(had, decided);
  solve(equations);
  const pinned = withheld.filter(({ value }) => value.most - value.least < 1);
  return [pinned.map(({ what, value }) => `${seed}: ${what} = ${value.least}`), withheld.length];
}

describe.each(['hes', 'research'] as const)('under %s, somebody who has every table', (profile) => {
  test.each([
    [['a'], 15],
    [['a'], 150],
    [['a', 'b'], 300],
  ])('of %s and time of some %d people learns no withheld count', (dimensions, size) => {
    const all = Array.from({ length: 60 }, (_, seed) => learnt(seed, size, profile, dimensions));
    expect(all.reduce((total, [, withheld]) => total + withheld, 0)).toBeGreaterThan(100);
    expect(all.flatMap(([pinned]) => pinned)).toEqual([]);
  });

  // What no rule within one table can hold: docs/disclosure.md tells how much of it there is.
  test('of three dimensions and time, in every combination, learns at most one withheld count in 300', () => {
    const all = Array.from({ length: 60 }, (_, seed) => learnt(seed, 300, profile, DIMENSIONS));
    const withheld = all.reduce((total, [, count]) => total + count, 0);
    expect(withheld).toBeGreaterThan(5_000);
    expect(all.flatMap(([pinned]) => pinned).length).toBeLessThanOrEqual(withheld / 300);
  });
});

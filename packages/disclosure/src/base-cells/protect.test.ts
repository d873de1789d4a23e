import type { ExactCounts } from '../control.js';
import type { Profile } from '../profile.js';
import { solve, type Equation, type Unknown } from '../testing/interval-solver.js';
import { DIMENSIONS, everyTable, nameOfCell, people, sumsBetween, type Item } from '../testing/population.js';
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

  test('where rounding leaves no room, few of whom finer tables may list every one take a third with them', () => {
    // 42 is shown as 40, which is 42 at most; 13 as 15 and 23 as 25, which are 13 and 23 at least.
    const tables = byOne({ female: [13, 13], male: [23, 23], other: [4, 4], unknown: [2, 2] });
    expect(shown(tables, 'female')).toEqual([null, null]);
    const roomy = byOne({ female: [14, 14], male: [23, 23], other: [4, 4], unknown: [2, 2] });
    expect(shown(roomy, 'female')).toEqual([15, 15]);
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

/** Every table over the dimensions, coarser first. */
function tablesOf(items: readonly Item[]): BaseTable[] {
  return everyTable(items).map((table) => ({
    ...table,
    level: 'sub_national',
    cells: table.cells.map(({ codes, period, items: its }) => ({
      ...{ codes, period, counts: counts(its.length, its.filter(({ counted }) => counted).length) },
    })),
  }));
}

/** What an attacker sees of every table, as unknowns and the sums between them. */
function attack(
  tables: readonly BaseTable[],
  decided: ProtectedTables,
): { equations: Equation[]; withheld: { what: string; value: Unknown }[] } {
  const unknowns = new Map<string, { denominator: Unknown; numerator: Unknown; remainder: Unknown }>();
  const withheld: { what: string; value: Unknown }[] = [];
  const equations: Equation[] = [];
  for (const { dimensions, cells } of tables) {
    for (const { codes, period } of cells) {
      const cell = decided.shown(dimensions, codes, period);
      const seen = (value: number | null): Unknown =>
        value === null ? { least: 0, most: Infinity } : { least: Math.max(0, value - 2), most: value + 2 };
      const key = nameOfCell(dimensions, codes, period);
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
  for (const { whole, parts } of sumsBetween(tables)) {
    for (const variable of ['denominator', 'numerator', 'remainder'] as const) {
      equations.push({
        whole: unknowns.get(whole)![variable],
        parts: parts.map((part) => unknowns.get(part)![variable]),
      });
    }
  }
  return { equations, withheld };
}

/** The withheld values that somebody knows who has every table of these dimensions, of so many together. */
function learnt(
  seed: number,
  size: number,
  profile: Profile,
  dimensions: readonly string[],
  together = dimensions.length,
): [string[], number] {
  const tables = tablesOf(people(seed, size));
  const decided = protectTables(tables, { profile, overlapping: [] });
  const had = tables.filter(
    (table) =>
      table.dimensions.length <= together &&
      table.dimensions.every((dimension) => dimensions.includes(dimension)),
  );
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

  test('of every pair of three dimensions, and time, learns no withheld count', () => {
    const all = Array.from({ length: 60 }, (_, seed) => learnt(seed, 300, profile, DIMENSIONS, 2));
    expect(all.reduce((total, [, withheld]) => total + withheld, 0)).toBeGreaterThan(3_000);
    expect(all.flatMap(([pinned]) => pinned)).toEqual([]);
  });

  // What no rule within one table can hold: docs/disclosure.md tells how much of it there is.
  test('of three dimensions and time, in every combination, learns at most one withheld count in 400', () => {
    const all = Array.from({ length: 60 }, (_, seed) => learnt(seed, 300, profile, DIMENSIONS));
    const withheld = all.reduce((total, [, count]) => total + count, 0);
    expect(withheld).toBeGreaterThan(5_000);
    expect(all.flatMap(([pinned]) => pinned).length).toBeLessThanOrEqual(withheld / 400);
  });
});

import type { ExactCounts } from '../control.js';
import type { Profile } from '../profile.js';
import { solve, type Equation, type Unknown } from '../testing/interval-solver.js';
import { DIMENSIONS, everyTable, nameOfCell, people, sumsBetween, type Item } from '../testing/population.js';
import { monthsBetween, monthsOf, periodAbove, periodHolding, wholePeriods } from './periods.js';
import { protectTables, type BaseTable } from './protect.js';
import type { ProtectedTables } from './protected-tables.js';

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

describe('in fine tables', () => {
  /** So many people by sex and route, and by both. */
  const table = (dimensions: string[], cells: [codes: string[], count: number][]): BaseTable => ({
    ...{ dimensions, periods: 'year', level: 'sub_national', isFine: dimensions.length > 1 },
    cells: cells.map(([codes, count]) => ({ codes, period: '2025', counts: counts(count, count) })),
  });
  const decided = protectTables(
    [
      table([], [[[], 130]]),
      table(
        ['sex'],
        [
          ['female', 100],
          ['male', 16],
          ['other', 4],
          ['unknown', 10],
        ].map(([code, count]) => [[String(code)], Number(count)]),
      ),
      table(
        ['route'],
        [
          [['gp'], 90],
          [['self'], 40],
        ],
      ),
      table(
        ['sex', 'route'],
        [
          [['female', 'gp'], 70],
          [['female', 'self'], 30],
          [['male', 'gp'], 12],
          [['male', 'self'], 4],
          [['other', 'gp'], 3],
          [['other', 'self'], 1],
          [['unknown', 'gp'], 5],
          [['unknown', 'self'], 5],
        ],
      ),
    ],
    { profile: 'hes', overlapping: [] },
  );
  const isUnlisted = (sex: string, route: string): boolean =>
    decided.isUnlisted(['sex', 'route'], [sex, route], '2025');

  test('a withheld cell is listed within shown ones alone', () => {
    expect(decided.isWithheld(['sex'], ['other'], '2025')).toBe(true);
    expect([isUnlisted('other', 'gp'), isUnlisted('other', 'self')]).toEqual([true, true]);
    expect([isUnlisted('male', 'gp'), isUnlisted('male', 'self')]).toEqual([false, false]);
  });

  test('it is not told either that nobody is in a cell within a withheld one, but it is of one within an empty one', () => {
    expect(isUnlisted('other', 'friend')).toBe(false);
    expect(decided.isUnlisted(['sex', 'route'], ['nobody', 'gp'], '2025')).toBe(false);
  });

  test('cells of other tables are all listed', () => {
    expect(decided.isUnlisted(['sex'], ['other'], '2025')).toBe(false);
  });
});

/** Every table over the dimensions, coarser first. */
function tablesOf(items: readonly Item[]): BaseTable[] {
  return everyTable(items).map((table) => ({
    ...table,
    level: 'sub_national',
    // A period is one thing by which they are told apart.
    isFine: table.dimensions.length + 1 > 2,
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
      if (decided.isUnlisted(dimensions, codes, period)) continue;
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
    const listed = parts.flatMap((part) => unknowns.get(part) ?? []);
    // Somebody told him of which groups not all parts are listed: he knows more than answers say.
    const others = listed.length < parts.length ? [{ least: 1, most: Infinity }] : [];
    for (const variable of ['denominator', 'numerator', 'remainder'] as const) {
      const its = unknowns.get(whole);
      if (!its) continue;
      const rest = variable === 'denominator' ? others : others.map((each) => ({ ...each, least: 0 }));
      equations.push({ whole: its[variable], parts: [...listed.map((part) => part[variable]), ...rest] });
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
  const tables = tablesOf(people(seed, size));
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

  test.each([60, 150, 300, 1000])(
    'of three dimensions and time, in every combination, of some %d people learns no withheld count',
    (size) => {
      const all = Array.from({ length: 60 }, (_, seed) => learnt(seed, size, profile, DIMENSIONS));
      expect(all.reduce((total, [, withheld]) => total + withheld, 0)).toBeGreaterThan(1_000);
      expect(all.flatMap(([pinned]) => pinned)).toEqual([]);
    },
  );
});

import type { Profile } from '../profile.js';
import { solve, type Equation, type Unknown } from '../testing/interval-solver.js';
import { everyTable, nameOfCell, people, sumsBetween, type PeopleTable } from '../testing/population.js';
import { protectNested, type NestedTable } from './nested.js';
import { protectTables, type BaseTable } from './protect.js';

/** Everybody counted once. */
const ended = (...counts: number[]): { count: number; people: number }[] =>
  counts.map((count) => ({ count, people: count }));

const ALL = { dimensions: [], periods: 'ever', level: 'sub_national' } as const;
const BY_SEX = { dimensions: ['sex'], periods: 'ever', level: 'sub_national' } as const;

/** What is shown of each count, of one cell alone. */
function alone(counts: number[], profile: Profile = 'hes'): (number | null)[] {
  const tables = [{ ...ALL, cells: [{ codes: [], period: '', ended: ended(...counts) }] }];
  return protectNested(tables, { profile, overlapping: [] }).map(
    (decided) => decided.shown([], [], '')?.numerator ?? null,
  );
}

/** The same of everybody, and of each of the groups that make them up. */
function byGroup(groups: Record<string, number[]>): Record<string, (number | null)[]> {
  const all = Object.values(groups).reduce((total, counts) =>
    total.map((count, nth) => count + (counts[nth] ?? 0)),
  );
  const tables: NestedTable[] = [
    { ...ALL, cells: [{ codes: [], period: '', ended: ended(...all) }] },
    {
      ...BY_SEX,
      cells: Object.entries(groups).map(([code, counts]) => ({
        codes: [code],
        period: '',
        ended: ended(...counts),
      })),
    },
  ];
  const decided = protectNested(tables, { profile: 'hes', overlapping: [] });
  return Object.fromEntries(
    Object.keys(groups).map((code) => [
      code,
      decided.map((each) => each.shown(['sex'], [code], '')?.numerator ?? null),
    ]),
  );
}

describe('of one cell', () => {
  test('each count holds all who came as far as it or further', () => {
    expect(alone([3, 0, 7, 10], 'none')).toEqual([20, 17, 17, 10]);
  });

  test('a count that few did not reach is withheld, and the next is judged within the last that is shown', () => {
    expect(alone([20, 5, 30, 40])).toEqual([95, 75, null, 40]);
  });

  test('a count that few reached is withheld, as is everything of a group of few', () => {
    expect(alone([20, 20, 5])).toEqual([45, 25, null]);
    expect(alone([2, 2, 2])).toEqual([null, null, null]);
  });

  test('what comes after a withheld count and is not smaller would tell it, and is withheld', () => {
    expect(alone([20, 5, 0, 40])).toEqual([65, 45, null, null]);
  });

  test('a count that nobody or everybody reached is shown where the profile says so', () => {
    expect(alone([20, 0, 0])).toEqual([20, 0, 0]);
    expect(alone([0, 0, 20])).toEqual([20, 20, 20]);
    expect(alone([20, 0, 0], 'research')).toEqual([20, null, null]);
  });

  test('that everybody has come as far is told for research where it says nothing of anybody', () => {
    const tables = [{ ...ALL, cells: [{ codes: [], period: '', ended: ended(0, 0, 3, 20) }] }];
    const shown = (mayBeAll?: true): unknown[] =>
      protectNested(tables, { profile: 'research', overlapping: [], ...(mayBeAll && { mayBeAll }) }).map(
        (decided) => decided.shown([], [], '')?.numerator ?? null,
      );
    expect(shown()).toEqual([25, null, null, null]);
    expect(shown(true)).toEqual([25, 25, 25, null]);
  });

  test('where the last count is shown elsewhere, one of which few were lost on the way to it is withheld', () => {
    const cell = { codes: [], period: '' };
    const measure: BaseTable = {
      ...ALL,
      cells: [
        {
          ...cell,
          counts: {
            numerator: 40,
            denominator: 80,
            people: { numerator: 40, denominator: 80, remainder: 40 },
          },
        },
      ],
    };
    const told = protectTables([measure], { profile: 'hes', overlapping: [] });
    const tables = [{ ...ALL, cells: [{ ...cell, ended: ended(20, 15, 5, 40) }] }];
    const shown = protectNested(tables, { profile: 'hes', overlapping: [], told }).map(
      (decided) => decided.shown([], [], '')?.numerator ?? null,
    );
    expect(shown).toEqual([80, 60, null, 40]);
  });
});

describe('of several cells', () => {
  test('a count withheld of one group alone takes that of the smallest other with it, or their total would tell it', () => {
    const shown = byGroup({ female: [20, 5, 40], male: [60, 40, 100], other: [30, 30, 60] });
    expect(shown['female']).toEqual([65, 45, null]);
    expect(shown['other']).toEqual([120, 90, null]);
    expect(shown['male']).toEqual([200, 140, 100]);
  });

  test('a group of few takes another one with it in every count', () => {
    const shown = byGroup({ female: [2, 1, 1], male: [60, 40, 100], other: [30, 30, 60] });
    expect(shown['other']).toEqual([null, null, null]);
    expect(shown['male']).toEqual([200, 140, 100]);
  });
});

const COUNTS = 5;

/** How far somebody came: the same for the same person. */
function furthest(nth: number, seed: number): number {
  const mixed = Math.imul(nth + 1, 2_654_435_761) ^ Math.imul(seed + 7, 40_503);
  // Some come nowhere near the end, most stop early.
  return Math.floor(COUNTS * (((mixed >>> 0) % 1000) / 1000) ** (0.5 + (seed % 4) / 2));
}

interface Known {
  counts: Unknown[];
  lost: Unknown[];
}

/** The withheld counts that somebody knows who has every table of these dimensions; and how many are withheld. */
function learnt(
  seed: number,
  size: number,
  profile: Profile,
  dimensions: readonly string[],
): [string[], number] {
  const items = people(seed, size);
  const far = new Map(items.map((item, nth) => [item, furthest(nth, seed)]));
  const counted = everyTable(items).filter((table) =>
    table.dimensions.every((each) => dimensions.includes(each)),
  );
  const tables = counted.map((table): NestedTable => ({
    ...table,
    level: 'sub_national',
    cells: table.cells.map(({ codes, period, items: its }) => ({
      ...{ codes, period },
      ended: ended(
        ...Array.from({ length: COUNTS }, (_, nth) => its.filter((item) => far.get(item) === nth).length),
      ),
    })),
  }));
  const decided = protectNested(tables, { profile, overlapping: [] });
  const known = new Map<string, Known>();
  const withheld: { what: string; value: Unknown }[] = [];
  for (const { dimensions: own, cells } of counted) {
    for (const { codes, period } of cells) {
      const what = nameOfCell(own, codes, period);
      const counts = decided.map((each, nth): Unknown => {
        const shown = each.shown(own, codes, period)?.numerator ?? null;
        if (shown !== null) return { least: Math.max(0, shown - 2), most: shown + 2 };
        const value = { least: 0, most: Infinity };
        withheld.push({ what: `${what} ${nth}`, value });
        return value;
      });
      counts[0]!.least = Math.max(1, counts[0]!.least);
      known.set(what, { counts, lost: counts.slice(1).map(() => ({ least: 0, most: Infinity })) });
    }
  }
  solve([...withinCells(known), ...betweenCells(counted, known)]);
  const pinned = withheld.filter(({ value }) => value.most - value.least < 1);
  return [pinned.map(({ what, value }) => `${seed}: ${what} = ${value.least}`), withheld.length];
}

function withinCells(known: ReadonlyMap<string, Known>): Equation[] {
  return [...known.values()].flatMap(({ counts, lost }) =>
    lost.map((each, nth) => ({ whole: counts[nth]!, parts: [counts[nth + 1]!, each] })),
  );
}

function betweenCells(tables: readonly PeopleTable[], known: ReadonlyMap<string, Known>): Equation[] {
  return sumsBetween(tables).flatMap(({ whole, parts }) =>
    (['counts', 'lost'] as const).flatMap((which) =>
      known.get(whole)![which].map((each, nth) => ({
        whole: each,
        parts: parts.map((part) => known.get(part)![which][nth]!),
      })),
    ),
  );
}

describe.each(['hes', 'research'] as const)('under %s, somebody who has every table', (profile) => {
  test.each([
    [['a'], 60],
    [['a'], 300],
    [['a', 'b'], 300],
  ])(
    'of %s and time of some %d people learns no withheld count of those that lie within each other',
    (dimensions, size) => {
      const all = Array.from({ length: 40 }, (_, seed) => learnt(seed, size, profile, dimensions));
      expect(all.reduce((total, [, count]) => total + count, 0)).toBeGreaterThan(100);
      expect(all.flatMap(([pinned]) => pinned)).toEqual([]);
    },
  );
});

import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { controlled, controlledCount, type ControlledCounts, type ExactCounts } from './control.js';
import { isFreer, PROFILES, type Level, type Profile } from './profile.js';

/** Everyone counted once. */
function row(numerator: number, denominator: number | null): ExactCounts {
  const whole = denominator ?? numerator;
  return { numerator, denominator, people: { numerator, denominator: whole, remainder: whole - numerator } };
}

const hes = (numerator: number, denominator: number | null): ControlledCounts =>
  controlled(row(numerator, denominator), 'hes', 'sub_national');

describe('the rule of NHS England for secondary care, as its fixture words it', () => {
  const { cases } = JSON.parse(
    fs.readFileSync(path.join(__dirname, 'fixtures/disclosure_hes_rules.json'), 'utf8'),
  ) as {
    cases: [
      { input: { counts: number[] }; expected: { display: (number | '*')[] } },
      { input: { num: number[]; den: number[] }; expected: { display: (number | '*')[] } },
    ];
  };

  test('counts of 1 to 7 are withheld, 0 is shown, every other is rounded to the nearest 5', () => {
    const { input, expected } = cases[0];
    expect(input.counts.length).toBeGreaterThan(60);
    expect(input.counts.map((count) => controlledCount(count, count, 'hes', 'sub_national') ?? '*')).toEqual(
      expected.display,
    );
    expect(input.counts.map((count) => hes(count, null).numerator ?? '*')).toEqual(expected.display);
  });

  test('percentages come from the rounded numerator and denominator', () => {
    const { input, expected } = cases[1];
    const shown = input.num.map((numerator, i) => hes(numerator, input.den[i] ?? 0));
    const percentages = shown.map(({ numerator, denominator }) =>
      numerator === null || denominator === null ? '*' : Number(((100 * numerator) / denominator).toFixed(6)),
    );
    expect(percentages).toEqual(expected.display);
  });
});

test('what counts is how many different people stand behind a count, not how many sessions', () => {
  const sessions = {
    numerator: 60,
    denominator: 200,
    people: { numerator: 3, denominator: 40, remainder: 39 },
  };
  expect(controlled(sessions, 'hes', 'sub_national')).toEqual({
    ...{ numerator: null, denominator: 200, withheld: ['numerator'] },
  });
  expect(controlledCount(60, 3, 'hes', 'sub_national')).toBeNull();
});

test('a small remainder withholds the numerator: the denominator would tell how many it is about', () => {
  expect(hes(95, 100)).toEqual({ numerator: null, denominator: 100, withheld: ['numerator'] });
  expect(hes(92, 100)).toEqual({ numerator: 90, denominator: 100, withheld: [] });
});

test('of a small group nothing is shown, not even that nobody in it had the outcome', () => {
  expect(hes(0, 7)).toEqual({ numerator: null, denominator: null, withheld: ['numerator', 'denominator'] });
});

test('"nobody" and "everybody" are said of a large group only when it is so', () => {
  expect(hes(0, 44)).toEqual({ numerator: 0, denominator: 45, withheld: [] });
  expect(hes(44, 44)).toEqual({ numerator: 45, denominator: 45, withheld: [] });
  const national = (numerator: number): number | null =>
    controlled(row(numerator, 52), 'hes', 'national').numerator;
  expect([0, 2, 3, 47, 48, 52].map(national)).toEqual([0, null, 5, 45, null, 50]);
});

test('national counts are rounded and not withheld under hes, and withheld like any other under research', () => {
  expect(controlled(row(6, 52), 'hes', 'national')).toEqual({
    ...{ numerator: 5, denominator: 50, withheld: [] },
  });
  expect(controlled(row(6, 52), 'research', 'national')).toEqual({
    ...{ numerator: null, denominator: 50, withheld: ['numerator'] },
  });
});

test('research withholds zero and everybody too', () => {
  const research = (numerator: number): number | null =>
    controlled(row(numerator, 44), 'research', 'sub_national').numerator;
  expect([0, 7, 8, 36, 37, 44].map(research)).toEqual([null, null, 10, 35, null, null]);
});

test('none changes nothing', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (a, b) => {
      const counts = { numerator: a, denominator: a + b };
      expect(controlled(row(a, a + b), 'none', 'sub_national')).toEqual({ ...counts, withheld: [] });
    }),
  );
});

test('whatever is counted, a shown numerator lies within its denominator and both lie within 2 of the truth', () => {
  const levels = fc.constantFrom<Level>('national', 'sub_national');
  fc.assert(
    fc.property(
      ...[fc.nat(2_000), fc.nat(2_000), fc.constantFrom(...PROFILES), levels],
      (a, b, profile, level) => {
        const shown = controlled(row(a, a + b), profile, level);
        if (shown.denominator !== null) expect(Math.abs(shown.denominator - a - b)).toBeLessThanOrEqual(2);
        if (shown.numerator === null) return;
        expect(Math.abs(shown.numerator - a)).toBeLessThanOrEqual(2);
        expect(shown.numerator).toBeLessThanOrEqual(shown.denominator ?? -1);
      },
    ),
  );
});

test('a profile is freer than those behind it and no freer than itself', () => {
  expect(isFreer('none', 'hes') && isFreer('hes', 'research') && isFreer('none', 'research')).toBe(true);
  expect(PROFILES.some((profile) => isFreer(profile, profile))).toBe(false);
  expect(isFreer('research', 'none')).toBe(false);
});

/** Every value that each withheld count could have, knowing the rule and everything that is shown. */
function leastPossible(tables: Iterable<{ exact: number[]; shown: string; withheld: number[] }>): number {
  const possible = new Map<string, { withheld: number[]; values: Set<number>[] }>();
  for (const { exact, shown, withheld } of tables) {
    const same = possible.get(shown) ?? { withheld, values: exact.map(() => new Set<number>()) };
    exact.forEach((count, i) => same.values[i]?.add(count));
    possible.set(shown, same);
  }
  return Math.min(
    ...[...possible.values()].flatMap(({ withheld, values }) => withheld.map((i) => values[i]?.size ?? 0)),
  );
}

/** All rows of a numerator within a denominator up to `most`, each with how it is shown. */
function rowsUpTo(most: number, profile: Profile, level: Level) {
  const rows = Array.from({ length: most + 1 }, (_, d) => Array.from({ length: d + 1 }, (__, n) => [n, d]));
  return rows.flat().map(([n = 0, d = 0]) => ({ n, d, shown: controlled(row(n, d), profile, level) }));
}

describe('whoever knows the rule and sees the whole answer cannot tell a withheld count', () => {
  const CONTROLLED = [
    ['hes', 'sub_national'],
    ['hes', 'national'],
    ['research', 'sub_national'],
  ] as const;

  test.each(CONTROLLED)('in a row of %s, %s: numerator, denominator and remainder', (profile, level) => {
    const tables = rowsUpTo(60, profile, level).map(({ n, d, shown }) => ({
      exact: [n, d - n, d],
      shown: JSON.stringify(shown),
      withheld: [...(shown.numerator === null ? [0, 1] : []), ...(shown.denominator === null ? [2] : [])],
    }));
    // The top of the range is left out: its classes are cut off there.
    const whole = tables.filter(({ shown }) => !/"denominator":60\b/.test(shown));
    expect(leastPossible(whole)).toBeGreaterThanOrEqual(2);
  });
});

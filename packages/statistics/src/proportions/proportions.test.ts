import { zOf } from '../distributions/normal.js';
import { wilson } from '../proportion.js';
import { expectClose, fixtureCases } from '../testing/fixtures.js';
import { proportionDifference } from './difference.js';
import { clopperPearson } from './exact.js';
import { quantileGroups } from './quantile-groups.js';

const columns = (rows: object[], key: string): unknown[] =>
  rows.map((row) => (row as Record<string, unknown>)[key]);

test.each(fixtureCases('proportion_ci'))(
  "exact limits are those of R's binom.test: $name",
  ({ input, expected, tolerance }) => {
    const ours = (input.x as number[]).map((x, i) => clopperPearson(x, input.n[i], input.conf_level));
    expectClose(columns(ours, 'lower'), expected.clopper_pearson_exact.lower, tolerance);
    expectClose(columns(ours, 'upper'), expected.clopper_pearson_exact.upper, tolerance);
  },
);

test.each(fixtureCases('proportion_difference'))(
  'a difference of proportions has the limits of Newcombe: $name',
  ({ input, expected, tolerance }) => {
    const ours = (input.x1 as number[]).map((x, i) =>
      proportionDifference({ x, n: input.n1[i] }, { x: input.x2[i], n: input.n2[i] }, input.conf_level),
    );
    expectClose(columns(ours, 'difference'), expected.difference, tolerance);
    expectClose(columns(ours, 'lower'), expected.newcombe_method10.lower, tolerance);
    expectClose(columns(ours, 'upper'), expected.newcombe_method10.upper, tolerance);
    expectClose(columns(ours, 'pValue'), expected.chisq_no_correction_p, tolerance);
  },
);

test("Newcombe's own worked example: 56 of 70 against 48 of 80", () => {
  const { difference, lower, upper } = proportionDifference({ x: 56, n: 70 }, { x: 48, n: 80 });
  expect([difference, lower, upper].map((it) => it.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339']);
});

test('a difference has limits also where nobody succeeds in either group, and changes sign with the order', () => {
  const none = proportionDifference({ x: 0, n: 20 }, { x: 0, n: 30 });
  expect(none.pValue).toBeNull();
  expect(none.lower).toBeLessThan(0);
  expect(none.upper).toBeGreaterThan(0);
  const [ab, ba] = [
    proportionDifference({ x: 3, n: 9 }, { x: 7, n: 12 }),
    proportionDifference({ x: 7, n: 12 }, { x: 3, n: 9 }),
  ];
  expect(ab.lower).toBeCloseTo(-ba.upper, 14);
  expect(() => proportionDifference({ x: 1, n: 0 }, { x: 1, n: 2 })).toThrow(RangeError);
});

test.each(fixtureCases('quantile'))(
  'areas fall into the quantiles of phe_quantile: $name',
  ({ input, expected }) => {
    const values = (input.rows as { v: number | null }[]).map(({ v }) => v);
    expectClose(quantileGroups(values, input.nquantiles, input.invert), expected.quantile);
  },
);

test('each quintile holds a fifth of the areas, and the first one the highest values when asked for', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
  const groups = quantileGroups(values, 5, true);
  for (let k = 1; k <= 5; k += 1) expect(groups.filter((it) => it === k)).toHaveLength(20);
  expect(Math.min(...values.filter((_, i) => groups[i] === 1))).toBe(80);
});

interface Row {
  obs: number;
  pop: number;
  value: number;
  method: string;
}
const proportionCases = fixtureCases('phe_proportion_rate').filter(({ name }) =>
  /^phe_proportion_(x100|95)/.test(name),
);

test.each(proportionCases)('proportions and their limits are those of phe_proportion: $name', (it) => {
  const rows = it.expected.rows as (Row & Record<string, number>)[];
  for (const level of [0.95, 0.998]) {
    const suffix = level === 0.95 ? '95_0cl' : '99_8cl';
    const single = it.input.conf_level === level;
    if (!single && !(`lower${suffix}` in rows[0]!)) continue;
    const theirs = rows.map((row) => [
      row.value,
      row[single ? 'lowercl' : `lower${suffix}`],
      row[single ? 'uppercl' : `upper${suffix}`],
    ]);
    const ours = rows.map(({ obs, pop }) => {
      const { lower, upper } = wilson(obs, pop, zOf(level));
      return [obs / pop, lower, upper].map((value) => value * it.input.multiplier);
    });
    expectClose(ours, theirs, it.tolerance);
  }
});

test('the errors of phe_proportion are errors here', () => {
  const { input } = fixtureCases('phe_proportion_rate').find(({ name }) => name === 'phe_proportion_errors')!;
  expect(input.rows).toHaveLength(3);
  for (const { x, n } of input.rows) expect(() => wilson(x, n)).toThrow(RangeError);
});

// Of statistics-extra alone: without it there is none, and the loader has said so.
for (const { name, expected, tolerance } of fixtureCases('phe_proportion_rate'))
  if (name.startsWith('phe_test_Prop'))
    test(`the package's own table of proportions: ${name}`, () => {
      const rows = (expected.package_expected as any[]).filter(({ value }) => value !== null);
      const limits = (row: any): number[] =>
        [0.95, 0.998].flatMap((level) => {
          const { lower, upper } = wilson(row.Numerator, row.Denominator, zOf(level));
          return [lower * row.multiplier, upper * row.multiplier];
        });
      expectClose(
        rows.map((row) => limits(row)),
        rows.map((row) => [row.lower95_0cl, row.upper95_0cl, row.lower99_8cl, row.upper99_8cl]),
        tolerance,
      );
    });

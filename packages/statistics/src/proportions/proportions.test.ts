import { zOf } from '../distributions/normal.js';
import { wilson } from '../proportion.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { proportionDifference, waldDifference } from './difference.js';
import { clopperPearson } from './exact.js';
import { quantileGroups } from './quantile-groups.js';

const columns = (rows: object[], key: string): unknown[] =>
  rows.map((row) => (row as Record<string, unknown>)[key]);

test.each(fixtureCases('proportion_ci'))(
  "Wilson's limits are those of PHEindicatormethods, exact ones those of R's binom.test: $name",
  ({ input, expected, tolerance }) => {
    expect(input.x.length).toBeGreaterThan(100);
    const z = zOf(input.conf_level);
    const scores = (input.x as number[]).map((x, i) => wilson(x, input.n[i], z));
    expectClose(columns(scores, 'lower'), expected.wilson.lower, tolerance);
    expectClose(columns(scores, 'upper'), expected.wilson.upper, tolerance);
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
    const wald = (input.x1 as number[]).map((x, i) =>
      waldDifference({ x, n: input.n1[i] }, { x: input.x2[i], n: input.n2[i] }, input.conf_level),
    );
    expectClose(columns(wald, 'lower'), expected.wald.lower, tolerance);
    expectClose(columns(wald, 'upper'), expected.wald.upper, tolerance);
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
  for (const refused of [proportionDifference, waldDifference])
    expect(() => refused({ x: 1, n: 0 }, { x: 1, n: 2 })).toThrow(RangeError);
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

testsReadEveryMember({ proportion_ci: { 'p[]': 'x over n, which R was given' } });

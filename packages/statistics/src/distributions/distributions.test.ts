import { kolmogorovSmirnov } from '../means/kolmogorov-smirnov.js';
import { adjustP, anova, mannWhitney, spearman } from '../means/ranks.js';
import { groupBy } from '../numeric/at.js';
import { leastSquares } from '../regression/least-squares.js';
import { fixtureCases, expectClose, testsReadEveryMember } from '../testing/fixtures.js';
import { betaQuantile, tQuantile, tTwoSided } from './beta.js';
import { chiSquareQuantile, chiSquareUpper, gammaQuantile } from './gamma.js';
import { normalQuantile, normalTwoSided, zOf } from './normal.js';

type Numbers = Record<string, number[]>;
const QUANTILES: Record<string, (input: Numbers, i: number) => number> = {
  normal_quantile: ({ p }, i) => normalQuantile(p![i]!),
  chisq_quantile: ({ p, df }, i) => chiSquareQuantile(p![i]!, df![i]!),
  t_quantile: ({ p, df }, i) => tQuantile(p![i]!, df![i]!),
  beta_quantile: ({ p, a, b }, i) => betaQuantile(p![i]!, a![i]!, b![i]!),
  gamma_quantile_rate1: ({ p, shape }, i) => gammaQuantile(p![i]!, shape![i]!),
};

const all = fixtureCases('distributions');
const cases = all.filter(({ name }) => name in QUANTILES);
const caseOf = (wanted: string): any => all.find(({ name }) => name === wanted);

test('every quantile of the fixture is tested', () => {
  expect(cases.map(({ name }) => name).sort()).toEqual(Object.keys(QUANTILES).sort());
});

test.each(cases)("quantiles are R's: $name", ({ name, input, expected, tolerance }) => {
  const ours = (input.p as number[]).map((_, i) => QUANTILES[name]!(input as Numbers, i));
  expectClose(ours, expected.q, tolerance);
});

test("analysis of variance, rank tests, Kolmogorov-Smirnov and a line are R's, with ties", () => {
  const { input, expected } = caseOf('other_tests_for_clickhouse_parity');
  const { v, g } = input as { v: number[]; g: number[] };
  const byGroup = groupBy(
    v.map((value, i) => ({ value, g: g[i] })),
    (it) => it.g,
  );
  const groups = [...byGroup.values()].map((rows) => rows.map(({ value }) => value));
  const [first, second] = [1, 2].map((group) => byGroup.get(group)!.map(({ value }) => value));
  const tolerance = { rel: 1e-10 };
  expectClose(anova(groups), { f: expected.anova.f, pValue: expected.anova.p }, tolerance);
  expectClose([spearman(v, g)], [expected.spearman_rho], tolerance);
  const { w, p_cc, p_no_cc } = expected.mann_whitney_1_vs_2;
  expectClose(mannWhitney(first!, second!), { w, pValue: p_cc }, tolerance);
  expectClose(mannWhitney(first!, second!, false), { w, pValue: p_no_cc }, tolerance);
  const { d, p } = expected.ks_asymptotic_1_vs_2;
  expectClose(kolmogorovSmirnov(first!, second!), { d, pValue: p }, tolerance);
  const line = leastSquares(
    g.map((x) => [1, x]),
    v,
  );
  expectClose(line.estimates, [expected.lm.intercept, expected.lm.slope], tolerance);
});

test("adjusted p values are R's", () => {
  const { input, expected } = caseOf('p_adjust');
  const p = input.p as number[];
  const ours = {
    holm: adjustP(p, 'holm'),
    bh: adjustP(p, 'benjamini-hochberg'),
    bonferroni: adjustP(p, 'bonferroni'),
  };
  expectClose(ours, expected, { abs: 1e-12 });
});

test('gamma quantiles of large shapes give the probability they were asked for', () => {
  for (const shape of [900, 950, 1200, 5_000, 100_000, 2_000_000])
    for (const p of [0.001, 0.025, 0.5, 0.6, 0.975, 0.999]) {
      const x = gammaQuantile(p, shape);
      expect(chiSquareUpper(2 * x, 2 * shape) / (1 - p)).toBeCloseTo(1, 8);
    }
});

test('tails keep their digits where 1 - cdf would be 0', () => {
  // R: 2 * pnorm(-10), pchisq(200, 1, lower = FALSE), 2 * pt(-50, 100).
  expect(normalTwoSided(10) / 1.523970604832105e-23).toBeCloseTo(1, 9);
  expect(chiSquareUpper(200, 1) / 2.088487583762545e-45).toBeCloseTo(1, 9);
  expect(tTwoSided(50, 100)).toBeLessThan(1e-70);
  expect(zOf(0.95)).toBeCloseTo(1.959963984540054, 14);
  expect(() => zOf(95)).toThrow(RangeError);
});

test('the tail of a large shape is right on both sides of the join with @stdlib', () => {
  // P(X > a) = 1/2 - 1/(3√(2πa)) - 1/(540a√(2πa)) + O(a^-5/2), DLMF 8.11.12.
  for (const a of [499, 501, 999, 1000, 1001, 1200, 10_000, 1_000_000]) {
    const centre = 0.5 - (1 / 3 + 1 / (540 * a)) / Math.sqrt(2 * Math.PI * a);
    expect(chiSquareUpper(2 * a, 2 * a)).toBeCloseTo(centre, 9);
  }
});

testsReadEveryMember();

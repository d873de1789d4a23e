import { fixtureCases, expectClose } from '../testing/fixtures.js';
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

const cases = fixtureCases('distributions').filter(({ name }) => name in QUANTILES);

test('every quantile of the fixture is tested', () => {
  expect(cases.map(({ name }) => name).sort()).toEqual(Object.keys(QUANTILES).sort());
});

test.each(cases)("quantiles are R's: $name", ({ name, input, expected, tolerance }) => {
  const ours = (input.p as number[]).map((_, i) => QUANTILES[name]!(input as Numbers, i));
  expectClose(ours, expected.q, tolerance);
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

import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { autoregressiveRegression } from './autoregressive.js';
import { durbinWatson, durbinWatsonP } from './durbin-watson.js';
import {
  classicalVariance,
  coefficients,
  hc3Variance,
  leastSquares,
  neweyWestVariance,
  type Coefficient,
} from './least-squares.js';
import { negativeBinomialRegression } from './negative-binomial.js';
import { poissonRegression } from './poisson.js';
import { segmentedDesign, segmentedRegression, type SegmentTerm } from './segmented.js';

/** R's coefficient table in our words. */
const table = (coef: Record<string, any>): unknown[] =>
  Object.values(coef).map(({ p_value, ...rest }) => ({ ...rest, pValue: p_value }));

const COLUMNS: Record<SegmentTerm, string> = {
  intercept: '(Intercept)',
  time: 'time',
  level: 'level',
  trend: 'trend',
  sine: 's1',
  cosine: 'c1',
};

describe.each(fixtureCases('its'))("segmented regression is R's: $name", ({ input, expected, tolerance }) => {
  const options = input.seasonal_harmonic ? { season: input.period as number } : {};
  const { rows, terms } = segmentedDesign(input.y.length, input.n_pre, options);
  const fit = leastSquares(rows, input.y);

  test('coefficients, fitted values and the effect at the end', () => {
    const ours = segmentedRegression(input.y, input.n_pre, { ...options, lag: 3 });
    expectClose(coefficients(fit, classicalVariance(fit)), table(expected.ols), tolerance);
    expectClose(
      [ours.sigma, ours.rSquared, ours.df, ours.fitted, ours.counterfactual, ours.residuals],
      [
        expected.sigma,
        expected.r_squared,
        expected.df_residual,
        expected.fitted,
        expected.counterfactual,
        expected.residuals,
      ],
      tolerance,
    );
    expectClose(ours.effectAtEnd, expected.effect_at_end, tolerance);
    const { dw, p_value } = expected.durbin_watson;
    expectClose([ours.durbinWatson, ours.durbinWatsonP], [dw, p_value], tolerance);
    expectClose(ours.autocorrelation, expected.acf, tolerance);
    expect(terms.map((term) => COLUMNS[term])).toEqual([...expected.design_columns]);
    const estimated = Object.values(ours.terms).filter((it): it is Coefficient => it !== undefined);
    expectClose(estimated, table(expected.newey_west_bartlett_no_adjust.lag_3), tolerance);
  });

  test("standard errors of Newey-West at every lag, with and without the small-sample factor, and HC3's", () => {
    for (const [lag, coef] of Object.entries(expected.newey_west_bartlett_no_adjust))
      expectClose(
        coefficients(fit, neweyWestVariance(fit, rows, Number(lag.replace('lag_', '')))),
        table(coef as any),
        tolerance,
      );
    const adjusted = neweyWestVariance(fit, rows, 3, true);
    expectClose(coefficients(fit, adjusted), table(expected.newey_west_lag3_small_sample_adjust), tolerance);
    expectClose(coefficients(fit, hc3Variance(fit, rows)), table(expected.hc3), tolerance);
  });

  test('generalised least squares with autoregressive errors, ML and REML', () => {
    const near = { rel: tolerance!.gls_rel as number };
    for (const method of ['ml', 'reml'] as const) {
      const { coef, phi, sigma, loglik } = expected[`gls_ar1_${method}`];
      const ours = autoregressiveRegression(rows, input.y, { method });
      const likelihood = method === 'ml' ? { sigma, logLikelihood: loglik } : {};
      const found = (table(coef) as Coefficient[]).map(({ pValue, ...rest }) =>
        pValue < 1e-20 ? rest : { ...rest, pValue },
      );
      expectClose(ours, { phi, coefficients: found, ...likelihood }, near);
      // nlme stops a few millionths of phi short, which is more than the tolerance of a p value of 1e-32.
      const given = autoregressiveRegression(rows, input.y, { method, phi });
      expectClose(given.coefficients, table(coef), near);
      expect(Math.abs(ours.phi - phi)).toBeLessThan(2e-5);
      expect(ours.logLikelihood).toBeGreaterThan(given.logLikelihood - 1e-9);
    }
  });
});

test.each(fixtureCases('its_counts'))(
  "Poisson and negative binomial regression of counts are R's: $name",
  ({ input, expected, tolerance }) => {
    const names = Object.keys(expected.poisson);
    const rows = (input.y as number[]).map((_, i) => {
      const time = i + 1;
      const after = Math.max(0, time - input.n_pre);
      const wave = (k: number): number => (2 * Math.PI * k * time) / 12;
      const columns: Record<string, number> = {
        '(Intercept)': 1,
        time,
        level: Number(after > 0),
        trend: after,
        s1: Math.sin(wave(1)),
        c1: Math.cos(wave(1)),
        s2: Math.sin(wave(2)),
        c2: Math.cos(wave(2)),
      };
      return names.map((name) => columns[name]!);
    });
    const ours = poissonRegression(rows, input.y, input.offset);
    expectClose(ours.poisson, table(expected.poisson), tolerance);
    expectClose(ours.quasi, table(expected.quasipoisson.coef), tolerance);
    const { deviance, pearson, fitted } = expected;
    expectClose(ours, { deviance, pearson, fitted, dispersion: expected.quasipoisson.dispersion }, tolerance);
    expectClose(
      [Math.exp(ours.poisson[names.indexOf('level')]!.estimate)],
      [expected.rate_ratio_level.est],
      tolerance,
    );
    const { theta, coef } = expected.negative_binomial;
    const varied = negativeBinomialRegression(rows, input.y, input.offset);
    expectClose(varied, { theta, coefficients: table(coef) }, tolerance);
  },
);

test('a step without noise is found, whatever the trend before it', () => {
  const values = Array.from(
    { length: 24 },
    (_, i) => 10 + 0.5 * (i + 1) + (i >= 12 ? 4 - 0.25 * (i - 11) : 0) + (i % 2) * 1e-6,
  );
  const { terms, effectAtEnd, lag } = segmentedRegression(values, 12);
  expect(terms.level!.estimate).toBeCloseTo(4, 5);
  expect(terms.trend!.estimate).toBeCloseTo(-0.25, 5);
  expect(effectAtEnd.absolute).toBeCloseTo(1, 5);
  expect(lag).toBe(6);
});

test('a design that no line can be fitted to is refused', () => {
  expect(() => segmentedRegression([1, 2, 3], 2)).toThrow(RangeError);
  expect(() => segmentedDesign(5, 5)).toThrow(RangeError);
  const alike = [1, 2, 3, 4].map((x) => [1, x, 2 * x]);
  expect(() => leastSquares(alike, [1, 2, 3, 5])).toThrow(RangeError);
});

describe("the p value of Durbin and Watson's statistic", () => {
  const line = (n: number): number[][] => Array.from({ length: n }, (_, i) => [1, i + 1]);
  const alternating = (n: number): number[] =>
    Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1) + 0.1 * (i % 3));
  const drifting = (n: number): number[] => Array.from({ length: n }, (_, i) => Math.sin(i / 3));
  const pOf = (rows: number[][], y: number[]): number =>
    durbinWatsonP(rows, leastSquares(rows, y).residuals)!;

  test('is small where errors follow each other and near 1 where they alternate, exact or approximate', () => {
    for (const n of [20, 150]) {
      expect(pOf(line(n), drifting(n))).toBeLessThan(1e-4);
      expect(pOf(line(n), alternating(n))).toBeGreaterThan(0.999);
    }
  });

  test('of a line that leaves nothing over there is none', () => {
    expect(durbinWatson([0, 0, 0])).toBeNull();
    expect(durbinWatsonP(line(5), [0, 0, 0, 0, 0])).toBeNull();
  });

  test('is the share of independent errors with a statistic as low', () => {
    let seed = 5;
    const next = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const normal = (): number => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
    const rows = line(12);
    const seen = leastSquares(rows, [3, 4, 6, 5, 5, 7, 8, 7, 6, 8, 9, 11]).residuals;
    const draws = Array.from({ length: 2000 }, () =>
      durbinWatson(leastSquares(rows, rows.map(normal)).residuals),
    );
    const share = draws.filter((it) => it! <= durbinWatson(seen)!).length / draws.length;
    expect(Math.abs(durbinWatsonP(rows, seen)! - share)).toBeLessThan(0.03);
  });
});

test('errors made to follow each other are found to, and independent ones not', () => {
  let seed = 3;
  const next = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647 - 0.5;
  const rows = Array.from({ length: 200 }, (_, i) => [1, i]);
  let error = 0;
  const carried = rows.map(([, i]) => 2 + 0.1 * i! + (error = 0.6 * error + next()));
  const alone = rows.map(([, i]) => 2 + 0.1 * i! + next());
  expect(Math.abs(autoregressiveRegression(rows, carried).phi - 0.6)).toBeLessThan(0.1);
  expect(Math.abs(autoregressiveRegression(rows, alone).phi)).toBeLessThan(0.2);
  const exact = rows.map(([, i]) => 2 + i!);
  expect(() => autoregressiveRegression(rows.slice(0, 2), exact.slice(0, 2))).toThrow(RangeError);
  expect(() => autoregressiveRegression(rows, carried, { phi: 1 })).toThrow(RangeError);
});

test('counts that vary no more than those of Poisson, or are none, have no negative binomial fit: refused', () => {
  const rows = [1, 2, 3, 4, 5, 6, 7, 8].map(() => [1]);
  const ones = rows.map(() => 1);
  expect(() => negativeBinomialRegression(rows, [5, 5, 6, 5, 5, 6, 5, 5], ones)).toThrow(RangeError);
  expect(() => negativeBinomialRegression(rows, [5, 0.5, 6, 5, 5, 6, 5, 5], ones)).toThrow(RangeError);
  const { theta, fitted } = negativeBinomialRegression(rows, [1, 0, 30, 2, 17, 4, 0, 10], ones);
  expect(theta).toBeLessThan(2);
  expect(fitted[0]).toBeCloseTo(8, 8);
});

testsReadEveryMember();

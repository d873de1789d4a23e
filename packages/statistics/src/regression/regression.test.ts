import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases } from '../testing/fixtures.js';
import {
  classicalVariance,
  coefficients,
  hc3Variance,
  leastSquares,
  neweyWestVariance,
  type Coefficient,
} from './least-squares.js';
import { poissonRegression } from './poisson.js';
import { segmentedDesign, segmentedRegression } from './segmented.js';

/** R's coefficient table in our words. */
const table = (coef: Record<string, any>): unknown[] =>
  Object.values(coef).map(({ p_value, ...rest }) => ({ ...rest, pValue: p_value }));

describe.each(fixtureCases('its'))("segmented regression is R's: $name", ({ input, expected, tolerance }) => {
  const options = input.seasonal_harmonic ? { season: input.period as number } : {};
  const { rows } = segmentedDesign(input.y.length, input.n_pre, options);
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
    expectClose([ours.durbinWatson], [expected.durbin_watson.dw], tolerance);
    expectClose(ours.autocorrelation, expected.acf, tolerance);
    const terms = Object.values(ours.terms).filter((it): it is Coefficient => it !== undefined);
    expectClose(terms, table(expected.newey_west_bartlett_no_adjust.lag_3), tolerance);
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
});

test.each(fixtureCases('its_counts'))(
  "Poisson regression of counts is R's: $name",
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
  },
);

test("a simple line is R's", () => {
  const [parity] = fixtureCases('distributions').filter(
    ({ name }) => name === 'other_tests_for_clickhouse_parity',
  );
  const { v, g } = parity!.input as { v: number[]; g: number[] };
  expect(groupBy(g, (it) => it).size).toBeGreaterThan(1);
  const { estimates } = leastSquares(
    g.map((x) => [1, x]),
    v,
  );
  expectClose(estimates, [parity!.expected.lm.intercept, parity!.expected.lm.slope], { rel: 1e-10 });
});

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

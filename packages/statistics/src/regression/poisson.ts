import { tQuantile, tTwoSided } from '../distributions/beta.js';
import { normalTwoSided, tailOf, zOf } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import type { Matrix } from '../numeric/matrix.js';
import { sum } from '../numeric/sums.js';
import type { Coefficient } from './least-squares.js';
import { logLinearRegression, type CountFamily, type LogLinear } from './log-linear.js';

export interface PoissonFit {
  /** Standard errors of a Poisson model: too small when counts vary more than that. */
  poisson: Coefficient[];
  /** The same estimates, standard errors times √dispersion, t limits. The ones to report. */
  quasi: Coefficient[];
  /** Pearson's chi-square over its degrees of freedom. */
  dispersion: number;
  deviance: number;
  pearson: number;
  fitted: number[];
}

export const POISSON: CountFamily = {
  weight: (mu) => mu,
  deviance: (counts, mu) =>
    2 * sum(counts.map((y, i) => (y > 0 ? y * Math.log(y / at(mu, i)) : 0) - (y - at(mu, i)))),
};

/**
 * Poisson regression of counts with a log link and an offset; quasi-Poisson standard errors beside the plain ones.
 * exp(level) is the rate ratio at an interruption.
 *
 * Source: McCullagh P, Nelder JA (1989), Generalized Linear Models, ch. 6; R's `glm`.
 *
 * @param exposure denominators of the counts, > 0.
 * @throws {RangeError} when it does not converge.
 */
export function poissonRegression(
  rows: Matrix,
  counts: readonly number[],
  exposure: readonly number[],
  level = 0.95,
): PoissonFit {
  const start = counts.map((count) => count + 0.1);
  const fit = logLinearRegression(rows, counts, exposure.map(Math.log), POISSON, start);
  const { fitted, deviance } = fit;
  const df = counts.length - fit.estimates.length;
  const pearson = sum(counts.map((y, i) => (y - at(fitted, i)) ** 2 / at(fitted, i)));
  const dispersion = pearson / df;
  return {
    poisson: normalCoefficients(fit, level),
    quasi: table(fit, dispersion, tQuantile(1 - tailOf(level), df), (t) => tTwoSided(t, df)),
    dispersion,
    deviance,
    pearson,
    fitted,
  };
}

/** Estimates with normal limits and p values. */
export function normalCoefficients(fit: LogLinear, level: number): Coefficient[] {
  return table(fit, 1, zOf(level), normalTwoSided);
}

function table(
  { estimates, variance }: LogLinear,
  scale: number,
  quantile: number,
  p: (t: number) => number,
): Coefficient[] {
  return estimates.map((estimate, i) => {
    const se = Math.sqrt(at(at(variance, i), i) * scale);
    return {
      estimate,
      se,
      lower: estimate - quantile * se,
      upper: estimate + quantile * se,
      pValue: p(estimate / se),
    };
  });
}

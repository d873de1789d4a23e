import { tQuantile, tTwoSided } from '../distributions/beta.js';
import { normalTwoSided, tailOf, zOf } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import { dot, inverse, multiply, solve, transpose, type Matrix } from '../numeric/matrix.js';
import { sum } from '../numeric/sums.js';
import type { Coefficient } from './least-squares.js';

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

const ITERATIONS_MAX = 50;

/**
 * Poisson regression of counts with a log link and an offset, by iteratively reweighted least squares; quasi-Poisson
 * standard errors beside the plain ones. exp(level) is the rate ratio at an interruption.
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
  const offset = exposure.map(Math.log);
  let mu = counts.map((count) => count + 0.1);
  let estimates: number[] = at(rows, 0).map(() => 0);
  let before = Infinity;
  for (let step = 0; step < ITERATIONS_MAX; step += 1) {
    const working = mu.map((m, i) => [Math.log(m) - at(offset, i) + (at(counts, i) - m) / m]);
    estimates = solve(information(rows, mu), multiply(weighted(rows, mu), working)).map((row) => at(row, 0));
    mu = rows.map((row, i) => Math.exp(dot(row, estimates) + at(offset, i)));
    const deviance = devianceOf(counts, mu);
    if (Math.abs(deviance - before) < 1e-13 * (Math.abs(deviance) + 0.1))
      return summary(rows, counts, mu, estimates, deviance, level);
    before = deviance;
  }
  throw new RangeError('poissonRegression: did not converge');
}

function weighted(rows: Matrix, mu: readonly number[]): number[][] {
  return transpose(rows.map((row, i) => row.map((x) => x * at(mu, i))));
}

function information(rows: Matrix, mu: readonly number[]): number[][] {
  return multiply(weighted(rows, mu), rows);
}

function devianceOf(counts: readonly number[], mu: readonly number[]): number {
  return 2 * sum(counts.map((y, i) => (y > 0 ? y * Math.log(y / at(mu, i)) : 0) - (y - at(mu, i))));
}

function summary(
  rows: Matrix,
  counts: readonly number[],
  fitted: number[],
  estimates: readonly number[],
  deviance: number,
  level: number,
): PoissonFit {
  const variance = inverse(information(rows, fitted));
  const df = counts.length - estimates.length;
  const pearson = sum(counts.map((y, i) => (y - at(fitted, i)) ** 2 / at(fitted, i)));
  const dispersion = pearson / df;
  const with_ = (scale: number, quantile: number, p: (t: number) => number): Coefficient[] =>
    estimates.map((estimate, i) => {
      const se = Math.sqrt(at(at(variance, i), i) * scale);
      return {
        estimate,
        se,
        lower: estimate - quantile * se,
        upper: estimate + quantile * se,
        pValue: p(estimate / se),
      };
    });
  return {
    poisson: with_(1, zOf(level), normalTwoSided),
    quasi: with_(dispersion, tQuantile(1 - tailOf(level), df), (t) => tTwoSided(t, df)),
    dispersion,
    deviance,
    pearson,
    fitted,
  };
}

import { at } from '../numeric/at.js';
import { dot, inverse, multiply, solve, transpose, type Matrix } from '../numeric/matrix.js';

export interface LogLinear {
  estimates: number[];
  fitted: number[];
  /** (XᵀWX)⁻¹. */
  variance: number[][];
  deviance: number;
}

/** How counts spread about their mean. */
export interface CountFamily {
  /** Weight of an observation of mean mu on the log scale: mu² / variance. */
  weight: (mu: number) => number;
  deviance: (counts: readonly number[], mu: readonly number[]) => number;
}

const ITERATIONS_MAX = 50;

/**
 * Regression of counts with a log link and an offset, by iteratively reweighted least squares.
 *
 * Source: McCullagh P, Nelder JA (1989), Generalized Linear Models, ch. 2; R's `glm`.
 *
 * @param start fitted values to begin with.
 * @throws {RangeError} when it does not converge.
 */
export function logLinearRegression(
  rows: Matrix,
  counts: readonly number[],
  offset: readonly number[],
  { weight, deviance: devianceOf }: CountFamily,
  start: readonly number[],
): LogLinear {
  let mu = [...start];
  let before = Infinity;
  for (let step = 0; step < ITERATIONS_MAX; step += 1) {
    const working = mu.map((m, i) => [Math.log(m) - at(offset, i) + (at(counts, i) - m) / m]);
    const weights = weighted(rows, mu.map(weight));
    const estimates = solve(multiply(weights, rows), multiply(weights, working)).map((row) => at(row, 0));
    mu = rows.map((row, i) => Math.exp(dot(row, estimates) + at(offset, i)));
    const deviance = devianceOf(counts, mu);
    if (Math.abs(deviance - before) < 1e-13 * (Math.abs(deviance) + 0.1)) {
      const variance = inverse(multiply(weighted(rows, mu.map(weight)), rows));
      return { estimates, fitted: mu, variance, deviance };
    }
    before = deviance;
  }
  throw new RangeError('logLinearRegression: did not converge');
}

function weighted(rows: Matrix, weights: readonly number[]): number[][] {
  return transpose(rows.map((row, i) => row.map((x) => x * at(weights, i))));
}

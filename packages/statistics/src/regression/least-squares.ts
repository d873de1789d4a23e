import { tQuantile, tTwoSided } from '../distributions/beta.js';
import { tailOf } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import { dot, inverse, multiply, transpose, type Matrix } from '../numeric/matrix.js';
import { mean, sum } from '../numeric/sums.js';
import type { Limits } from '../proportion.js';

export interface Coefficient extends Limits {
  estimate: number;
  se: number;
  pValue: number;
}

export interface LeastSquares {
  estimates: number[];
  fitted: number[];
  residuals: number[];
  /** (XᵀX)⁻¹. */
  unscaled: number[][];
  /** ln|XᵀX|. */
  logDeterminant: number;
  df: number;
  sigma: number;
  rSquared: number;
}

/**
 * Ordinary least squares by Gram-Schmidt with reorthogonalisation, which keeps the digits that the normal equations lose.
 *
 * Source: Björck Å (1994), Linear Algebra and its Applications 197:297-316.
 *
 * @param rows the design, one row per observation, an intercept among its columns.
 * @throws {RangeError} with no more observations than columns, or columns that depend on each other.
 */
export function leastSquares(rows: Matrix, y: readonly number[]): LeastSquares {
  const columns = transpose(rows);
  const df = y.length - columns.length;
  if (df < 1) throw new RangeError('leastSquares: more coefficients than observations allow');
  const { q, r } = orthogonalise(columns);
  const rotated = q.map((column) => [dot(column, y)]);
  const back = inverse(r);
  const estimates = multiply(back, rotated).map((row) => at(row, 0));
  const fitted = rows.map((row) => dot(row, estimates));
  const residuals = y.map((value, i) => value - at(fitted, i));
  const rss = sum(residuals.map((it) => it ** 2));
  const centre = mean(y);
  return {
    estimates,
    fitted,
    residuals,
    unscaled: multiply(back, transpose(back)),
    logDeterminant: 2 * sum(r.map((row, i) => Math.log(at(row, i)))),
    df,
    sigma: Math.sqrt(rss / df),
    rSquared: 1 - rss / sum(y.map((value) => (value - centre) ** 2)),
  };
}

function orthogonalise(columns: Matrix): { q: number[][]; r: number[][] } {
  const q: number[][] = [];
  const r = columns.map(() => columns.map(() => 0));
  columns.forEach((column, j) => {
    let rest = [...column];
    // Once is not enough where columns are nearly parallel, as time and the time after a change are.
    for (let pass = 0; pass < 2; pass += 1)
      q.forEach((unit, i) => {
        const along = dot(unit, rest);
        const row = at(r, i);
        row[j] = at(row, j) + along;
        rest = rest.map((value, k) => value - along * at(unit, k));
      });
    const length = Math.hypot(...rest);
    if (length <= 1e-10 * Math.hypot(...column))
      throw new RangeError('leastSquares: columns depend on each other');
    at(r, j)[j] = length;
    q.push(rest.map((value) => value / length));
  });
  return { q, r };
}

/** Variance of the estimates when errors are independent and alike: sigma²·(XᵀX)⁻¹. */
export function classicalVariance({ unscaled, sigma }: LeastSquares): number[][] {
  return unscaled.map((row) => row.map((value) => value * sigma ** 2));
}

/**
 * Newey-West's variance, for errors that follow each other: (XᵀX)⁻¹·S·(XᵀX)⁻¹ with
 * S = Σ_l w_l Σ_t e_t·e_{t-l}·(x_t·x_{t-l}ᵀ + x_{t-l}·x_tᵀ), Bartlett weights w_l = 1 - l/(L + 1).
 *
 * Source: Newey WK, West KD (1987), Econometrica 55:703-708; R sandwich, `NeweyWest(prewhite = FALSE)`.
 *
 * @param smallSample multiply by n/(n - p); not done by default.
 */
export function neweyWestVariance(
  fit: LeastSquares,
  rows: Matrix,
  lag: number,
  smallSample = false,
): number[][] {
  const scores = rows.map((row, t) => row.map((x) => x * at(fit.residuals, t)));
  const columns = transpose(scores);
  const meat = columns.map((a) => columns.map((b) => dot(a, b)));
  for (let l = 1; l <= lag; l += 1) {
    const weight = 1 - l / (lag + 1);
    const lagged = columns.map((a) => columns.map((b) => dot(a.slice(l), b.slice(0, -l))));
    meat.forEach((row, i) =>
      row.forEach((value, j) => {
        row[j] = value + weight * (at(at(lagged, i), j) + at(at(lagged, j), i));
      }),
    );
  }
  const scale = smallSample ? rows.length / fit.df : 1;
  return multiply(multiply(fit.unscaled, meat), fit.unscaled).map((row) => row.map((value) => value * scale));
}

/** MacKinnon and White's HC3, for errors of unequal size: each residual over 1 - its leverage. R sandwich, `vcovHC`. */
export function hc3Variance(fit: LeastSquares, rows: Matrix): number[][] {
  const scores = rows.map((row, t) => {
    const leverage = dot(
      row,
      multiply(fit.unscaled, transpose([row])).map((it) => at(it, 0)),
    );
    return row.map((x) => (x * at(fit.residuals, t)) / (1 - leverage));
  });
  const columns = transpose(scores);
  const meat = columns.map((a) => columns.map((b) => dot(a, b)));
  return multiply(multiply(fit.unscaled, meat), fit.unscaled);
}

/** Estimates with t limits and p values at the residual degrees of freedom, from any of the variances. */
export function coefficients(
  fit: Pick<LeastSquares, 'estimates' | 'df'>,
  variance: Matrix,
  level = 0.95,
): Coefficient[] {
  const t = tQuantile(1 - tailOf(level), fit.df);
  return fit.estimates.map((estimate, i) => {
    const se = Math.sqrt(at(at(variance, i), i));
    return {
      estimate,
      se,
      lower: estimate - t * se,
      upper: estimate + t * se,
      pValue: tTwoSided(estimate / se, fit.df),
    };
  });
}

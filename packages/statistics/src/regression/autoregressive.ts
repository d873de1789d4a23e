import { at } from '../numeric/at.js';
import type { Matrix } from '../numeric/matrix.js';
import { coefficients, leastSquares, type Coefficient, type LeastSquares } from './least-squares.js';

export interface Autoregressive {
  coefficients: Coefficient[];
  /** How much of each error is carried into the next. */
  phi: number;
  /** Standard deviation of an error. */
  sigma: number;
  /** Of the data for `ml`; for `reml` of what the design leaves of them. */
  logLikelihood: number;
}

export interface AutoregressiveOptions {
  /** `reml` allows for the coefficients having been estimated, and so finds more of what is carried on. Default `ml`. */
  method?: 'ml' | 'reml';
  /** Known, instead of found. */
  phi?: number;
  level?: number;
}

/** Where phi is looked for first; the likelihood of a short series can have more than one top. */
const GRID = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** So small a change of phi is less than the likelihood can show. */
const NARROW = 1e-9;

/**
 * Generalised least squares with errors that follow each other, e_t = φ·e_{t-1} + u_t: an alternative to Newey-West's
 * variance where the form of the dependence is believed.
 *
 * φ has the highest profile likelihood; given it, coefficients are the least squares of the first row and of
 * (row_t - φ·row_{t-1})/√(1 - φ²). ML: -½(n·(ln(2π·RSS/n) + 1) + ln|R|), ln|R| = (n - 1)·ln(1 - φ²); REML has n - p for n
 * and ln|XᵀR⁻¹X| added. Standard errors have n - p degrees of freedom under both.
 *
 * Source: Pinheiro JC, Bates DM (2000), Mixed-Effects Models in S and S-PLUS, ch. 5; R nlme, `gls(corAR1())`.
 *
 * @param rows in order of time, one period apart.
 * @throws {RangeError} where least squares has no solution, nothing is left over to find φ from, or a known φ is not
 *   between -1 and 1.
 */
export function autoregressiveRegression(
  rows: Matrix,
  y: readonly number[],
  { method = 'ml', level = 0.95, phi: known }: AutoregressiveOptions = {},
): Autoregressive {
  const profile = (phi: number): number => logLikelihoodOf(whitened(rows, y, phi), phi, y.length, method);
  if (known !== undefined && !(Math.abs(known) < 1))
    throw new RangeError('autoregressiveRegression: expected phi between -1 and 1');
  if (!Number.isFinite(profile(0))) throw new RangeError('autoregressiveRegression: nothing is left over');
  const phi = known ?? highest(profile);
  const fit = whitened(rows, y, phi);
  const divisor = method === 'ml' ? y.length : fit.df;
  const variance = fit.unscaled.map((row) => row.map((value) => value * fit.sigma ** 2));
  return {
    coefficients: coefficients(fit, variance, level),
    phi,
    sigma: fit.sigma * Math.sqrt(fit.df / divisor),
    logLikelihood: profile(phi),
  };
}

/** Least squares of what is new in each period, on the scale of a whole error. */
function whitened(rows: Matrix, y: readonly number[], phi: number): LeastSquares {
  const scale = Math.sqrt(1 - phi ** 2);
  const isNew = (value: number, before: number | undefined): number =>
    before === undefined ? value : (value - phi * before) / scale;
  return leastSquares(
    rows.map((row, t) => row.map((value, j) => isNew(value, rows[t - 1]?.[j]))),
    y.map((value, t) => isNew(value, y[t - 1])),
  );
}

function logLikelihoodOf(fit: LeastSquares, phi: number, n: number, method: 'ml' | 'reml'): number {
  const size = method === 'ml' ? n : fit.df;
  const variance = (fit.sigma ** 2 * fit.df) / size;
  const correlation = (n - 1) * Math.log1p(-(phi ** 2));
  const design = method === 'ml' ? 0 : fit.logDeterminant;
  return -(size * (Math.log(2 * Math.PI * variance) + 1) + correlation + design) / 2;
}

/** The highest point between -1 and 1: the best of a grid, and then by golden sections about it. */
function highest(of: (phi: number) => number): number {
  const grid = Array.from({ length: GRID - 1 }, (_, i) => (2 * (i + 1)) / GRID - 1);
  const values = grid.map(of);
  const best = at(grid, values.indexOf(Math.max(...values)));
  let [low, high] = [best - 2 / GRID, best + 2 / GRID];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [of(left), of(right)];
  while (high - low > NARROW) {
    // The point that stays inside is where the next section falls on one side.
    if (atLeft < atRight) {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = of(right);
    } else {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = of(left);
    }
  }
  return (low + high) / 2;
}

import { normalLower } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import { symmetricEigenvalues } from '../numeric/eigenvalues.js';
import { dot, multiply, transpose, type Matrix } from '../numeric/matrix.js';
import { sum } from '../numeric/sums.js';
import { leastSquares } from './least-squares.js';

/**
 * Σ(e_t - e_{t-1})² / Σe²; `null` where nothing is left over.
 *
 * Source: Durbin J, Watson GS (1950), Biometrika 37:409-428.
 */
export function durbinWatson(residuals: readonly number[]): number | null {
  const total = sum(residuals.map((value) => value ** 2));
  if (total === 0) return null;
  const steps = residuals.slice(1).map((value, i) => (value - at(residuals, i)) ** 2);
  return sum(steps) / total;
}

/** From so many observations on the normal approximation is used, as lmtest does. */
const EXACT_BELOW = 100;
/** Nodes of each integral. lmtest has 15, which differ by less than 1e-8 on the series of the fixtures. */
const NODES = 40;

/**
 * One-sided p value of Durbin and Watson's statistic: how often errors that do not follow each other would give one as
 * low. Small when each error is like the one before; `null` where nothing is left over.
 *
 * With fewer than 100 observations it is exact: the statistic is a ratio of quadratic forms in the residuals' space,
 * P(Σ(λᵢ - d)uᵢ² < 0) with λ the eigenvalues of MAM, M = I - X(XᵀX)⁻¹Xᵀ and A the matrix of squared differences. From 100
 * on it is normal with the statistic's exact mean and variance.
 *
 * Source: Durbin J, Watson GS (1950, 1951), Biometrika 37:409-428 and 38:159-178; Farebrother RW (1980, 1984), Applied
 * Statistics 29:224-227 and 33:363-366 (Pan's integrals); R lmtest, `dwtest`.
 *
 * @param rows the design that left the residuals.
 * @throws {RangeError} where least squares has no solution.
 */
export function durbinWatsonP(rows: Matrix, residuals: readonly number[]): number | null {
  const d = durbinWatson(residuals);
  if (d === null) return null;
  const { unscaled } = leastSquares(rows, residuals);
  if (rows.length >= EXACT_BELOW) return approximateP(rows, unscaled, d);
  const spread = spreadOf(differenced(annihilator(rows, unscaled)));
  // The columns of the design leave one eigenvalue of 0 each.
  const eigenvalues = symmetricEigenvalues(spread).slice(at(rows, 0).length);
  return belowRatio(eigenvalues, d);
}

/** I - X(XᵀX)⁻¹Xᵀ: what turns values into residuals. */
function annihilator(rows: Matrix, unscaled: Matrix): number[][] {
  const hat = multiply(multiply(rows, unscaled), transpose(rows));
  return hat.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - value));
}

/** Each row less the one before. */
function differenced(m: Matrix): number[][] {
  return m.slice(1).map((row, i) => row.map((value, j) => value - at(at(m, i), j)));
}

/** mᵀm. */
function spreadOf(m: Matrix): number[][] {
  const columns = transpose(m);
  return columns.map((a) => columns.map((b) => dot(a, b)));
}

/**
 * P(Σλᵢuᵢ² < x·Σuᵢ²) for standard normal u, by Pan's integrals over every other interval between eigenvalues:
 *
 *     Σ ∓ 1/π ∫ √|Π (y - x)/(y - λ)| dy/(y - x),   from the first eigenvalue to x
 *
 * each with y = (a + b)/2 - (b - a)/2·cos θ, which takes the singular ends away.
 */
function belowRatio(ascending: readonly number[], x: number): number {
  const below = ascending.filter((value) => value < x);
  // The side with fewer eigenvalues has fewer integrals.
  if (2 * below.length >= ascending.length)
    return 1 - tailFrom(ascending.filter((it) => it >= x).reverse(), below, x);
  return tailFrom(
    below,
    ascending.filter((it) => it >= x),
    x,
  );
}

/** `near`: the eigenvalues on the side asked for, from the outermost in. */
function tailFrom(near: readonly number[], far: readonly number[], x: number): number {
  const integrals: number[] = [];
  for (let from = 0; from < near.length; from += 2) {
    const inner = near[from + 1];
    const others = [...near.filter((_, i) => i !== from && i !== from + 1), ...far];
    integrals.push(interval(at(near, from), inner ?? x, others, x));
  }
  return sum(integrals.map((value, i) => (i % 2 === 0 ? value : -value)));
}

function interval(a: number, b: number, others: readonly number[], x: number): number {
  const values = Array.from({ length: NODES }, (_, k) => {
    const y = (a + b) / 2 - ((b - a) / 2) * Math.cos(((2 * k + 1) * Math.PI) / (2 * NODES));
    return Math.sqrt(Math.abs(others.reduce((product, value) => (product * (y - x)) / (y - value), 1)));
  });
  return sum(values) / NODES;
}

/** P ≈ Φ((d - E)/√V), from tr MA = tr A - tr B and tr (MA)² = tr A² - 2·tr (XᵀX)⁻¹XᵀA²X + tr B², B = (XᵀX)⁻¹XᵀAX. */
function approximateP(rows: Matrix, unscaled: Matrix, d: number): number {
  const n = rows.length;
  const df = n - at(rows, 0).length;
  const twice = differencedTwice(rows);
  const b = multiply(unscaled, multiply(transpose(rows), twice));
  const total = 2 * (n - 1) - trace(b);
  const square = 6 * n - 8 - 2 * trace(multiply(unscaled, spreadOf(twice))) + trace(multiply(b, b));
  const expected = total / df;
  const variance = (2 / (df * (df + 2))) * (square - total * expected);
  return normalLower((d - expected) / Math.sqrt(variance));
}

function trace(m: Matrix): number {
  return sum(m.map((row, i) => at(row, i)));
}

/** A·m, A being the matrix of squared differences: 2 on the diagonal (1 at its ends), -1 beside it. */
function differencedTwice(m: Matrix): number[][] {
  const last = m.length - 1;
  return m.map((row, i) =>
    row.map((value, j) => {
      const before = i === 0 ? 0 : value - at(at(m, i - 1), j);
      const after = i === last ? 0 : value - at(at(m, i + 1), j);
      return before + after;
    }),
  );
}

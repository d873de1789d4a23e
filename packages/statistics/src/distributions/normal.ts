import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';

/**
 * Quantile of the standard normal distribution, -√2·erfcinv(2p), each half from its own tail.
 *
 * Not @stdlib's `normal-quantile`: that goes through erfinv(2p - 1) and loses half its digits at p = 1e-10.
 */
export function normalQuantile(p: number): number {
  return p <= 0.5 ? -Math.SQRT2 * erfcinv(2 * p) : Math.SQRT2 * erfcinv(2 * (1 - p));
}

/** z of two-sided limits at a confidence level: 1.959963984540054 at 0.95. @throws {RangeError} outside (0, 1). */
export function zOf(level: number): number {
  return normalQuantile(1 - tailOf(level));
}

/** The share each side of two-sided limits leaves out: 0.025 at 0.95. @throws {RangeError} outside (0, 1). */
export function tailOf(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError('a confidence level lies between 0 and 1');
  return (1 - level) / 2;
}

/** Two-sided p value of a standard normal statistic, from the tail itself, so that small ones keep their digits. */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** P(Z < z) of a standard normal variable, from the lower tail, so that small ones keep their digits. */
export function normalLower(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

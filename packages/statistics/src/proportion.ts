/** Standard normal quantile at 0.975: two-sided 95% limits. */
const Z_95 = 1.959963984540054;

export interface Limits {
  lower: number;
  upper: number;
}

/**
 * Wilson score limits of a proportion, x of n:
 *
 *     (2x + z² ∓ z·√(z² + 4x(1 − x/n))) / (2(n + z²))
 *
 * Source: Wilson EB (1927), J Am Stat Assoc 22:209-212, in the form of UKHSA's PHEindicatormethods 2.1.0
 * (`wilson_lower`, `wilson_upper`; the method of Fingertips). At x = 0 and x = n, where the formula leaves a speck by
 * rounding, the outer limit is exactly 0 and 1.
 *
 * @param x events, 0 <= x <= n. @param n trials, > 0. @param z standard normal quantile; default 95% limits.
 * @throws {RangeError} when x or n is outside its range.
 */
export function wilson(x: number, n: number, z: number = Z_95): Limits {
  if (!(n > 0) || !(x >= 0 && x <= n)) throw new RangeError('wilson: expected 0 <= x <= n and n > 0');
  const zz = z * z;
  const spread = z * Math.sqrt(zz + 4 * x * (1 - x / n));
  const scale = 2 * (n + zz);
  return {
    lower: x === 0 ? 0 : (2 * x + zz - spread) / scale,
    upper: x === n ? 1 : (2 * x + zz + spread) / scale,
  };
}

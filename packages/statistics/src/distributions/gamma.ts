import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import quantile from '@stdlib/stats-base-dists-gamma-quantile';

const NEWTON_STEPS_MAX = 20;

/**
 * Quantile of the gamma distribution with rate 1.
 *
 * @stdlib's own is off by 1e-4 in the upper half once the shape is over about 950; Newton steps on the incomplete gamma
 * function, which is right, bring it to 1e-14.
 *
 * @returns 0 at shape 0, where the exact lower limit of no events lies.
 */
export function gammaQuantile(p: number, shape: number): number {
  if (shape === 0 || p === 0) return 0;
  const upper = p > 0.5;
  const tail = upper ? 1 - p : p;
  let x = quantile(p, shape, 1);
  for (let step = 0; step < NEWTON_STEPS_MAX; step += 1) {
    const density = Math.exp((shape - 1) * Math.log(x) - x - gammaln(shape));
    const excess = (gammainc(x, shape, true, upper) - tail) * (upper ? -1 : 1);
    if (density === 0) return x;
    const move = excess / density;
    // Far out in a tail a full step can leave the axis.
    x = move >= x ? x / 2 : x - move;
    if (Math.abs(move) <= 1e-15 * x) return x;
  }
  return x;
}

/** Quantile of the chi-square distribution. */
export function chiSquareQuantile(p: number, df: number): number {
  return 2 * gammaQuantile(p, df / 2);
}

/** P(X > x) of the chi-square distribution, from the upper incomplete gamma function, never as 1 - cdf. */
export function chiSquareUpper(x: number, df: number): number {
  if (df === 0) return 1;
  return gammainc(x / 2, df / 2, true, true);
}

import stdlibGamma from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import quantile from '@stdlib/stats-base-dists-gamma-quantile';

const NEWTON_STEPS_MAX = 50;
const TERMS_MAX = 1_000_000;

/**
 * Quantile of the gamma distribution with rate 1.
 *
 * @stdlib's own is off by 1e-4 in the upper half once the shape is over about 950; Newton steps on the incomplete gamma
 * function bring it to 1e-13.
 *
 * @returns 0 at shape 0, where the exact lower limit of no events lies.
 */
export function gammaQuantile(p: number, shape: number): number {
  if (shape === 0 || p === 0) return 0;
  const upper = p > 0.5;
  const tail = upper ? 1 - p : p;
  let x = quantile(p, shape, 1);
  for (let step = 0; step < NEWTON_STEPS_MAX; step += 1) {
    const density = Math.exp(logPrefix(x, shape)) / x;
    if (density === 0) return x;
    const move = ((gammaTail(x, shape, upper) - tail) * (upper ? -1 : 1)) / density;
    // Far out in a tail a full step can leave the axis.
    x = move >= x ? x / 2 : x - move;
    if (Math.abs(move) <= 1e-14 * x) return x;
  }
  return x;
}

/** Quantile of the chi-square distribution. */
export function chiSquareQuantile(p: number, df: number): number {
  return 2 * gammaQuantile(p, df / 2);
}

/** P(X > x) of the chi-square distribution, from the upper incomplete gamma function, never as 1 - cdf. */
export function chiSquareUpper(x: number, df: number): number {
  return df === 0 ? 1 : gammaTail(x / 2, df / 2, true);
}

/** Regularised incomplete gamma function, one tail of it. */
function gammaTail(x: number, a: number, upper: boolean): number {
  // @stdlib 0.3.1 takes its expansion for large x also where x is near a, and is then wrong in the second digit.
  if (x <= 1000 || a < 500) return stdlibGamma(x, a, true, upper);
  const lower = x < a;
  const tail = Math.exp(logPrefix(x, a)) * (lower ? lowerSeries(x, a) : upperFraction(x, a));
  return lower === upper ? 1 - tail : tail;
}

/** ln(x^a·e^-x / Γ(a)); for large a by Stirling's series, whose terms do not cancel. */
function logPrefix(x: number, a: number): number {
  if (a < 500) return a * Math.log(x) - x - gammaln(a);
  const off = (x - a) / a;
  return a * (Math.log1p(off) - off) + Math.log(a / (2 * Math.PI)) / 2 - 1 / (12 * a) + 1 / (360 * a ** 3);
}

/** Σ x^n / (a(a + 1)...(a + n)): Abramowitz and Stegun 6.5.29. */
function lowerSeries(x: number, a: number): number {
  let term = 1 / a;
  let total = term;
  for (let n = 1; n < TERMS_MAX && term > total * 1e-17; n += 1) {
    term *= x / (a + n);
    total += term;
  }
  return total;
}

/** The continued fraction 6.5.31 of Abramowitz and Stegun, even part, by Lentz's algorithm. */
function upperFraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < TERMS_MAX; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}

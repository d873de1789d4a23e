export interface KolmogorovSmirnov {
  /** The largest distance between the two distributions. */
  d: number;
  /** From the limit of large samples; too high for small ones. */
  pValue: number;
}

/** Below this the series converges slowly, and its counterpart fast. */
const SMALL = 1;

/**
 * Kolmogorov-Smirnov test of two samples, two-sided: D = max |F_a - F_b|, with the limiting distribution
 *
 *     P(D > d) = 2·Σ (-1)^(k-1)·exp(-2k²x²),   x = d·√(n₁n₂/(n₁ + n₂))
 *
 * With ties the p value is too high, since the limit is that of values without.
 *
 * Source: Smirnov N (1948), Ann Math Stat 19:279-281; R's `ks.test(exact = FALSE)`.
 *
 * @throws {RangeError} when a sample is empty.
 */
export function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): KolmogorovSmirnov {
  if (a.length === 0 || b.length === 0) throw new RangeError('kolmogorovSmirnov: a sample is empty');
  const d = largestDistance(a, b);
  return { d, pValue: limitUpper(d * Math.sqrt((a.length * b.length) / (a.length + b.length))) };
}

function largestDistance(a: readonly number[], b: readonly number[]): number {
  const steps = [
    ...a.map((value) => ({ value, up: 1, down: 0 })),
    ...b.map((value) => ({ value, up: 0, down: 1 })),
  ];
  steps.sort((x, y) => x.value - y.value);
  let [below, belowB, largest] = [0, 0, 0];
  steps.forEach(({ value, up, down }, i) => {
    below += up;
    belowB += down;
    // Equal values are one step of both distributions.
    if (steps[i + 1]?.value !== value)
      // In whole numbers, so that equal shares are equal.
      largest = Math.max(largest, Math.abs(below * b.length - belowB * a.length));
  });
  return largest / (a.length * b.length);
}

/** P(K > x) of Kolmogorov's distribution. Under 1 by its theta transform, √(2π)/x·Σ exp(-(2k-1)²π²/(8x²)). */
function limitUpper(x: number): number {
  if (x === 0) return 1;
  let total = 0;
  if (x < SMALL) {
    for (let k = 1; k <= 9; k += 2) total += Math.exp(-((k * Math.PI) ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * total;
  }
  for (let k = 1; k <= 6; k += 1) total += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * x) ** 2);
  return total;
}

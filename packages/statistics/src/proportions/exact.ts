import { betaQuantile } from '../distributions/beta.js';
import { tailOf } from '../distributions/normal.js';
import type { Limits } from '../proportion.js';

/**
 * Exact (Clopper-Pearson) limits of a proportion, from quantiles of the beta distribution: B(α/2; x, n - x + 1) and
 * B(1 - α/2; x + 1, n - x). Wider than Wilson's by design; here for exact tests, not for charts.
 *
 * Source: Clopper C, Pearson ES (1934), Biometrika 26:404-413; R's `binom.test`.
 */
export function clopperPearson(x: number, n: number, level = 0.95): Limits {
  if (!(n > 0) || !(x >= 0 && x <= n)) throw new RangeError('clopperPearson: expected 0 <= x <= n and n > 0');
  const tail = tailOf(level);
  return {
    lower: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    upper: x === n ? 1 : betaQuantile(1 - tail, x + 1, n - x),
  };
}

import { chiSquareUpper } from '../distributions/gamma.js';
import { zOf } from '../distributions/normal.js';
import { wilson, type Limits } from '../proportion.js';

/** x of n. */
export interface Share {
  x: number;
  n: number;
}

export interface Difference extends Limits {
  difference: number;
  /** Pearson's chi-square without continuity correction; `null` when nobody or everybody has it in both groups. */
  pValue: number | null;
}

/**
 * Difference of two independent proportions, a - b, with Newcombe's hybrid score limits (his method 10):
 *
 *     d - √((p₁ - l₁)² + (u₂ - p₂)²)   to   d + √((u₁ - p₁)² + (p₂ - l₂)²),   l and u being Wilson's limits
 *
 * The limits stay within -1 to 1 and have a width also where a group has no successes, unlike Wald's.
 *
 * Source: Newcombe RG (1998), Statistics in Medicine 17:873-890; his worked example is in the tests.
 *
 * @throws {RangeError} when a group is empty or has more successes than members.
 */
export function proportionDifference(a: Share, b: Share, level = 0.95): Difference {
  const z = zOf(level);
  const [first, second] = [wilson(a.x, a.n, z), wilson(b.x, b.n, z)];
  const [p, q] = [a.x / a.n, b.x / b.n];
  const difference = p - q;
  return {
    difference,
    lower: difference - Math.hypot(p - first.lower, second.upper - q),
    upper: difference + Math.hypot(first.upper - p, q - second.lower),
    pValue: equalProportionsP(a, b),
  };
}

/**
 * Wald's limits of the same difference, d ∓ z·√(p₁(1 - p₁)/n₁ + p₂(1 - p₂)/n₂), for whoever must reproduce them: they leave
 * -1 to 1, and have no width where nobody or everybody succeeds. To be shown, {@link proportionDifference}.
 *
 * Source: Newcombe RG (1998), Statistics in Medicine 17:873-890, his method 1.
 *
 * @throws {RangeError} when a group is empty or has more successes than members.
 */
export function waldDifference(a: Share, b: Share, level = 0.95): Limits {
  if (![a, b].every(({ x, n }) => n > 0 && x >= 0 && x <= n))
    throw new RangeError('waldDifference: expected 0 <= x <= n, n > 0');
  const [p, q] = [a.x / a.n, b.x / b.n];
  const width = zOf(level) * Math.sqrt((p * (1 - p)) / a.n + (q * (1 - q)) / b.n);
  return { lower: p - q - width, upper: p - q + width };
}

function equalProportionsP(a: Share, b: Share): number | null {
  const pooled = (a.x + b.x) / (a.n + b.n);
  if (pooled === 0 || pooled === 1) return null;
  const variance = pooled * (1 - pooled) * (1 / a.n + 1 / b.n);
  return chiSquareUpper((a.x / a.n - b.x / b.n) ** 2 / variance, 1);
}

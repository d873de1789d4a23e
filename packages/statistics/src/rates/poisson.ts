import { gammaQuantile } from '../distributions/gamma.js';
import { tailOf, zOf } from '../distributions/normal.js';
import type { Limits } from '../proportion.js';

/** Below this count Byar's approximation is not used. */
export const EXACT_BELOW = 10;

export type PoissonMethod = 'exact' | 'byar';

/** @throws {RangeError} unless `x` is a count. Not only whole numbers: expected and weighted counts have limits too. */
function assertCount(x: number): void {
  if (!(x >= 0 && Number.isFinite(x))) throw new RangeError('expected a count of 0 or more');
}

/**
 * Byar's approximate limits of a Poisson count:
 *
 *     x(1 - 1/(9x) - z/(3√x))³   to   (x+1)(1 - 1/(9(x+1)) + z/(3√(x+1)))³
 *
 * Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research vol. II, p. 69; PHEindicatormethods 2.1.0.
 *
 * @returns `lower` is `null` where the approximation has none: at 0, and where it falls below 0 (1 event at 99.8%).
 */
export function byar(x: number, level = 0.95): { lower: number | null; upper: number } {
  assertCount(x);
  const z = zOf(level);
  const limit = (count: number, side: number): number =>
    count * (1 - 1 / (9 * count) + (side * z) / (3 * Math.sqrt(count))) ** 3;
  const lower = x === 0 ? -1 : limit(x, -1);
  return { lower: lower < 0 ? null : lower, upper: limit(x + 1, 1) };
}

/**
 * Exact limits of a Poisson count, from the gamma distribution: Γ⁻¹(α/2; x) to Γ⁻¹(1 - α/2; x + 1); half the
 * chi-square quantiles with 2x and 2x + 2 degrees of freedom.
 *
 * Source: Garwood F (1936), Biometrika 28:437-442; R's `poisson.test`.
 */
export function exactPoisson(x: number, level = 0.95): Limits {
  assertCount(x);
  const tail = tailOf(level);
  return { lower: gammaQuantile(tail, x), upper: gammaQuantile(1 - tail, x + 1) };
}

/** Limits of a count as UKHSA publishes them: exact for fewer than 10, Byar's from 10 on. Says which. */
export function poissonLimits(x: number, level = 0.95): Limits & { method: PoissonMethod } {
  if (x >= EXACT_BELOW) {
    const { lower, upper } = byar(x, level);
    if (lower !== null) return { lower, upper, method: 'byar' };
  }
  return { ...exactPoisson(x, level), method: 'exact' };
}

export interface Rate extends Limits {
  value: number;
  method: PoissonMethod;
}

/**
 * Crude rate: events per `multiplier` of the denominator, with the limits of the count.
 *
 * Source: PHEindicatormethods 2.1.0, `phe_rate`.
 *
 * @throws {RangeError} when the denominator is not positive.
 */
export function rate(events: number, denominator: number, multiplier: number, level = 0.95): Rate {
  if (!(denominator > 0)) throw new RangeError('rate: expected a denominator > 0');
  const { lower, upper, method } = poissonLimits(events, level);
  const scale = multiplier / denominator;
  return { value: events * scale, lower: lower * scale, upper: upper * scale, method };
}

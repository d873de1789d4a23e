import { gammaQuantile } from '../distributions/gamma.js';
import { zOf } from '../distributions/normal.js';
import { sum } from '../numeric/sums.js';
import type { Limits } from '../proportion.js';
import { poissonLimits } from '../rates/poisson.js';

/** The two funnels of public health practice: 95% ("2 sigma", 0.025 a side) and 99.8% ("3 sigma", 0.001 a side). */
export const FUNNEL_LEVELS = { inner: 0.95, outer: 0.998 } as const;

export interface FunnelLimits {
  inner: Limits;
  outer: Limits;
}

/** Where a point lies: `outer` beyond 99.8% limits, `inner` beyond 95% limits only. */
export type FunnelPlace = 'low_outer' | 'low_inner' | 'within' | 'high_inner' | 'high_outer';

/**
 * Funnel limits of a proportion at a group size: the proportions whose own Wilson limit touches the average, which solves
 * to average ∓ z·√(average(1 - average)/n), cut to 0 to 1.
 *
 * Source: PHEindicatormethods 2.1.0, `calculate_funnel_limits`. Upstream cuts at 100 whatever the multiplier; here limits
 * are proportions and the caller multiplies.
 */
export function proportionFunnel(average: number, n: number): FunnelLimits {
  if (!(average >= 0 && average <= 1 && n > 0))
    throw new RangeError('proportionFunnel: expected a share and n > 0');
  const at = (level: number): Limits => {
    const width = zOf(level) * Math.sqrt((average * (1 - average)) / n);
    return { lower: Math.max(0, average - width), upper: Math.min(1, average + width) };
  };
  return { inner: at(FUNNEL_LEVELS.inner), outer: at(FUNNEL_LEVELS.outer) };
}

export interface PoissonFunnelPoint {
  /** Expected events at which this many observed lie exactly on a limit. */
  expected: { inner: Limits; outer: Limits };
  /** Observed / expected there: times the average it is the limit of a rate. */
  ratio: FunnelLimits;
}

/**
 * Funnel limits of a ratio or rate, as the curve that observed counts trace: with O events the lower line passes at
 * O/Γ⁻¹(1 - α/2; O + 1) and the upper at O/Γ⁻¹(α/2; O), against the expected events of those quantiles. Exact, where
 * upstream bisects to 1e-7.
 *
 * Source: PHEindicatormethods 2.1.0, `calculate_funnel_limits` (ratio, rate).
 */
export function poissonFunnel(observed: number): PoissonFunnelPoint {
  if (!(observed > 0)) throw new RangeError('poissonFunnel: expected observed events > 0');
  const at = (level: number): Limits => ({
    lower: gammaQuantile((1 + level) / 2, observed + 1),
    upper: gammaQuantile((1 - level) / 2, observed),
  });
  const expected = { inner: at(FUNNEL_LEVELS.inner), outer: at(FUNNEL_LEVELS.outer) };
  const over = ({ lower, upper }: Limits): Limits => ({ lower: observed / lower, upper: observed / upper });
  return { expected, ratio: { inner: over(expected.inner), outer: over(expected.outer) } };
}

/** Where a proportion x of n lies in the funnel around an average. */
export function placeProportion(x: number, n: number, average: number): FunnelPlace {
  const { inner, outer } = proportionFunnel(average, n);
  return place(x / n, outer, inner);
}

/**
 * Where observed against expected events lie: whether the limits of the count (exact below 10, Byar's from 10 on) leave
 * out the expected.
 */
export function placeRatio(observed: number, expected: number): FunnelPlace {
  const [inner, outer] = [FUNNEL_LEVELS.inner, FUNNEL_LEVELS.outer].map((level) =>
    poissonLimits(observed, level),
  );
  if (!inner || !outer) return 'within';
  const turned = place(expected, outer, inner);
  // The count's limits lie above what is expected: the point is high.
  return turned === 'within' ? turned : MIRRORED[turned];
}

const MIRRORED = {
  low_outer: 'high_outer',
  low_inner: 'high_inner',
  high_inner: 'low_inner',
  high_outer: 'low_outer',
} as const;

function place(value: number, outer: Limits, inner: Limits): FunnelPlace {
  if (value < outer.lower) return 'low_outer';
  if (value > outer.upper) return 'high_outer';
  if (value < inner.lower) return 'low_inner';
  return value > inner.upper ? 'high_inner' : 'within';
}

/** The funnel's centre: all events over all of the denominator, never an average of averages. */
export function funnelAverage(points: readonly { x: number; n: number }[]): number {
  return sum(points.map(({ x }) => x)) / sum(points.map(({ n }) => n));
}

/** About `count` sizes from the smallest to the largest, evenly spaced on a log scale, at which to draw a funnel's lines. */
export function funnelSizes(smallest: number, largest: number, count = 100): number[] {
  if (!(smallest > 0 && largest >= smallest))
    throw new RangeError('funnelSizes: expected 0 < smallest <= largest');
  const step = Math.log(largest / smallest) / (count - 1);
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? largest : smallest * Math.exp(step * i)));
}

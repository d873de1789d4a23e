import { tQuantile, tTwoSided } from '../distributions/beta.js';
import { tailOf } from '../distributions/normal.js';
import { mean, variance } from '../numeric/sums.js';
import type { Limits } from '../proportion.js';

/** What a mean and its limits need of a sample; the warehouse can return it without the values. */
export interface Moments {
  n: number;
  mean: number;
  /** Sample variance, divisor n - 1; `null` for one value. */
  variance: number | null;
}

/** @throws {RangeError} when there are no values. */
export function moments(values: readonly number[]): Moments {
  return { n: values.length, mean: mean(values), variance: variance(values) };
}

export interface MeanLimits {
  mean: number;
  sd: number | null;
  /** `null` for a single value. */
  limits: Limits | null;
}

/**
 * Mean with Student's t limits: mean ∓ t(1 - α/2; n - 1)·s/√n.
 *
 * Source: PHEindicatormethods 2.1.0, `phe_mean`.
 */
export function meanWithLimits({ n, mean: centre, variance: spread }: Moments, level = 0.95): MeanLimits {
  if (spread === null) return { mean: centre, sd: null, limits: null };
  const width = tQuantile(1 - tailOf(level), n - 1) * Math.sqrt(spread / n);
  return { mean: centre, sd: Math.sqrt(spread), limits: { lower: centre - width, upper: centre + width } };
}

export interface MeanDifference extends Limits {
  difference: number;
  se: number;
  t: number;
  df: number;
  pValue: number;
}

/**
 * Difference of two means, a - b, without assuming equal variances: t with Welch-Satterthwaite's degrees of freedom
 * (s₁²/n₁ + s₂²/n₂)² / ((s₁²/n₁)²/(n₁-1) + (s₂²/n₂)²/(n₂-1)). The default for two groups.
 *
 * Source: Welch BL (1947), Biometrika 34:28-35; R's `t.test`.
 *
 * @returns `null` when a group has fewer than two values or neither varies: no difference can be tested then.
 */
export function welch(a: Moments, b: Moments, level = 0.95): MeanDifference | null {
  if (a.variance === null || b.variance === null) return null;
  const [va, vb] = [a.variance / a.n, b.variance / b.n];
  if (va + vb === 0) return null;
  const df = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  return tDifference(a.mean - b.mean, Math.sqrt(va + vb), df, level);
}

/** The same with one common variance and n₁ + n₂ - 2 degrees of freedom, for whoever must reproduce it. */
export function pooledT(a: Moments, b: Moments, level = 0.95): MeanDifference | null {
  if (a.variance === null || b.variance === null) return null;
  const df = a.n + b.n - 2;
  const common = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / df;
  if (common === 0) return null;
  return tDifference(a.mean - b.mean, Math.sqrt(common * (1 / a.n + 1 / b.n)), df, level);
}

/**
 * Mean of the differences within people (after less before), t with n - 1 degrees of freedom.
 *
 * @param differences moments of the differences, one per person who has both values.
 * @returns `null` for fewer than two people or when all differ by the same.
 */
export function pairedT(differences: Moments, level = 0.95): MeanDifference | null {
  const { n, mean: centre, variance: spread } = differences;
  return spread === null || spread === 0 ? null : tDifference(centre, Math.sqrt(spread / n), n - 1, level);
}

/** Standardised difference (a - b) / pooled standard deviation. Source: Cohen J (1988), Statistical Power Analysis. */
export function cohensD(a: Moments, b: Moments): number | null {
  if (a.variance === null || b.variance === null) return null;
  const common = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / (a.n + b.n - 2);
  return common === 0 ? null : (a.mean - b.mean) / Math.sqrt(common);
}

function tDifference(difference: number, se: number, df: number, level: number): MeanDifference {
  const width = tQuantile(1 - tailOf(level), df) * se;
  const t = difference / se;
  return {
    difference,
    se,
    t,
    df,
    pValue: tTwoSided(t, df),
    lower: difference - width,
    upper: difference + width,
  };
}

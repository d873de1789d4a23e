import { gammaQuantile } from '../distributions/gamma.js';
import { zOf } from '../distributions/normal.js';
import { midRanks } from '../means/ranks.js';
import { at } from '../numeric/at.js';
import { sum } from '../numeric/sums.js';
import type { Limits } from '../proportion.js';
import { FUNNEL_LEVELS, type FunnelLimits } from './exact.js';

/** A provider's numerator and denominator (or expected events). */
export interface FunnelUnit {
  numerator: number;
  denominator: number;
}

/**
 * `proportion`: x of n, arcsine scale. `ratio_of_counts`: one count over another, log scale. `shmi`: observed over
 * expected, log scale, expected rounded to 2 places, extremes dropped. `cqc`: observed over expected, square root scale.
 */
export type FunnelKind = 'proportion' | 'ratio_of_counts' | 'shmi' | 'cqc';

export interface Overdispersion {
  target: number;
  /** Mean of the squared z scores; 1 when units differ by chance alone. */
  phi: number;
  /** Variance between units on the transformed scale; 0 without overdispersion. */
  tau2: number;
  /** The adjusted limits are the ones to draw. */
  overdispersed: boolean;
  zScores: number[];
}

/**
 * How much more providers differ than chance allows, by the random effects model of Spiegelhalter:
 *
 *     phi = mean z²;   tau² = max(0, (N·phi - (N - 1)) / (S₁ - S₂/S₁)),   S₁ = Σ 1/s², S₂ = Σ 1/s⁴
 *
 * Extreme z scores are drawn in to the 10% and 90% quantiles first (dropped for `shmi`), so that outliers do not widen the
 * limits that should find them.
 *
 * Source: Spiegelhalter DJ (2005), Quality and Safety in Health Care 14:347-351; NHS Digital, SHMI methodology;
 * FunnelPlotR 0.6.0 (MIT).
 *
 * @throws {RangeError} without units, or with a denominator of 0, or nothing observed in a `shmi` (no logarithm of 0).
 */
export function overdispersion(units: readonly FunnelUnit[], kind: FunnelKind, trim = 0.1): Overdispersion {
  if (units.length === 0 || units.some(({ denominator }) => !(denominator > 0)))
    throw new RangeError('overdispersion: expected units with a denominator > 0');
  if (kind === 'shmi' && units.some(({ numerator }) => numerator === 0))
    throw new RangeError('overdispersion: a unit with nothing observed has no logarithm; leave it out');
  const target = isStandardised(kind)
    ? 1
    : sum(units.map(({ numerator }) => numerator)) / sum(units.map(({ denominator }) => denominator));
  const sizes = units.map((unit) => sizeOf(unit, kind));
  const zScores = units.map((unit, i) => SCALES[kind].z(unit.numerator, at(sizes, i), target));
  const kept = kind === 'shmi' ? truncate(zScores, trim) : winsorise(zScores, trim);
  const n = kept.length;
  const phi = sum(kept.map(({ z }) => z ** 2)) / n;
  const precision = kept.map(({ i }) => 1 / SCALES[kind].variance(at(units, i).numerator, at(sizes, i)));
  const s1 = sum(precision);
  const excess = n * phi - (n - 1);
  const tau2 = excess < 0 ? 0 : Math.max(0, excess / (s1 - sum(precision.map((p) => p ** 2)) / s1));
  return { target, phi, tau2, overdispersed: phi > 1 && tau2 > 0, zScores };
}

/** Limits at a size with the variance between units added; with tau² = 0 those of chance alone on the same scale. */
export function overdispersedLimits(
  kind: FunnelKind,
  target: number,
  denominator: number,
  tau2: number,
): FunnelLimits {
  const { inner, outer } = FUNNEL_LEVELS;
  const limits = (level: number): Limits => limitsAtZ(kind, target, denominator, tau2, zOf(level));
  return { inner: limits(inner), outer: limits(outer) };
}

/** The same at one z. FunnelPlotR leaves `cqc` limits on the square root scale (its issue 33); here they are squared. */
export function limitsAtZ(
  kind: FunnelKind,
  target: number,
  denominator: number,
  tau2: number,
  z: number,
): Limits {
  const scale = SCALES[kind];
  const width = z * Math.sqrt(scale.limitVariance(denominator) + tau2);
  return { lower: scale.limit(target, -width), upper: scale.limit(target, width) };
}

/** Exact Poisson limits of a standardised ratio at so many expected events, for when there is no overdispersion. */
export function chanceLimits(expected: number): FunnelLimits {
  const limits = (level: number): Limits => ({
    lower: gammaQuantile((1 - level) / 2, expected) / expected,
    upper: gammaQuantile((1 + level) / 2, expected + 1) / expected,
  });
  return { inner: limits(FUNNEL_LEVELS.inner), outer: limits(FUNNEL_LEVELS.outer) };
}

interface Scale {
  z: (numerator: number, size: number, target: number) => number;
  /** Variance of a unit's transformed value by chance. */
  variance: (numerator: number, size: number) => number;
  /** The same at a size where there is no unit. */
  limitVariance: (size: number) => number;
  limit: (target: number, width: number) => number;
}

const cut = (low: number, x: number, high: number): number => Math.min(high, Math.max(low, x));
const SCALES: Record<FunnelKind, Scale> = {
  proportion: {
    z: (x, n, target) => (Math.asin(Math.sqrt(x / n)) - Math.asin(Math.sqrt(target))) * 2 * Math.sqrt(n),
    variance: (_, n) => 1 / (4 * n),
    limitVariance: (n) => 1 / (4 * n),
    // Beyond either end of the arcsine scale the sine would turn back.
    limit: (target, width) => Math.sin(cut(0, Math.asin(Math.sqrt(target)) + width, Math.PI / 2)) ** 2,
  },
  ratio_of_counts: {
    z: (x, n, target) =>
      (Math.log((x + 0.5) / (n + 0.5)) - Math.log(target)) / Math.sqrt(logRatioVariance(x, n)),
    variance: logRatioVariance,
    limitVariance: (n) => 1 / (4 * n),
    limit: (target, width) => target * Math.exp(width),
  },
  shmi: {
    z: (observed, expected) => Math.sqrt(expected) * Math.log(observed / expected),
    variance: (_, expected) => 1 / expected,
    limitVariance: (expected) => 1 / expected,
    limit: (target, width) => target * Math.exp(width),
  },
  cqc: {
    z: (observed, expected) => (Math.sqrt(observed / expected) - 1) * 2 * Math.sqrt(expected),
    variance: (_, expected) => 1 / (4 * expected),
    limitVariance: (expected) => 1 / (4 * expected),
    limit: (target, width) => Math.max(0, Math.sqrt(target) + width) ** 2,
  },
};

function logRatioVariance(x: number, n: number): number {
  return x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2;
}

function isStandardised(kind: FunnelKind): boolean {
  return kind === 'shmi' || kind === 'cqc';
}

/** Expected deaths are published to two places, and SHMI is worked out from those. */
function sizeOf({ denominator }: FunnelUnit, kind: FunnelKind): number {
  return kind === 'shmi' ? Math.round(denominator * 100) / 100 : denominator;
}

interface Kept {
  z: number;
  i: number;
}

function winsorise(zScores: readonly number[], trim: number): Kept[] {
  const [low, high] = [quantile(zScores, trim), quantile(zScores, 1 - trim)];
  return zScores.map((z, i) => ({ z: cut(low, z, high), i }));
}

function truncate(zScores: readonly number[], trim: number): Kept[] {
  const bands = Math.floor(1 / trim);
  const ranks = midRanks(zScores);
  return zScores.flatMap((z, i) => {
    const band = Math.floor((at(ranks, i) * bands) / (zScores.length + 1));
    return band === 0 || band === bands - 1 ? [] : [{ z, i }];
  });
}

/** R's type 7, ClickHouse's `quantileExactInclusive`. */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * p;
  const below = at(sorted, Math.floor(position));
  return below + (position % 1) * (at(sorted, Math.ceil(position)) - below);
}

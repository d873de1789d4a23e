import { zOf } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import { dot } from '../numeric/matrix.js';
import { sum } from '../numeric/sums.js';
import type { Limits } from '../proportion.js';
import {
  assertGroups,
  errorOf,
  rankLine,
  SCALES,
  type DeprivationGroup,
  type ValueScale,
} from './gradient.js';
import { percentiles, seededDraws } from './simulate.js';

export interface InequalityOptions {
  scale: ValueScale;
  /** Fit the line on the scale and not on the values themselves; upstream's `transform`. */
  fitOnScale?: boolean;
  /** Applied to the SII; negative turns the gap round and inverts the RII, so that a harm reads as a positive gap. */
  multiplier?: number;
  level?: number;
  /**
   * Standard normal draws, all groups of one repetition together, to simulate limits from. Left out: limits in closed form
   * where there is one, else from 100,000 repetitions with a fixed seed.
   */
  draws?: readonly number[];
}

export interface Inequality {
  /** Slope index of inequality: fitted value of the least deprived end less that of the most deprived. */
  sii: number;
  siiLimits: Limits;
  /** Relative index: the ratio of the two ends. */
  rii: number;
  /** `null` when the most deprived end cannot be told from 0. */
  riiLimits: Limits | null;
  /** Fitted value at the most deprived end, times the size of the multiplier. */
  start: number;
  method: 'closed_form' | 'simulated';
}

const REPETITIONS = 100_000;

/**
 * Slope and relative index of inequality over groups of the population ordered from the most deprived.
 *
 * A line is fitted to the values by relative rank, weighted by population; the SII is the gap between its ends and the RII
 * their ratio. Limits:
 *
 * - scale `normal`: the SII is linear in the values, standard error √Σ(c·se)²; the RII is a ratio of two such (Fieller);
 * - fitted on a scale: the limits of the slope there, carried to the values with the line held at its middle, as upstream;
 * - rates and proportions fitted as they are: percentiles of refits to simulated values, as upstream.
 *
 * Source: Low A, Low A (2004), J Public Health 26:388-395; PHEindicatormethods 2.1.0, `phe_sii`; Fieller EC (1954), JRSS B
 * 16:175-185. Upstream swaps the limits of log-scale fits for multipliers between 0 and 1; these do not.
 *
 * @throws {RangeError} on groups that no line can be fitted to, a multiplier of 0, or draws that do not fill repetitions.
 */
export function slopeIndex(groups: readonly DeprivationGroup[], options: InequalityOptions): Inequality {
  const { scale, multiplier = 1, level = 0.95, draws } = options;
  assertGroups(groups, scale);
  if (multiplier === 0) throw new RangeError('slopeIndex: expected a multiplier other than 0');
  const fitOnScale = options.fitOnScale ?? false;
  const fit = lineOf(groups, scale, fitOnScale);
  const simulates = draws !== undefined || (scale !== 'normal' && !fitOnScale);
  const limits = simulates
    ? simulated(groups, fit, fitOnScale, level, draws ?? seededDraws(groups.length * REPETITIONS))
    : fitOnScale
      ? slopeLimits(fit, zOf(level))
      : linearLimits(fit, zOf(level));
  const [start, end] = [fit.back(fit.start), fit.back(fit.end)];
  return {
    ...turned({ sii: end - start, rii: end / start, ...limits }, multiplier),
    start: start * Math.abs(multiplier),
    method: simulates ? 'simulated' : 'closed_form',
  };
}

type Indices = Pick<Inequality, 'sii' | 'siiLimits' | 'rii' | 'riiLimits'>;
type IndexLimits = Pick<Indices, 'siiLimits' | 'riiLimits'>;

function turned({ sii, siiLimits, rii, riiLimits }: Indices, multiplier: number): Indices {
  const times = { lower: siiLimits.lower * multiplier, upper: siiLimits.upper * multiplier };
  if (multiplier > 0) return { sii: sii * multiplier, siiLimits: times, rii, riiLimits };
  return {
    sii: sii * multiplier,
    siiLimits: { lower: times.upper, upper: times.lower },
    rii: 1 / rii,
    riiLimits: riiLimits && { lower: 1 / riiLimits.upper, upper: 1 / riiLimits.lower },
  };
}

/** The fitted line on the scale it was fitted on, and the weights by which it hangs on the values. */
interface Fit {
  start: number;
  end: number;
  weights: { start: number[]; end: number[] };
  /** Centres and standard errors of the values on the scale on which they vary. */
  centres: number[];
  errors: number[];
  /** From the scale on which they vary to the values. */
  from: (onScale: number) => number;
  /** From the scale of the fit to the values. */
  back: (fitted: number) => number;
}

function lineOf(groups: readonly DeprivationGroup[], scale: ValueScale, fitOnScale: boolean): Fit {
  const { to, from } = SCALES[scale];
  const weights = rankLine(groups.map(({ population }) => population));
  const centres = groups.map(({ value }) => to(value));
  const y = fitOnScale ? centres : groups.map(({ value }) => value);
  return {
    start: dot(weights.start, y),
    end: dot(weights.end, y),
    weights,
    centres,
    errors: groups.map((group) => errorOf(group, scale)),
    from,
    back: fitOnScale ? from : (fitted) => fitted,
  };
}

/** Variances of the two ends and their covariance. */
function spread({ weights, errors }: Fit): { start: number; end: number; both: number } {
  const over = (a: readonly number[], b: readonly number[]): number =>
    sum(errors.map((error, i) => at(a, i) * at(b, i) * error ** 2));
  return {
    start: over(weights.start, weights.start),
    end: over(weights.end, weights.end),
    both: over(weights.start, weights.end),
  };
}

function linearLimits(fit: Fit, z: number): IndexLimits {
  const variance = spread(fit);
  const gap = fit.end - fit.start;
  const width = z * Math.sqrt(variance.end + variance.start - 2 * variance.both);
  return { siiLimits: { lower: gap - width, upper: gap + width }, riiLimits: fieller(fit, variance, z) };
}

function fieller(fit: Fit, variance: ReturnType<typeof spread>, z: number): Limits | null {
  const a = fit.start ** 2 - z ** 2 * variance.start;
  const b = fit.end * fit.start - z ** 2 * variance.both;
  const c = fit.end ** 2 - z ** 2 * variance.end;
  if (a <= 0) return null;
  const root = Math.sqrt(b ** 2 - a * c);
  return { lower: (b - root) / a, upper: (b + root) / a };
}

function slopeLimits(fit: Fit, z: number): IndexLimits {
  const variance = spread(fit);
  const width = z * Math.sqrt(variance.end + variance.start - 2 * variance.both);
  const slope = fit.end - fit.start;
  const [lower, upper] = [slope - width, slope + width].map((it) => indicesOfSlope(fit, it));
  if (!lower || !upper) throw new RangeError('slopeIndex: no limits');
  return {
    siiLimits: { lower: lower.gap, upper: upper.gap },
    riiLimits: { lower: lower.ratio, upper: upper.ratio },
  };
}

/** Gap and ratio of the ends had the line this slope, its middle as fitted. */
function indicesOfSlope({ start, end, back }: Fit, slope: number): { gap: number; ratio: number } {
  const middle = (start + end) / 2;
  const [low, high] = [back(middle - slope / 2), back(middle + slope / 2)];
  return { gap: high - low, ratio: high / low };
}

function simulated(
  groups: readonly DeprivationGroup[],
  fit: Fit,
  fitOnScale: boolean,
  level: number,
  draws: ArrayLike<number>,
): IndexLimits {
  const repetitions = draws.length / groups.length;
  if (!Number.isInteger(repetitions) || repetitions < 1)
    throw new RangeError('slopeIndex: draws must fill whole repetitions, one per group');
  const { weights, centres, errors, from } = fit;
  const gaps = new Float64Array(repetitions);
  const ratios = new Float64Array(repetitions);
  for (let r = 0; r < repetitions; r += 1) {
    let [start, end] = [0, 0];
    for (let i = 0; i < centres.length; i += 1) {
      const drawn = at(centres, i) + at(errors, i) * at(draws, r * centres.length + i);
      const value = fitOnScale ? drawn : from(drawn);
      start += at(weights.start, i) * value;
      end += at(weights.end, i) * value;
    }
    const indices = fitOnScale ? indicesOfSlope(fit, end - start) : { gap: end - start, ratio: end / start };
    gaps[r] = indices.gap;
    ratios[r] = indices.ratio;
  }
  return { siiLimits: percentiles(gaps, level), riiLimits: percentiles(ratios, level) };
}

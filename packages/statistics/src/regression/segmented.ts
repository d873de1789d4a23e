import { at } from '../numeric/at.js';
import { dot } from '../numeric/matrix.js';
import { mean, sum } from '../numeric/sums.js';
import { durbinWatson, durbinWatsonP } from './durbin-watson.js';
import { coefficients, leastSquares, neweyWestVariance, type Coefficient } from './least-squares.js';

/** intercept; time 1..n; level, 1 after the change; trend, 0 up to the change and then 1, 2...; a yearly wave if asked. */
export type SegmentTerm = 'intercept' | 'time' | 'level' | 'trend' | 'sine' | 'cosine';

export interface Design {
  terms: SegmentTerm[];
  rows: number[][];
}

export interface DesignOptions {
  /** Periods of a year, when a season of sine and cosine is fitted; left out, none is. */
  season?: number;
}

/** @throws {RangeError} unless there are periods on both sides of the change. */
export function segmentedDesign(periods: number, before: number, { season }: DesignOptions = {}): Design {
  if (!(before >= 1 && before < periods))
    throw new RangeError('segmentedDesign: expected periods before and after');
  const rows = Array.from({ length: periods }, (_, i) => {
    const time = i + 1;
    const after = Math.max(0, time - before);
    const angle = (2 * Math.PI * time) / (season ?? 1);
    return [
      1,
      time,
      Number(after > 0),
      after,
      ...(season === undefined ? [] : [Math.sin(angle), Math.cos(angle)]),
    ];
  });
  const terms: SegmentTerm[] = ['intercept', 'time', 'level', 'trend'];
  return { terms: season === undefined ? terms : [...terms, 'sine', 'cosine'], rows };
}

export interface SegmentedOptions extends DesignOptions {
  /** Lags of Newey-West's variance; default 12 for monthly values or half the periods before the change, if fewer. */
  lag?: number;
  level?: number;
}

export interface Segmented {
  terms: Record<SegmentTerm, Coefficient | undefined>;
  lag: number;
  df: number;
  sigma: number;
  rSquared: number;
  fitted: number[];
  /** What the line before the change, and its season, would have given. */
  counterfactual: number[];
  residuals: number[];
  /** Fitted less counterfactual in the last period, and as a share of the counterfactual. */
  effectAtEnd: { absolute: number; relative: number | null };
  /** About 2 when errors do not follow each other; towards 0 when they do. */
  durbinWatson: number | null;
  /** How often independent errors would give one as low. */
  durbinWatsonP: number | null;
  /** Autocorrelation of the residuals at lags 1, 2... */
  autocorrelation: number[];
}

const SEASON_MONTHS = 12;

/**
 * Segmented regression of an interrupted time series: least squares with Newey-West's standard errors.
 *
 * It says whether level and slope changed at a date, not why: something else may have happened then.
 *
 * Source: Wagner AK et al. (2002), J Clin Pharm Ther 27:299-309; Bernal JL et al. (2017), Int J Epidemiol 46:348-355.
 *
 * @param before how many periods lie before the change.
 */
export function segmentedRegression(
  values: readonly number[],
  before: number,
  options: SegmentedOptions = {},
): Segmented {
  const { terms, rows } = segmentedDesign(values.length, before, options);
  const fit = leastSquares(rows, values);
  const lag = options.lag ?? Math.min(SEASON_MONTHS, Math.floor(before / 2));
  const estimated = coefficients(fit, neweyWestVariance(fit, rows, lag), options.level);
  const unchanged = rows.map((row) =>
    row.map((x, j) => (terms[j] === 'level' || terms[j] === 'trend' ? 0 : x)),
  );
  const counterfactual = unchanged.map((row) => dot(row, fit.estimates));
  const last = values.length - 1;
  const absolute = at(fit.fitted, last) - at(counterfactual, last);
  const of = (term: SegmentTerm): Coefficient | undefined => estimated[terms.indexOf(term)];
  return {
    terms: {
      intercept: of('intercept'),
      time: of('time'),
      level: of('level'),
      trend: of('trend'),
      sine: of('sine'),
      cosine: of('cosine'),
    },
    lag,
    df: fit.df,
    sigma: fit.sigma,
    rSquared: fit.rSquared,
    fitted: fit.fitted,
    counterfactual,
    residuals: fit.residuals,
    effectAtEnd: {
      absolute,
      relative: at(counterfactual, last) === 0 ? null : absolute / at(counterfactual, last),
    },
    durbinWatson: durbinWatson(fit.residuals),
    durbinWatsonP: durbinWatsonP(rows, fit.residuals),
    autocorrelation: autocorrelation(fit.residuals, Math.min(SEASON_MONTHS, values.length - 1)),
  };
}

/** Autocorrelations at lags 1 to `lags`, over the variance of the whole series, as R's `acf`. */
export function autocorrelation(values: readonly number[], lags: number): number[] {
  const centre = mean(values);
  const off = values.map((value) => value - centre);
  const total = sum(off.map((value) => value ** 2));
  return Array.from({ length: lags }, (_, i) => dot(off.slice(i + 1), off.slice(0, -(i + 1))) / total);
}

import { at, groupBy } from '../numeric/at.js';
import { mean } from '../numeric/sums.js';
import type { Limits } from '../proportion.js';
import { judge, type Improvement, type PointType, type SpecialCause } from './rules.js';

/** 3 / 1.128, rounded as Making Data Count rounds it. */
const LIMIT_FACTOR = 2.66;
/** D₄: a moving range beyond this many average ranges is left out of the limits. */
const SCREEN_FACTOR = 3.267;
const BASELINE_MIN = 12;
const TRIAL_LIMITS_BELOW = 12;

export interface ChartValue {
  /** ISO date of the period; the order of the text is the order of time. */
  date: string;
  /** `null`: nothing recorded for the period. It is left out, and the next point is marked. */
  value: number | null;
}

export interface XmrOptions {
  improvement: Improvement;
  target?: number;
  /** Dates of points from which limits are worked out anew. */
  rebase?: readonly string[];
  /**
   * Leave moving ranges over 3.267 times their average out of the limits, once. NHSRplotthedots does so by default, NHS
   * England's Making Data Count workbook does not: the caller must choose, and the chart must say which.
   */
  screen: boolean;
  /** Points in a run or trend: Making Data Count allows 6 or 7. Default 7. */
  runLength?: number;
  /** Limits from the first so many points of each stretch (12 or more) instead of from all. */
  fixAfter?: number;
}

export interface ChartPoint {
  date: string;
  value: number;
  /** Stretch between rebasings, from 0. */
  stretch: number;
  mean: number;
  /** Three sigma; `null` until there is variation to measure. */
  limits: Limits | null;
  /** Two sigma. */
  nearLimits: Limits | null;
  /** The first rule broken, in Making Data Count's order; `null`: common cause. */
  cause: SpecialCause | null;
  type: PointType;
  /** One or more periods before this one have no value. */
  afterGap: boolean;
}

export type VariationIcon =
  | 'common_cause'
  | 'improvement_high'
  | 'improvement_low'
  | 'concern_high'
  | 'concern_low'
  | 'neutral_high'
  | 'neutral_low';
/** Whether the process, as it is, meets the target: always, sometimes ("hit or miss"), never. */
export type AssuranceIcon = 'consistent_pass' | 'inconsistent' | 'consistent_fail';

export interface XmrChart {
  points: ChartPoint[];
  /** Judged on the last point; `null` without points. */
  variation: VariationIcon | null;
  /** `null` without a target, limits, or a direction that is better. */
  assurance: AssuranceIcon | null;
  /** Stretches of fewer than 12 points, whose limits are a trial. */
  trialStretches: number[];
  /** Rebase dates at which there is no point: they change nothing. */
  ignoredRebases: string[];
  screened: boolean;
}

/**
 * Individuals and moving range (XmR) chart by the rules of NHS England's Making Data Count:
 *
 *     limits = mean ∓ 2.66·(mean moving range);   near limits at two thirds of that
 *
 * in every stretch between rebasings, moving ranges neither across a rebasing nor across a missing period. Limits are not
 * cut to 0 or 100%. Screened points stay in the mean. Screening that would leave no variation at all is not done, and a
 * constant series has no limits and no special cause.
 *
 * Source: NHSRplotthedots 0.2.2 (MIT); NHS England, Making Data Count. Choices where they differ: docs/statistics.md.
 *
 * @throws {RangeError} on two values of one date, a baseline under 12 points, or a run under 2.
 */
export function xmrChart(values: readonly ChartValue[], options: XmrOptions): XmrChart {
  const { improvement, target, rebase = [], runLength = 7, fixAfter } = options;
  if (fixAfter !== undefined && fixAfter < BASELINE_MIN)
    throw new RangeError(`xmrChart: limits are fixed after ${BASELINE_MIN} points at the earliest`);
  if (!(runLength >= 2)) throw new RangeError('xmrChart: a run has at least 2 points');
  const placed = place(values, rebase);
  const stretches = [...groupBy(placed, ({ stretch }) => stretch).values()];
  const points = stretches.flatMap((stretch) => {
    const centred = withLimits(stretch, options.screen, fixAfter);
    return judge(centred, improvement, runLength);
  });
  const dates = new Set(points.map(({ date }) => date));
  return {
    points,
    variation: variationIcon(points.at(-1), improvement),
    assurance: assuranceIcon(points.at(-1), improvement, target),
    trialStretches: stretches.flatMap((it) => (it.length < TRIAL_LIMITS_BELOW ? [at(it, 0).stretch] : [])),
    ignoredRebases: rebase.filter((date) => !dates.has(date)),
    screened: options.screen,
  };
}

type Placed = Pick<ChartPoint, 'date' | 'value' | 'stretch' | 'afterGap'>;

function place(values: readonly ChartValue[], rebase: readonly string[]): Placed[] {
  const sorted = [...values].sort((a, b) => (a.date < b.date ? -1 : 1));
  const starts = new Set(rebase);
  let [stretch, gap, before] = [0, false, ''];
  return sorted.flatMap(({ date, value }) => {
    if (date === before) throw new RangeError('xmrChart: two values for one date');
    before = date;
    if (starts.has(date)) stretch += 1;
    const afterGap = gap;
    gap = value === null;
    return value === null ? [] : [{ date, value, stretch, afterGap }];
  });
}

/** A point with the centre and limits of its stretch. */
export type Centred = Placed & Pick<ChartPoint, 'mean' | 'limits' | 'nearLimits'>;

function withLimits(stretch: readonly Placed[], screen: boolean, fixAfter: number | undefined): Centred[] {
  const baseline = stretch.slice(0, fixAfter);
  const centre = mean(baseline.map(({ value }) => value));
  const range = averageRange(baseline, screen);
  const around = (sigmas: number): Limits | null => {
    const width = (range * LIMIT_FACTOR * sigmas) / 3;
    return range > 0 ? { lower: centre - width, upper: centre + width } : null;
  };
  return stretch.map((point) => ({ ...point, mean: centre, limits: around(3), nearLimits: around(2) }));
}

/** 0 without variation. */
function averageRange(baseline: readonly Placed[], screen: boolean): number {
  const ranges = baseline.flatMap(({ value, afterGap }, i) =>
    i === 0 || afterGap ? [] : [Math.abs(value - at(baseline, i - 1).value)],
  );
  if (ranges.length === 0) return 0;
  const all = mean(ranges);
  const kept = screen ? ranges.filter((range) => range < SCREEN_FACTOR * all) : ranges;
  const average = kept.length === 0 ? 0 : mean(kept);
  // One change in a constant series would screen itself out and leave limits of no width, with every point outside.
  return average > 0 ? average : all;
}

function variationIcon(last: ChartPoint | undefined, improvement: Improvement): VariationIcon | null {
  if (!last) return null;
  if (last.type === 'improvement') return improvement === 'increase' ? 'improvement_high' : 'improvement_low';
  if (last.type === 'concern') return improvement === 'increase' ? 'concern_low' : 'concern_high';
  return last.type;
}

/** Equality is "hit or miss": a target on the limit is as likely missed as met once in a thousand points. */
function assuranceIcon(
  last: ChartPoint | undefined,
  improvement: Improvement,
  target: number | undefined,
): AssuranceIcon | null {
  if (!last?.limits || target === undefined || improvement === 'neutral') return null;
  const { lower, upper } = last.limits;
  const [beyond, within] =
    improvement === 'increase' ? [target > upper, target < lower] : [target < lower, target > upper];
  if (beyond) return 'consistent_fail';
  return within ? 'consistent_pass' : 'inconsistent';
}

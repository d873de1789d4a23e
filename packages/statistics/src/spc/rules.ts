import { at } from '../numeric/at.js';
import type { Centred, ChartPoint } from './xmr.js';

/** Which way is better. */
export type Improvement = 'increase' | 'decrease' | 'neutral';
export type PointType = 'common_cause' | 'improvement' | 'concern' | 'neutral_high' | 'neutral_low';
/** In the order in which they name a point: the first that applies. */
export type Rule = 'outside_limits' | 'trend' | 'two_in_three' | 'shift';

export interface SpecialCause {
  rule: Rule;
  /** Above the mean or rising: high; below or falling: low. */
  side: 'high' | 'low';
}

/**
 * Names each point of one stretch by the first of Making Data Count's rules that it breaks:
 *
 * - outside the limits;
 * - a trend: `runLength` points, each strictly above (below) the one before, all marked;
 * - two in three: of three points on one side of the mean at least two beyond the near limits, those marked; a point
 *   outside the limits is none of them (Western Electric is laxer on both);
 * - a shift: `runLength` points strictly on one side of the mean, all marked.
 */
export function judge(points: readonly Centred[], improvement: Improvement, runLength: number): ChartPoint[] {
  const sides = points.map(({ value, mean }) => Math.sign(value - mean));
  const outside = points.map(({ value, limits }) => beyond(value, limits));
  const near = points.map(({ value, nearLimits }, i) =>
    at(outside, i) === 0 ? beyond(value, nearLimits) : 0,
  );
  const byRule: [Rule, number[]][] = [
    ['outside_limits', outside],
    [
      'trend',
      trends(
        points.map(({ value }) => value),
        runLength,
      ),
    ],
    ['two_in_three', twoInThree(sides, near)],
    ['shift', runs(sides, runLength)],
  ];
  return points.map((point, i) => {
    // A series without variation has nothing to tell signal from.
    const broken = point.limits ? byRule.find(([, marks]) => at(marks, i) !== 0) : undefined;
    if (!broken) return { ...point, cause: null, type: 'common_cause' };
    const side = at(broken[1], i) > 0 ? 'high' : 'low';
    return { ...point, cause: { rule: broken[0], side }, type: pointType(side, improvement) };
  });
}

function pointType(side: 'high' | 'low', improvement: Improvement): PointType {
  if (improvement === 'neutral') return `neutral_${side}`;
  return (side === 'high') === (improvement === 'increase') ? 'improvement' : 'concern';
}

function beyond(value: number, limits: { lower: number; upper: number } | null): number {
  if (!limits) return 0;
  return Number(value > limits.upper) - Number(value < limits.lower);
}

/** The sign of every value that lies in a run of at least `length` of the same sign, else 0. */
function runs(signs: readonly number[], length: number): number[] {
  const marks = signs.map(() => 0);
  let from = 0;
  for (let i = 1; i <= signs.length; i += 1) {
    if (signs[i] === signs[from]) continue;
    if (i - from >= length) marks.fill(at(signs, from), from, i);
    from = i;
  }
  return marks;
}

/** A point at which a rise turns into a fall is in both; it takes the step to the right, as NHSRplotthedots does. */
function trends(values: readonly number[], length: number): number[] {
  const steps = values.slice(1).map((value, i) => Math.sign(value - at(values, i)));
  const inTrend = runs(steps, length - 1);
  const marks = values.map(() => 0);
  inTrend.forEach((direction, i) => {
    if (direction === 0) return;
    marks[i] = direction;
    marks[i + 1] = direction;
  });
  return marks;
}

function twoInThree(sides: readonly number[], near: readonly number[]): number[] {
  const marks = sides.map(() => 0);
  for (let i = 0; i + 2 < sides.length; i += 1) {
    const window = [i, i + 1, i + 2];
    const side = at(sides, i);
    if (side === 0 || window.some((k) => at(sides, k) !== side)) continue;
    const close = window.filter((k) => at(near, k) !== 0);
    if (close.length >= 2) for (const k of close) marks[k] = side;
  }
  return marks;
}

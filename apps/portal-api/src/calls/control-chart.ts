import type { Profile } from '@waymark/disclosure';
import {
  xmrChart,
  type ChartPoint,
  type ChartValue,
  type Improvement,
  type XmrChart,
} from '@waymark/statistics';
import type { ControlledRow } from './controlled-counts.js';
import { periodsBetween } from './periods.js';
import type { SpcChart, SpcPoint } from './spc.schemas.js';

/** What a chart is judged by. */
export interface ChartRules {
  improvement: Improvement;
  target?: number;
  /** Periods from which limits are worked out anew. */
  rebase: readonly string[];
  screen: boolean;
  /** A count has a value in a period of nothing: 0. */
  unit: 'count' | 'proportion';
}

/** A measure in one period. `counted`: undefined in a period of nothing. */
export interface ChartPeriod {
  period: string;
  counted?: ControlledRow;
  /** A few people may be in it all the same. */
  isUnlisted?: true;
  flags: NonNullable<SpcPoint['flags']>;
}

/** People behind a point, at least, where counts are controlled. */
const PEOPLE_MIN = 20;

/**
 * Every period from the first to the last, those of nothing too.
 * @param unlisted whether some of few people may not be among them
 */
export function everyPeriod(periods: readonly ChartPeriod[], unlisted: boolean): ChartPeriod[] {
  const known = new Map(periods.map((each) => [each.period, each]));
  const [first, last] = [periods[0], periods.at(-1)];
  if (!first || !last) return [];
  return periodsBetween(first.period, last.period).map(
    (period) => known.get(period) ?? { period, flags: [], ...(unlisted && { isUnlisted: true }) },
  );
}

/** Whether a chart may be drawn of these periods. Where nothing was there to count, no share is told. */
export function isEnough(periods: readonly ChartPeriod[], rules: ChartRules, profile: Profile): boolean {
  if (profile === 'none') return true;
  return periods
    .filter(({ flags }) => flags.length === 0)
    .filter(({ counted, isUnlisted }) => counted ?? isUnlisted ?? rules.unit === 'count')
    .every(({ counted }) => (counted?.exact.people.denominator ?? 0) >= PEOPLE_MIN);
}

/**
 * The chart of one group. What is drawn (values, mean, limits) is worked out from the controlled counts alone, so that it tells
 * no more than they do; which points are signals, and the icons, from the exact ones.
 */
export function controlChart(
  periods: readonly ChartPeriod[],
  rules: ChartRules,
): Pick<SpcChart, 'variation' | 'assurance' | 'trial' | 'points'> {
  const judged = chartOf(periods, exactValue, rules);
  const drawn = chartOf(periods, shownValue, rules);
  const signals = new Map(judged.points.map((point) => [point.date, point]));
  const lines = new Map(drawn.points.map((point, nth) => [point.date, lineOf(point, drawn.points[nth - 1])]));
  const { variation, assurance, trialStretches } = judged;
  return {
    ...{ variation, assurance, trial: trialStretches },
    points: periods
      .filter(({ counted }) => counted !== undefined || rules.unit === 'count')
      .map((each) => pointOf(each, rules, lines.get(each.period), signals.get(each.period))),
  };
}

type ValueOf = (counted: ControlledRow | undefined, rules: ChartRules) => number | null;

function chartOf(periods: readonly ChartPeriod[], valueOf: ValueOf, rules: ChartRules): XmrChart {
  const values = periods.map(({ period, counted, flags }): ChartValue => ({
    date: period,
    value: flags.length > 0 ? null : valueOf(counted, rules),
  }));
  return xmrChart(values, rules);
}

const exactValue: ValueOf = (counted, rules) => valueOfCounts(counted?.exact, rules);
const shownValue: ValueOf = (counted, rules) => valueOfCounts(counted?.shown, rules);

function valueOfCounts(
  counts: { numerator: number | null; denominator: number | null } | undefined,
  { unit }: ChartRules,
): number | null {
  if (unit === 'count') return counts ? counts.numerator : 0;
  const { numerator = null, denominator = null } = counts ?? {};
  return numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
}

type Line = Pick<SpcPoint, 'range' | 'mean' | 'lower' | 'upper' | 'stretch'>;

function lineOf(point: ChartPoint, before: ChartPoint | undefined): Line {
  const follows = before?.stretch === point.stretch && !point.afterGap;
  const { mean, limits, stretch } = point;
  return {
    range: follows ? Math.abs(point.value - before.value) : null,
    ...{ mean, lower: limits?.lower ?? null, upper: limits?.upper ?? null, stretch },
  };
}

const NO_LINE: Line = { range: null, mean: null, lower: null, upper: null, stretch: null };

function pointOf(
  { period, counted, flags }: ChartPeriod,
  rules: ChartRules,
  line: Line = NO_LINE,
  signal: ChartPoint | undefined,
): SpcPoint {
  const { numerator, denominator, withheld } = counted?.shown ?? {
    numerator: 0,
    denominator: null,
    withheld: [],
  };
  return {
    ...{ period, numerator, denominator, value: shownValue(counted, rules) },
    ...line,
    ...{ type: signal?.type ?? null, rule: signal?.cause?.rule ?? null, side: signal?.cause?.side ?? null },
    ...(withheld.length > 0 && { suppressed: [...withheld, 'value' as const] }),
    ...(flags.length > 0 && { flags: [...flags] }),
  };
}

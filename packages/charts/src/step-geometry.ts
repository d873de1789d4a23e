import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { plotOf, type Frame } from './trend-geometry.js';

/** A value that holds from a day on. */
export interface Step {
  day: number;
  value: number;
  lower: number | null;
  upper: number | null;
}

export interface StepSeries {
  id: string;
  name: string;
  /** The value on day 0, before the first step. */
  start: number;
  /** In order of days. */
  steps: Step[];
  /** Last day that is known of; nothing is drawn after it. */
  until: number;
}

export interface StepGeometry {
  series: {
    id: string;
    name: string;
    line: string;
    band: string;
    marks: { x: number; y: number }[];
  }[];
  x: (day: number) => number;
  y: (value: number) => number;
  yTicks: { y: number; value: number }[];
  xTicks: { x: number; week: number }[];
  plot: { left: number; right: number; top: number; bottom: number };
}

/** Weeks that are told of: those of the at-risk table. */
export const TOLD_WEEKS = [0, 4, 8, 12, 16, 20, 26, 39, 52] as const;
const TICK_WIDTH = 30;

/** The step that holds on a day; undefined after the last day that is known of. */
export function stepAt({ start, steps, until }: StepSeries, day: number): Step | undefined {
  if (day > until) return undefined;
  return steps.findLast((step) => step.day <= day) ?? { day: 0, value: start, lower: null, upper: null };
}

/** Where curves by day go: they step, and end where nobody is followed any longer. @param whole the axis goes to 100% */
export function stepGeometry(series: StepSeries[], frame: Frame, whole: boolean): StepGeometry {
  const plot = plotOf(frame);
  const lastDay = Math.max(7, ...series.map(({ until }) => until));
  const x = scaleLinear([0, lastDay], [plot.left, plot.right]);
  const y = scaleLinear([0, whole ? 1 : topOf(series)], [plot.bottom, plot.top]);
  return {
    series: series.map((each) => seriesGeometry(each, x, y)),
    ...{ x: (day) => x(day), y: (value) => y(value), plot },
    yTicks: y.ticks(5).map((value) => ({ y: y(value), value })),
    xTicks: weeksShown(lastDay, (day) => x(day)),
  };
}

function topOf(series: StepSeries[]): number {
  const highest = Math.max(0, ...series.flatMap(({ start, steps }) => [start, ...steps.map(upperOf)]));
  if (highest <= 0) return 0.1;
  return Math.min(1, scaleLinear([0, highest], [0, 1]).nice(5).domain()[1] ?? 1);
}

const upperOf = ({ value, upper }: Step): number => upper ?? value;

type Scale = (value: number) => number;

function seriesGeometry(series: StepSeries, x: Scale, y: Scale): StepGeometry['series'][number] {
  const { id, name, start, steps, until } = series;
  const known = steps.filter(({ day }) => day <= until);
  const first: Step = { day: 0, value: start, lower: start, upper: start };
  const last = known.at(-1) ?? first;
  const points = [first, ...known, { ...last, day: until }];
  const stepped = line<Step>(
    ({ day }) => x(day),
    ({ value }) => y(value),
  ).curve(curveStepAfter);
  const band = area<Step>()
    .x(({ day }) => x(day))
    .y0(({ lower }) => y(lower ?? 0))
    .y1(({ upper }) => y(upper ?? 0))
    .defined(({ lower, upper }) => lower !== null && upper !== null)
    .curve(curveStepAfter);
  return {
    ...{ id, name, line: stepped(points) ?? '', band: band(points) ?? '' },
    marks: TOLD_WEEKS.flatMap((week) => {
      const step = stepAt(series, week * 7);
      return step ? [{ x: x(week * 7), y: y(step.value) }] : [];
    }),
  };
}

/** Weeks on the axis, none so near the one before it that they would run into each other. */
function weeksShown(lastDay: number, x: Scale): StepGeometry['xTicks'] {
  const ticks: StepGeometry['xTicks'] = [];
  for (const week of TOLD_WEEKS) {
    const previous = ticks.at(-1);
    const at = x(week * 7);
    if (week * 7 <= lastDay && (!previous || at - previous.x >= TICK_WIDTH)) ticks.push({ x: at, week });
  }
  return ticks;
}

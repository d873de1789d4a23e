import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Unit } from './unit.js';
import { plotOf, spreadLabels, timeTicks, type Frame, type TrendGeometry } from './trend-geometry.js';

export type SpcKind = 'common_cause' | 'improvement' | 'concern' | 'neutral';

/** One period of a control chart; `start` in months since year 0. */
export interface SpcMark {
  start: number;
  months: number;
  value: number | null;
  mean: number | null;
  lower: number | null;
  upper: number | null;
  /** Between rebasings, from 0; `null`: left out of the limits. */
  stretch: number | null;
  /** `null`: not judged, drawn hollow. */
  kind: SpcKind | null;
  withheld: boolean;
}

/** A line across the chart: a target, or a value that others published. */
export interface AcrossLine {
  id: string;
  value: number;
  /** Stands at its end: "Target", "A". */
  label: string;
  kind: 'target' | 'published';
}

/** Something that happened in a month, drawn as a line down the chart. */
export interface MonthEvent {
  month: number;
  /** One letter or figure at its head; explained beside the chart. */
  sign: string;
}

export interface SpcGeometry extends Pick<TrendGeometry, 'x' | 'y' | 'plot' | 'xTicks' | 'yTicks'> {
  /** Path of the values, one piece per run without a gap. */
  line: string;
  /** Mean and limits of each stretch between rebasings. */
  stretches: { left: number; right: number; mean: number; lower: number | null; upper: number | null }[];
  marks: { x: number; y: number; mark: SpcMark }[];
  withheld: { x: number; mark: SpcMark }[];
  /** `labelY`: moved where two labels would cover each other. */
  across: (AcrossLine & { y: number; labelY: number })[];
  events: (MonthEvent & { x: number })[];
  /** The axis begins above 0. */
  cut: boolean;
}

/** Where everything in a control chart goes. The axis holds all that is drawn with some air; it need not start at 0. */
export function spcGeometry(
  marks: SpcMark[],
  more: { across: AcrossLine[]; events: MonthEvent[] },
  unit: Unit,
  frame: Frame,
): SpcGeometry {
  const plot = plotOf(frame);
  const first = Math.min(...marks.map(({ start }) => start));
  const last = Math.max(...marks.map(({ start, months }) => start + months));
  const xScale = scaleLinear([first, last], [plot.left, plot.right]);
  const [low, high] = extentOf(marks, more.across, unit);
  const yScale = scaleLinear([low, high], [plot.bottom, plot.top]);
  const middle = ({ start, months }: SpcMark): number => xScale(start + months / 2);
  const valued = marks.filter((mark): mark is SpcMark & { value: number } => mark.value !== null);
  return {
    ...{ plot, x: (month: number) => xScale(month), y: (value: number) => yScale(value) },
    xTicks: timeTicks(first, last, plot.right - plot.left).map((month) => ({ x: xScale(month), month })),
    yTicks: yScale
      .ticks(5)
      .filter((value) => unit !== 'count' || Number.isInteger(value))
      .map((value) => ({ y: yScale(value), value })),
    line:
      line<SpcMark>(middle, ({ value }) => yScale(value ?? 0)).defined(({ value }) => value !== null)(
        marks,
      ) ?? '',
    stretches: stretchesOf(marks, xScale, yScale),
    marks: valued.map((mark) => ({ x: middle(mark), y: yScale(mark.value), mark })),
    withheld: marks.filter(({ withheld }) => withheld).map((mark) => ({ x: middle(mark), mark })),
    across: spread(
      more.across.map((each) => ({ ...each, y: yScale(each.value) })),
      plot,
    ),
    events: more.events
      .filter(({ month }) => month >= first && month < last)
      .map((event) => ({ ...event, x: xScale(event.month) })),
    cut: low > 0,
  };
}

/** Least distance of two labels, px. */
const LABEL_GAP = 17;

function spread(lines: (AcrossLine & { y: number })[], plot: SpcGeometry['plot']): SpcGeometry['across'] {
  const wanted = lines.map(({ y }) => y);
  const ys = spreadLabels(wanted, LABEL_GAP, plot.top, plot.bottom);
  return lines.map((each, index) => ({ ...each, labelY: ys[index] ?? each.y }));
}

function extentOf(marks: SpcMark[], across: AcrossLine[], unit: Unit): [number, number] {
  const values = [
    ...marks.flatMap(({ value, lower, upper, mean }) => [value, lower, upper, mean]),
    ...across.map(({ value }) => value),
  ].filter((value) => value !== null);
  if (values.length === 0) return [0, 1];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const air = (most - least) * 0.1 || Math.max(most * 0.1, unit === 'proportion' ? 0.05 : 1);
  const [low = 0, high = 1] = scaleLinear([least - air, most + air], [0, 1])
    .nice(5)
    .domain();
  return [Math.max(0, low), unit === 'proportion' ? Math.min(1, high) : high];
}

function stretchesOf(
  marks: SpcMark[],
  x: (month: number) => number,
  y: (value: number) => number,
): SpcGeometry['stretches'] {
  const numbers = [...new Set(marks.flatMap(({ stretch }) => (stretch === null ? [] : [stretch])))];
  return numbers.flatMap((number) => {
    const own = marks.filter(({ stretch, mean }) => stretch === number && mean !== null);
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last || first.mean === null) return [];
    return [
      {
        ...{ left: x(first.start), right: x(last.start + last.months), mean: y(first.mean) },
        lower: first.lower === null ? null : y(Math.max(0, first.lower)),
        upper: first.upper === null ? null : y(first.upper),
      },
    ];
  });
}

import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Unit } from './unit.js';

/** One period of a series; `start` in months since year 0. */
export interface TrendPoint {
  start: number;
  months: number;
  value: number | null;
  lower: number | null;
  upper: number | null;
  /** Kept back: drawn as an asterisk on the axis and a gap in the line. */
  withheld: boolean;
  /** Not final: drawn hollow. */
  provisional: boolean;
}

export interface TrendSeries {
  id: string;
  name: string;
  points: TrendPoint[];
}

export interface Frame {
  width: number;
  height: number;
  margin: { top: number; right: number; bottom: number; left: number };
}

export interface Mark {
  x: number;
  y: number;
  point: TrendPoint;
  /** No neighbour to draw a line to: its limits are drawn as a whisker. */
  alone: boolean;
  low: number | null;
  high: number | null;
}

export interface SeriesGeometry {
  id: string;
  name: string;
  /** Path of the final points, one piece per run without a gap. */
  line: string;
  /** Path of the pieces that lead to a point that is not final. */
  provisionalLine: string;
  band: string;
  /** The band's two edges as paths. */
  edges: string[];
  marks: Mark[];
  withheld: { x: number; point: TrendPoint }[];
  /** Where the series ends, for its label. */
  end: { x: number; y: number } | undefined;
}

export interface TrendGeometry {
  series: SeriesGeometry[];
  x: (month: number) => number;
  y: (value: number) => number;
  yTicks: { y: number; value: number }[];
  xTicks: { x: number; month: number }[];
  plot: { left: number; right: number; top: number; bottom: number };
}

/** Space that a horizontal "Mar 2026" needs, px. */
const X_LABEL_WIDTH = 78;

/**
 * Where everything in a trend goes. The y axis starts at 0; proportions end at 1 at most. A longer period (England by quarter
 * behind an area by month) is drawn level over its whole length.
 * @param finest months of the finest period among the series
 */
export function trendGeometry(series: TrendSeries[], unit: Unit, frame: Frame): TrendGeometry {
  const plot = plotOf(frame);
  const points = series.flatMap((each) => each.points);
  const first = Math.min(...points.map((point) => point.start));
  const last = Math.max(...points.map((point) => point.start + point.months));
  const finest = Math.min(...points.map((point) => point.months));
  const xScale = scaleLinear([first, last], [plot.left, plot.right]);
  const yScale = scaleLinear([0, top(points, unit)], [plot.bottom, plot.top]);
  const x = (month: number): number => xScale(month);
  const y = (value: number): number => yScale(value);
  const ticks = yScale.ticks(plot.bottom - plot.top < 220 ? 4 : 5);
  return {
    series: series.map((each) => seriesGeometry(each, finest, x, y)),
    ...{ x, y, plot },
    yTicks: ticks
      .filter((value) => unit !== 'count' || Number.isInteger(value))
      .map((value) => ({ y: y(value), value })),
    xTicks: timeTicks(first, last, plot.right - plot.left).map((month) => ({ x: x(month), month })),
  };
}

/** The space within the margins. */
export function plotOf({ width, height, margin }: Frame): TrendGeometry['plot'] {
  return {
    left: margin.left,
    right: Math.max(margin.left + 1, width - margin.right),
    top: margin.top,
    bottom: height - margin.bottom,
  };
}

/** The axis ends at the next round value above everything drawn, and at 100% at most. */
function top(points: TrendPoint[], unit: Unit): number {
  const highest = max(points, (point) => point.upper ?? point.value ?? 0) ?? 0;
  if (highest <= 0) return unit === 'proportion' ? 0.1 : 1;
  const nice = scaleLinear([0, highest], [0, 1]).nice(5).domain()[1] ?? highest;
  return unit === 'proportion' ? Math.min(1, nice) : Math.max(1, nice);
}

/** Month indices for labels, so far apart that they stay horizontal. */
export function timeTicks(first: number, last: number, widthPx: number): number[] {
  const room = Math.max(1, Math.floor(widthPx / X_LABEL_WIDTH));
  const step = [1, 3, 6, 12, 24, 60, 120].find((months) => (last - first) / months <= room) ?? 240;
  const start = Math.ceil(first / step) * step;
  const ticks: number[] = [];
  for (let month = start; month < last; month += step) ticks.push(month);
  return ticks.length > 0 ? ticks : [first];
}

function seriesGeometry(
  { id, name, points }: TrendSeries,
  finest: number,
  x: (month: number) => number,
  y: (value: number) => number,
): SeriesGeometry {
  const vertices = points.flatMap((point) => verticesOf(point, finest));
  const hasValue = ({ point }: Vertex): boolean => point.value !== null;
  const hasLimits = ({ point }: Vertex): boolean => point.lower !== null && point.upper !== null;
  const at = ({ month }: Vertex): number => x(month);
  const path = (value: (point: TrendPoint) => number | null, defined: (vertex: Vertex) => boolean): string =>
    line<Vertex>(at, ({ point }) => y(value(point) ?? 0)).defined(defined)(vertices) ?? '';
  const marks = marksOf(points, x, y);
  const end = marks.at(-1);
  return {
    ...{ id, name, marks },
    line: path(
      (point) => point.value,
      (vertex) => hasValue(vertex) && !vertex.point.provisional,
    ),
    provisionalLine: provisionalLine(vertices, at, ({ point }) => y(point.value ?? 0)),
    band:
      area<Vertex>(
        at,
        ({ point }) => y(point.lower ?? 0),
        ({ point }) => y(point.upper ?? 0),
      ).defined(hasLimits)(vertices) ?? '',
    edges: [path((point) => point.lower, hasLimits), path((point) => point.upper, hasLimits)],
    withheld: points
      .filter((point) => point.withheld)
      .map((point) => ({ x: x(point.start + point.months / 2), point })),
    end: end && { x: end.x, y: end.y },
  };
}

/** Every step between two neighbours of which one is not final. */
function provisionalLine(
  vertices: Vertex[],
  x: (vertex: Vertex) => number,
  y: (vertex: Vertex) => number,
): string {
  const draw = line<Vertex>(x, y);
  return vertices
    .flatMap((to, index) => {
      const from = vertices[index - 1];
      if (!from || from.point.value === null || to.point.value === null) return [];
      return from.point.provisional || to.point.provisional ? [draw([from, to]) ?? ''] : [];
    })
    .join('');
}

interface Vertex {
  month: number;
  point: TrendPoint;
}

function verticesOf(point: TrendPoint, finest: number): Vertex[] {
  if (point.months <= finest) return [{ month: point.start + point.months / 2, point }];
  return [
    { month: point.start, point },
    { month: point.start + point.months, point },
  ];
}

function marksOf(points: TrendPoint[], x: (month: number) => number, y: (value: number) => number): Mark[] {
  return points.flatMap((point, index) => {
    if (point.value === null) return [];
    const alone = [points[index - 1], points[index + 1]].every((near) => !near || near.value === null);
    return [
      {
        ...{ point, alone },
        x: x(point.start + point.months / 2),
        y: y(point.value),
        low: point.lower === null ? null : y(point.lower),
        high: point.upper === null ? null : y(point.upper),
      },
    ];
  });
}

/**
 * Moves labels apart so that none overlaps, keeping their order. @param wanted y of each label; @param gap least distance, px.
 */
export function spreadLabels(wanted: number[], gap: number, topY: number, bottomY: number): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let floor = topY;
  for (const each of order) {
    each.y = Math.max(each.y, floor);
    floor = each.y + gap;
  }
  let ceiling = bottomY;
  for (const each of order.toReversed()) {
    each.y = Math.min(each.y, ceiling);
    ceiling = each.y - gap;
  }
  return order.sort((a, b) => a.index - b.index).map((each) => each.y);
}

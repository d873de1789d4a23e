import { extent, max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { wrapped } from './interval-geometry.js';

export interface MultiplePoint {
  /** Middle of its period, in months. */
  at: number;
  value: number | null;
}

/** One small chart: a place over time. */
export interface Multiple {
  id: string;
  name: string;
  points: MultiplePoint[];
  highlighted: boolean;
}

export interface MultipleCell {
  item: Multiple;
  x: number;
  y: number;
  /** The name, broken into lines that fit. */
  lines: string[];
  /** Path of the place; pieces where there are gaps. */
  line: string;
  /** Values with nothing before or after them, which a line does not show. */
  dots: { x: number; y: number }[];
  /** The last value there is. */
  last: { x: number; y: number; value: number } | undefined;
}

export interface MultiplesGeometry {
  cells: MultipleCell[];
  /** Path of what all are set beside, to be drawn in every cell; relative to the cell. */
  beside: string;
  cellWidth: number;
  cellHeight: number;
  /** Where lines begin and end in a cell. */
  plot: { left: number; right: number; top: number; bottom: number };
  height: number;
}

const CELL_WIDTH = 190;
const CELL_HEIGHT = 128;
const CHARACTER_PX = 8.6;
const PLOT = { left: 4, top: 50, bottom: 114 };
const VALUE_ROOM = 46;

/** Places as small charts in a grid, all on one scale of values and of time, so that they can be set beside each other. */
export function multiplesGeometry(
  items: Multiple[],
  beside: MultiplePoint[],
  width: number,
): MultiplesGeometry {
  const columns = Math.max(1, Math.floor(width / CELL_WIDTH));
  const cellWidth = width / columns;
  const plot = { ...PLOT, right: Math.max(PLOT.left + 1, cellWidth - VALUE_ROOM) };
  const points = [...items.flatMap((item) => item.points), ...beside];
  const [first = 0, last = 1] = extent(points, ({ at }) => at);
  const x = scaleLinear([first, Math.max(last, first + 1)], [plot.left, plot.right]);
  const y = scaleLinear([0, (max(points, ({ value }) => value ?? 0) ?? 0) || 1], [plot.bottom, plot.top]);
  const path = line<MultiplePoint>(
    ({ at }) => x(at),
    ({ value }) => y(value ?? 0),
  ).defined(({ value }) => value !== null);
  const at = ({ at: month, value }: MultiplePoint): { x: number; y: number } => ({
    x: x(month),
    y: y(value ?? 0),
  });
  const cells = items.map((item, index): MultipleCell => {
    const latest = item.points.findLast(({ value }) => value !== null);
    return {
      item,
      x: (index % columns) * cellWidth,
      y: Math.floor(index / columns) * CELL_HEIGHT,
      lines: wrapped(item.name, Math.floor((cellWidth - 14) / CHARACTER_PX)),
      line: path(item.points) ?? '',
      dots: item.points.filter((point, nth) => isAlone(item.points, point, nth)).map(at),
      last: latest && { ...at(latest), value: latest.value ?? 0 },
    };
  });
  return {
    ...{ cells, plot, cellWidth },
    beside: path(beside) ?? '',
    cellHeight: CELL_HEIGHT,
    height: Math.ceil(items.length / columns) * CELL_HEIGHT,
  };
}

function isAlone(points: MultiplePoint[], { value }: MultiplePoint, nth: number): boolean {
  const isEmpty = (near: MultiplePoint | undefined): boolean => near === undefined || near.value === null;
  return value !== null && isEmpty(points[nth - 1]) && isEmpty(points[nth + 1]);
}

import { extent, max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { plotOf, type Frame } from './trend-geometry.js';

export type FunnelPlace = 'low_outer' | 'low_inner' | 'within' | 'high_inner' | 'high_outer';

export interface FunnelItem {
  id: string;
  name: string;
  /** What the share is out of; `null` = withheld. */
  size: number | null;
  value: number | null;
  /** Among the limits on show; `null` = outside of the funnel. */
  place: FunnelPlace | null;
  /** Drawn strongly: the reader's own. */
  highlighted: boolean;
}

export interface Limits {
  lower: number;
  upper: number;
}

/** The limits at one size. */
export interface FunnelLimits {
  size: number;
  /** 95% */
  inner: Limits;
  /** 99.8% */
  outer: Limits;
}

export interface FunnelMark {
  item: FunnelItem;
  x: number;
  y: number;
}

export interface FunnelGeometry {
  /** What can be drawn, smallest first. */
  marks: FunnelMark[];
  /** Paths of the limits, lower and upper. */
  inner: string[];
  outer: string[];
  /** y of the average; `null` = there is none. */
  average: number | null;
  xTicks: { x: number; value: number }[];
  yTicks: { y: number; value: number }[];
  plot: { left: number; right: number; top: number; bottom: number };
}

/** Space that a horizontal "12,000" needs, px. */
const TICK_WIDTH = 90;

/** Shares against what they are out of, among their limits. Sizes begin at 0; shares end at 0% and 100%. */
export function funnelGeometry(
  items: FunnelItem[],
  limits: FunnelLimits[],
  average: number | null,
  frame: Frame,
): FunnelGeometry {
  const plot = plotOf(frame);
  const drawn = items.filter(isDrawn).sort((a, b) => a.size - b.size || a.value - b.value);
  const largest = max([...drawn, ...limits], ({ size }) => size) ?? 1;
  const x = scaleLinear([0, Math.max(1, largest)], [plot.left, plot.right - 8]);
  const y = scaleLinear(sharesOf(drawn, limits, average), [plot.bottom, plot.top]);
  const path = (of: (at: FunnelLimits) => number): string =>
    line<FunnelLimits>(
      (at) => x(at.size),
      (at) => y(of(at)),
    )(limits) ?? '';
  return {
    plot,
    marks: drawn.map((item) => ({ item, x: x(item.size), y: y(item.value) })),
    inner: [path((at) => at.inner.lower), path((at) => at.inner.upper)],
    outer: [path((at) => at.outer.lower), path((at) => at.outer.upper)],
    average: average === null ? null : y(average),
    xTicks: x
      .ticks(Math.max(2, Math.floor((plot.right - plot.left) / TICK_WIDTH)))
      .filter(Number.isInteger)
      .map((value) => ({ x: x(value), value })),
    yTicks: y.ticks(5).map((value) => ({ y: y(value), value })),
  };
}

type Drawn = FunnelItem & { size: number; value: number };

function isDrawn(item: FunnelItem): item is Drawn {
  return item.size !== null && item.value !== null;
}

/** The shares that the axis reaches: everything drawn, at round values, within 0 to 1. */
function sharesOf(drawn: Drawn[], limits: FunnelLimits[], average: number | null): [number, number] {
  const [low, high] = extent([
    ...drawn.map(({ value }) => value),
    ...limits.flatMap(({ outer }) => [outer.lower, outer.upper]),
    ...(average === null ? [] : [average]),
  ]);
  if (low === undefined) return [0, 1];
  const room = Math.max(0.02, (high - low) * 0.05);
  const [from = 0, to = 1] = scaleLinear([low - room, high + room], [0, 1])
    .nice(5)
    .domain();
  return [Math.max(0, from), Math.min(1, to)];
}

import { scaleLinear } from 'd3-scale';
import { plotOf } from './trend-geometry.js';

/** A day with what came and what normally comes on a day of its name. */
export interface WeekDay {
  /** Unique among the days. */
  date: string;
  value: number;
  normal: number;
}

export interface DayColumn {
  day: WeekDay;
  left: number;
  width: number;
  middle: number;
  barLeft: number;
  barWidth: number;
  /** Where the bar ends. */
  top: number;
  /** Where a normal day ends. */
  normalY: number;
}

export interface WeekGeometry {
  columns: DayColumn[];
  yTicks: { y: number; value: number }[];
  plot: { left: number; right: number; top: number; bottom: number };
  /** There is room for no more than a word under each day. */
  narrow: boolean;
}

const MARGIN = { top: 14, right: 8, bottom: 40, left: 52 };
const BAR_SHARE = 0.56;
const BAR_MAX = 56;
/** Space that "Wed 25" needs, px. */
const NAME_WIDTH = 64;

/** Days side by side from 0, as high as the busiest of them or of a normal week; the axis marks whole numbers. */
export function weekGeometry(week: readonly WeekDay[], width: number, height: number): WeekGeometry {
  const plot = plotOf({ width, height, margin: MARGIN });
  const highest = Math.max(1, ...week.flatMap(({ value, normal }) => [value, normal]));
  const y = scaleLinear([0, highest], [plot.bottom, plot.top]).nice(4);
  const step = (plot.right - plot.left) / Math.max(1, week.length);
  const barWidth = Math.min(BAR_MAX, step * BAR_SHARE);
  return {
    plot,
    narrow: step < NAME_WIDTH,
    yTicks: y
      .ticks(4)
      .filter(Number.isInteger)
      .map((value) => ({ y: y(value), value })),
    columns: week.map((day, nth) => {
      const left = plot.left + nth * step;
      const middle = left + step / 2;
      return {
        ...{ day, left, width: step, middle, barLeft: middle - barWidth / 2, barWidth },
        ...{ top: y(day.value), normalY: y(day.normal) },
      };
    }),
  };
}

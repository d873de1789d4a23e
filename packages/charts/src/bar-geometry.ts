import { scaleLinear } from 'd3-scale';
import { wrapped } from './interval-geometry.js';

export interface BarItem {
  id: string;
  name: string;
  value: number | null;
  withheld: boolean;
}

export interface BarGeometry {
  bars: {
    item: BarItem;
    /** The name, broken into lines that fit. */
    lines: string[];
    top: number;
    height: number;
    labelY: number;
    /** Middle of the bar. */
    y: number;
    left: number;
    length: number;
  }[];
  height: number;
  /** Thickness of a bar. */
  thickness: number;
}

const CHARACTER_PX = 9;
const VALUE_COLUMN = 64;
const ROW = 36;
/** What a second line of a name needs more. */
const SECOND_LINE = 10;
const STACKED_ROW = 56;
const LINE = 18;
const THICKNESS = 18;
/** Below this width names stand above their bars. */
const STACKED_BELOW = 560;

/**
 * Bars one under the other from 0, the longest as long as there is room. The order is the caller's.
 * @param full the value that is as long as there is room; absent: the longest's
 */
export function barGeometry(items: BarItem[], width: number, full?: number): BarGeometry {
  const stacked = width < STACKED_BELOW;
  const left = stacked ? 6 : Math.min(300, Math.round(width * 0.34));
  const right = Math.max(left + 1, width - VALUE_COLUMN);
  const longest = full ?? Math.max(0, ...items.map(({ value }) => value ?? 0));
  const length = scaleLinear([0, longest > 0 ? longest : 1], [0, right - left]);
  const room = Math.floor((stacked ? width - 12 : left - 16) / CHARACTER_PX);
  let bottom = 0;
  const bars = items.map((item) => {
    const lines = wrapped(item.name, room);
    const height = stacked ? STACKED_ROW + (lines.length - 1) * LINE : ROW + (lines.length - 1) * SECOND_LINE;
    const top = bottom;
    bottom += height;
    return {
      ...{ item, lines, top, height, left, length: length(item.value ?? 0) },
      y: stacked ? bottom - 16 : top + height / 2,
      labelY: stacked ? top + 18 + ((lines.length - 1) * LINE) / 2 : top + height / 2,
    };
  });
  return { bars, height: bottom + 4, thickness: THICKNESS };
}

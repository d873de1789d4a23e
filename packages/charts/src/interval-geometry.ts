import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { Unit } from './unit.js';

/** One area in a ranked list. */
export interface IntervalItem {
  id: string;
  name: string;
  value: number | null;
  lower: number | null;
  upper: number | null;
  withheld: boolean;
  /** Drawn strongly: the reader's own, or the chosen one. */
  highlighted: boolean;
}

export interface IntervalRow {
  item: IntervalItem;
  /** Middle of the row's interval. */
  y: number;
  top: number;
  height: number;
  /** The name, broken into lines that fit. */
  lines: string[];
  /** Middle of the name. */
  labelY: number;
  x: number | null;
  low: number | null;
  high: number | null;
}

export interface IntervalGeometry {
  rows: IntervalRow[];
  height: number;
  x: (value: number) => number;
  ticks: { x: number; value: number }[];
  plot: { left: number; right: number; top: number; bottom: number };
  /** True when names stand above their interval instead of beside it. */
  stacked: boolean;
}

const AXIS = 58;
const CHARACTER_PX = 9;
const VALUE_COLUMN = 60;
const ROW = 34;
/** What a second line of a name needs more. */
const SECOND_LINE = 10;
const STACKED_ROW = 56;
const LINE = 18;
/** Below this width names and intervals share the width one above the other. */
const STACKED_BELOW = 560;

/**
 * A dot and its limits per row, from 0, or from below it where values are. The order is the caller's.
 * @param reference drawn as a line through all rows, so the axis reaches it
 */
export function intervalGeometry(
  items: IntervalItem[],
  unit: Unit,
  width: number,
  reference: number | null,
): IntervalGeometry {
  const stacked = width < STACKED_BELOW;
  const left = stacked ? 10 : Math.min(340, Math.round(width * 0.36));
  const right = Math.max(left + 1, width - VALUE_COLUMN);
  const x = scaleLinear([floor(items), top(items, unit, reference)], [left, right]);
  const room = Math.floor((stacked ? width - 12 : left - 16) / CHARACTER_PX);
  let bottom = AXIS;
  const rows = items.map((item): IntervalRow => {
    const lines = wrapped(item.name, room);
    const height = stacked ? STACKED_ROW + (lines.length - 1) * LINE : ROW + (lines.length - 1) * SECOND_LINE;
    const rowTop = bottom;
    bottom += height;
    return {
      ...{ item, lines, height, top: rowTop },
      y: stacked ? bottom - 16 : rowTop + height / 2,
      labelY: stacked ? rowTop + 18 + ((lines.length - 1) * LINE) / 2 : rowTop + height / 2,
      x: item.value === null ? null : x(item.value),
      low: item.lower === null ? null : x(item.lower),
      high: item.upper === null ? null : x(item.upper),
    };
  });
  return {
    ...{ rows, stacked },
    height: bottom + 12,
    x: (value) => x(value),
    ticks: x
      .ticks(stacked ? 4 : 6)
      .filter((value) => unit !== 'count' || Number.isInteger(value))
      .map((value) => ({ x: x(value), value })),
    plot: { left, right, top: AXIS, bottom },
  };
}

function floor(items: IntervalItem[]): number {
  const lowest = Math.min(0, ...items.map((item) => item.lower ?? item.value ?? 0));
  return lowest === 0 ? 0 : (scaleLinear([lowest, 0], [0, 1]).nice(5).domain()[0] ?? lowest);
}

function top(items: IntervalItem[], unit: Unit, reference: number | null): number {
  const highest = Math.max(max(items, (item) => item.upper ?? item.value ?? 0) ?? 0, reference ?? 0);
  if (highest <= 0) return unit === 'proportion' ? 0.1 : 1;
  const nice = scaleLinear([0, highest], [0, 1]).nice(5).domain()[1] ?? highest;
  return unit === 'proportion' ? Math.min(1, nice) : nice;
}

/** At most two lines of at most `room` characters; what is left is cut off with an ellipsis. */
export function wrapped(text: string, room: number): string[] {
  if (text.length <= room) return [text];
  const words = text.split(' ');
  let first = words.shift() ?? '';
  while (words.length > 0 && `${first} ${words[0] ?? ''}`.length <= room) first += ` ${words.shift() ?? ''}`;
  const rest = words.join(' ');
  if (rest === '') return [first];
  return [first, rest.length <= room ? rest : `${rest.slice(0, Math.max(1, room - 1)).trimEnd()}…`];
}

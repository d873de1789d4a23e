import type { Cell, Range, Reader, Variable } from './cell.js';

/** A cell and those that add up to it. */
export interface Line {
  /** Of a coarser table: decided before. */
  whole: Cell;
  parts: readonly Cell[];
  /** Each learns nothing that is withheld. */
  readers: readonly Reader[];
}

/**
 * Whether one of its readers, who subtracts, would learn a withheld value of the line: every one has to keep two possible values.
 */
export function isExposed(line: Line, variable: Variable): boolean {
  return line.readers.some((reader) => isExposedTo(reader, line, variable));
}

function isExposedTo(reader: Reader, { whole, parts }: Line, variable: Variable): boolean {
  const withheld = parts.filter((part) => part.isWithheld(variable));
  const all = sumOf(parts, variable, reader);
  if (withheld.length === 0) return whole.isWithheld(variable) && parts.length > 0 && isPinned(all);
  const shown = parts.filter((part) => !part.isWithheld(variable));
  const [shownLeast, shownMost] = sumOf(shown, variable, reader);
  const [least, most] = whole.range(variable, reader);
  const ranges = withheld.map((part) => part.range(variable, reader));
  const left: Range = [least - shownMost, most - shownLeast];
  if (ranges.some((_, nth) => isPinned(within(ranges, nth, left)))) return true;
  return whole.isWithheld(variable) && isPinned(overlap([least, most], all));
}

function sumOf(parts: readonly Cell[], variable: Variable, reader: Reader): Range {
  const ranges = parts.map((part) => part.range(variable, reader));
  return [sum(ranges.map(([from]) => from)), sum(ranges.map(([, to]) => to))];
}

/** What one of several values may be when all together are in `left`. */
function within(ranges: readonly Range[], nth: number, left: Range): Range {
  const others = ranges.filter((_, other) => other !== nth);
  const [least, most] = [sum(others.map(([from]) => from)), sum(others.map(([, to]) => to))];
  return overlap(ranges[nth] ?? left, [left[0] - most, left[1] - least]);
}

const isPinned = ([least, most]: Range): boolean => most - least < 1;

const overlap = (a: Range, b: Range): Range => [Math.max(a[0], b[0]), Math.min(a[1], b[1])];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

import type { Cell, Range, Variable } from './cell.js';

/** A cell and those that add up to it. */
export interface Line {
  /** Of a coarser table: decided before. */
  whole: Cell;
  parts: readonly Cell[];
}

/**
 * Whether somebody who subtracts would learn a withheld value of the line: every one has to keep two possible values.
 */
export function isExposed({ whole, parts }: Line, variable: Variable): boolean {
  const withheld = parts.filter((part) => part.isWithheld(variable));
  if (withheld.length === 0)
    return whole.isWithheld(variable) && parts.length > 0 && isPinned(sumOf(parts, variable));
  const [shownLeast, shownMost] = sumOf(
    parts.filter((part) => !part.isWithheld(variable)),
    variable,
  );
  const [least, most] = whole.range(variable);
  const ranges = withheld.map((part) => part.range(variable));
  const left: Range = [least - shownMost, most - shownLeast];
  if (ranges.some((_, nth) => isPinned(within(ranges, nth, left)))) return true;
  return whole.isWithheld(variable) && isPinned(overlap([least, most], sumOf(parts, variable)));
}

function sumOf(parts: readonly Cell[], variable: Variable): Range {
  const ranges = parts.map((part) => part.range(variable));
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

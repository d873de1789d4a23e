import type { Cell, Range, Variable } from './cell.js';

/** A cell and those that add up to it. */
export interface Line {
  /** Of a coarser table: decided before. */
  whole: Cell;
  parts: readonly Cell[];
  /**
   * Whether shown values are taken for known exactly: where many answers hold the same group in different company, together they
   * wear its rounding off.
   */
  exactly: boolean;
}

/**
 * Whether somebody who subtracts would learn a withheld value of the line: every one has to keep two possible values.
 */
export function isExposed({ whole, parts, exactly }: Line, variable: Variable): boolean {
  const withheld = parts.filter((part) => part.isWithheld(variable));
  if (withheld.length === 0)
    return whole.isWithheld(variable) && parts.length > 0 && isPinned(sumOf(parts, variable, exactly));
  const [shownLeast, shownMost] = sumOf(
    parts.filter((part) => !part.isWithheld(variable)),
    variable,
    exactly,
  );
  const [least, most] = whole.range(variable, exactly);
  const ranges = withheld.map((part) => part.range(variable, exactly));
  const left: Range = [least - shownMost, most - shownLeast];
  if (ranges.some((_, nth) => isPinned(within(ranges, nth, left)))) return true;
  return whole.isWithheld(variable) && isPinned(overlap([least, most], sumOf(parts, variable, exactly)));
}

function sumOf(parts: readonly Cell[], variable: Variable, exactly: boolean): Range {
  const ranges = parts.map((part) => part.range(variable, exactly));
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

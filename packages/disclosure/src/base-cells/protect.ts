import type { ExactCounts } from '../control.js';
import type { Level, Profile } from '../profile.js';
import { Cell, type CellContext, type Variable } from './cell.js';
import { isExposed, type Line } from './line.js';
import type { PeriodLevel } from './periods.js';
import { keyOf, ProtectedTables } from './protected-tables.js';

/** Base cells of the same dimensions and length of period. */
export interface BaseTable {
  /** In the order of the codes of its cells. */
  dimensions: readonly string[];
  periods: PeriodLevel;
  level: Level;
  /**
   * Groups by so many things at once that how many of them are listed tells how many people are in the withheld group that they lie
   * within: of those nothing is told, not even whether somebody is in them.
   */
  isFine?: boolean;
  cells: readonly BaseCell[];
}

export interface BaseCell extends CellContext {
  codes: readonly string[];
  /** `2026`, `2026-Q1`, `2026-03`, or '' of all time. */
  period: string;
  counts: ExactCounts;
}

export interface Protection {
  profile: Profile;
  /** Dimensions in whose rows an item may stand several times: their cells do not add up. */
  overlapping: readonly string[];
  /**
   * Tables that hold the denominators as their counts, already decided: only numerators are decided, and are withheld with their
   * denominators. Absent: both are.
   */
  denominators?: Pick<ProtectedTables, 'isWithheld' | 'isUnlisted'>;
}

/**
 * Decides for every cell of some tables what may be shown of it: few people are withheld, and of the others so many that no
 * withheld value can be worked out from sums.
 *
 * A table is decided after the coarser ones, of which each dimension left out and the next longer period have to be among
 * `tables` where there are such at all, and never changes them. So what is shown of a cell does not depend on the question.
 *
 * @param tables the coarser before the finer
 */
export function protectTables(tables: readonly BaseTable[], protection: Protection): ProtectedTables {
  const decided = new ProtectedTables(protection);
  for (const table of tables) {
    const cells = cellsOf(table, protection);
    const above = decided.wholesOf(table);
    const lines = above.flatMap((wholes) => groupsOf(cells, wholes));
    // Denominators first: what is decided of them does not depend on any numerator.
    if (!protection.denominators) protect(lines, 'denominator');
    protect(lines, 'numerator');
    decided.add(table, cells, above);
  }
  return decided;
}

function cellsOf({ dimensions, level, cells }: BaseTable, { profile, denominators }: Protection): Cell[] {
  return cells.map(({ codes, period, counts, ...context }) => {
    const cell = new Cell(keyOf(codes, period), counts, profile, level, context);
    if (denominators?.isWithheld(dimensions, codes, period)) cell.withhold('denominator');
    return cell;
  });
}

/** Cells by what they are parts of. */
function groupsOf(cells: readonly Cell[], wholes: readonly (Cell | undefined)[]): Line[] {
  const groups = new Map<Cell, Cell[]>();
  wholes.forEach((whole, nth) => {
    const cell = cells[nth];
    if (!whole || !cell) return;
    const parts = groups.get(whole);
    if (parts) parts.push(cell);
    else groups.set(whole, [cell]);
  });
  // Few may ask anything of the whole country but its totals and its boards beside each other.
  return [...groups].map(([whole, parts]) => ({
    ...{ whole, parts },
    readers: whole.isOfCountry ? ['rounded'] : ['exact', 'listed'],
  }));
}

/** Withholds more until no line tells anything; what no further cell could hide is left to rounding. */
function protect(lines: readonly Line[], variable: Variable): void {
  const linesThrough = new Map<Cell, Line[]>();
  for (const line of lines) {
    for (const part of line.parts) {
      const through = linesThrough.get(part);
      if (through) through.push(line);
      else linesThrough.set(part, [line]);
    }
  }
  const open = new Set(lines);
  for (const line of open) {
    open.delete(line);
    while (isExposed(line, variable)) {
      const more = nextToWithhold(line, variable, linesThrough);
      if (!more) break;
      more.withhold(variable);
      // Visited again, this one too: a set goes on with what is added while it is read.
      linesThrough.get(more)?.forEach((through) => open.add(through));
    }
  }
}

/** The smallest cell that is shown, of those that do not stand alone in another line. */
function nextToWithhold(
  { parts }: Line,
  variable: Variable,
  linesThrough: ReadonlyMap<Cell, readonly Line[]>,
): Cell | undefined {
  const shown = parts.filter((part) => !part.isWithheld(variable) && part.canHide(variable));
  const alone = (cell: Cell): number =>
    (linesThrough.get(cell) ?? []).filter(
      (line) => line.parts.length === 1 && !line.whole.isWithheld(variable),
    ).length;
  return shown.reduce<Cell | undefined>((best, cell) => {
    if (!best) return cell;
    const [a, b] = [alone(cell), alone(best)];
    if (a !== b) return a < b ? cell : best;
    for (const count of ['denominator', 'numerator'] as const) {
      const [size, other] = [cell.value(count), best.value(count)];
      if (size !== other) return size < other ? cell : best;
    }
    return cell.key < best.key ? cell : best;
  }, undefined);
}

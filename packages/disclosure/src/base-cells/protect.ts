import type { ControlledCounts, ExactCounts } from '../control.js';
import type { Level, Profile } from '../profile.js';
import { Cell, type CellContext, type Variable } from './cell.js';
import { isExposed, type Line } from './line.js';
import { EVER, levelOfPeriod, PERIOD_LEVELS, periodAbove, type PeriodLevel } from './periods.js';

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
    const lines = decided.wholesOf(table).flatMap((wholes) => groupsOf(cells, wholes));
    // Denominators first: what is decided of them does not depend on any numerator.
    if (!protection.denominators) protect(lines, 'denominator');
    protect(lines, 'numerator');
    decided.add(table, cells);
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

/** A cell by its codes and period, of the table of its dimensions and length of period. */
type CellName = readonly [dimensions: readonly string[], codes: readonly string[], period: string];

/** Tables already decided. */
export class ProtectedTables {
  private readonly tables = new Map<string, { table: BaseTable; cells: ReadonlyMap<string, Cell> }>();

  /** @internal */
  constructor(private readonly protection: Pick<Protection, 'overlapping' | 'denominators'>) {}

  /** What may be shown of a cell that is listed; undefined: nobody is in it. */
  shown(...name: CellName): ControlledCounts | undefined {
    return this.cell(...name)?.shown();
  }

  /** Whether any of its counts is; nobody is in a cell that is not there. */
  isWithheld(...name: CellName): boolean {
    return this.cell(...name)?.isWithheld('numerator') ?? false;
  }

  /** Whether not even that is told of a cell whether somebody is in it: it lies within a withheld one. */
  isUnlisted(...name: CellName): boolean {
    const { denominators } = this.protection;
    if (denominators) return denominators.isUnlisted(...name);
    const [dimensions, , period] = name;
    if (this.tableBy(dimensions, levelOfPeriod(period))?.table.isFine !== true) return false;
    if (this.cell(...name)?.isWithheld('denominator') === false) return false;
    const wholes = this.namesAbove(...name).map((whole) => this.told(whole));
    return wholes.includes('withheld') && !wholes.includes('nobody');
  }

  private told(name: CellName): 'shown' | 'withheld' | 'nobody' {
    const cell = this.cell(...name);
    if (cell) return cell.isWithheld('denominator') ? 'withheld' : 'shown';
    return this.isUnlisted(...name) ? 'withheld' : 'nobody';
  }

  private cell(...[dimensions, codes, period]: CellName): Cell | undefined {
    return this.tableBy(dimensions, levelOfPeriod(period))?.cells.get(keyOf(codes, period));
  }

  private tableBy(
    dimensions: readonly string[],
    periods: PeriodLevel,
  ): { table: BaseTable; cells: ReadonlyMap<string, Cell> } | undefined {
    return this.tables.get(nameOf(dimensions, periods));
  }

  /** @internal */
  add(table: BaseTable, cells: readonly Cell[]): void {
    const byKey = new Map(cells.map((cell) => [cell.key, cell]));
    this.tables.set(nameOf(table.dimensions, table.periods), { table, cells: byKey });
  }

  /**
   * For each of the tables with one dimension less, or the next longer period, what each cell of the finer one is a part of.
   * @internal
   */
  wholesOf({ dimensions, periods, cells }: BaseTable): (Cell | undefined)[][] {
    return this.above(dimensions, periods).map((wholeOf) =>
      cells.map(({ codes, period }) => this.cell(...wholeOf(codes, period))),
    );
  }

  private namesAbove(...[dimensions, codes, period]: CellName): CellName[] {
    return this.above(dimensions, levelOfPeriod(period)).map((wholeOf) => wholeOf(codes, period));
  }

  /** By each decided table that a finer one adds up to: which cell of it a cell is a part of. */
  private above(
    dimensions: readonly string[],
    periods: PeriodLevel,
  ): ((codes: readonly string[], period: string) => CellName)[] {
    const along = dimensions.flatMap((dimension, nth) => {
      const without = <T>(list: readonly T[]): T[] => list.filter((_, each) => each !== nth);
      const rest = without(dimensions);
      if (!this.tableBy(rest, periods) || this.protection.overlapping.includes(dimension)) return [];
      return [(codes: readonly string[], period: string): CellName => [rest, without(codes), period]];
    });
    const longer = PERIOD_LEVELS[PERIOD_LEVELS.indexOf(periods) - 1];
    if (!longer || !this.tableBy(dimensions, longer)) return along;
    return [...along, (codes, period) => [dimensions, codes, periodAbove(period) ?? EVER]];
  }
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

function keyOf(codes: readonly string[], period: string): string {
  return JSON.stringify([...codes, period]);
}

function nameOf(dimensions: readonly string[], periods: PeriodLevel): string {
  return JSON.stringify([...dimensions, periods]);
}

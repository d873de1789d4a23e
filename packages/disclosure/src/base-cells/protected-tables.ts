import type { ControlledCounts } from '../control.js';
import type { Cell } from './cell.js';
import { EVER, levelOfPeriod, PERIOD_LEVELS, periodAbove, type PeriodLevel } from './periods.js';
import type { BaseTable, Protection } from './protect.js';

/** A cell by its codes and period, of the table of its dimensions and length of period. */
export type CellName = readonly [dimensions: readonly string[], codes: readonly string[], period: string];

interface DecidedTable {
  isFine: boolean;
  cells: ReadonlyMap<string, Cell>;
  unlisted: ReadonlySet<Cell>;
}

/** Tables already decided. */
export class ProtectedTables {
  private readonly tables = new Map<string, DecidedTable>();

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

  /** Whether not even that is told of a cell, be it empty or not, whether somebody is in it: it lies within a withheld one. */
  isUnlisted(...name: CellName): boolean {
    const { denominators } = this.protection;
    if (denominators) return denominators.isUnlisted(...name);
    const [dimensions, codes, period] = name;
    const table = this.tableBy(dimensions, levelOfPeriod(period));
    if (table?.isFine !== true) return false;
    const cell = table.cells.get(keyOf(codes, period));
    if (cell) return table.unlisted.has(cell);
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

  private tableBy(dimensions: readonly string[], periods: PeriodLevel): DecidedTable | undefined {
    return this.tables.get(nameOf(dimensions, periods));
  }

  /**
   * @param above as `wholesOf` found them
   * @internal
   */
  add(
    { dimensions, periods, isFine = false }: BaseTable,
    cells: readonly Cell[],
    above: readonly (readonly (Cell | undefined)[])[],
  ): void {
    const isWithin = (nth: number): boolean => above.some((wholes) => wholes[nth]?.isWithheld('denominator'));
    const unlisted = cells.filter((cell, nth) => isFine && cell.isWithheld('denominator') && isWithin(nth));
    const byKey = new Map(cells.map((cell) => [cell.key, cell]));
    this.tables.set(nameOf(dimensions, periods), { isFine, cells: byKey, unlisted: new Set(unlisted) });
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

/** What tells a cell from its table's other cells. */
export function keyOf(codes: readonly string[], period: string): string {
  return JSON.stringify([...codes, period]);
}

function nameOf(dimensions: readonly string[], periods: PeriodLevel): string {
  return JSON.stringify([...dimensions, periods]);
}

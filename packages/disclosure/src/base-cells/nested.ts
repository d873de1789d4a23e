import type { ExactCounts } from '../control.js';
import { isWithheld } from '../profile.js';
import type { BaseCell, BaseTable, Protection } from './protect.js';
import type { ProtectedTables } from './protected-tables.js';
import { protectTables } from './protect.js';

/** How many there are, and how many different people behind them. */
export interface Group {
  count: number;
  people: number;
}

/** Base cells of counts of which each lies within the one before: who was referred, who of them was contacted, and so on. */
export interface NestedTable extends Omit<BaseTable, 'cells'> {
  cells: readonly NestedCell[];
}

export interface NestedCell {
  codes: readonly string[];
  period: string;
  /** Who came as far as each of the counts and no further, in their order. */
  ended: readonly Group[];
}

export interface NestedProtection extends Omit<Protection, 'denominators'> {
  /**
   * A measure's tables of the same items, already decided and shown elsewhere: its denominator is the first of the counts, its
   * numerator the last. Absent: there is none.
   */
  told?: Pick<ProtectedTables, 'shown'>;
  /** That a count is the same as the one before says nothing of anybody: it is told under every profile. */
  mayBeAll?: true;
}

/**
 * Decides what may be shown of counts that lie within each other: each is decided as the numerator within the last one before it
 * that is shown in its cell, so that neither it nor what was lost on the way is of few people, nor worked out from sums.
 *
 * A count after withheld ones is shown only where it is smaller than each of them: else they would lie between two equal ones.
 *
 * @param tables the coarser before the finer, as of {@link protectTables}
 * @returns for each of the counts tables of which it is the numerator
 */
export function protectNested(
  tables: readonly NestedTable[],
  protection: NestedProtection,
): ProtectedTables[] {
  const first = protectTables(
    tables.map((table) => tableOf(table, (cell) => firstOf(cell, table, protection))),
    protection,
  );
  const decided = [first];
  const counts = Math.max(0, ...tables.flatMap(({ cells }) => cells.map(({ ended }) => ended.length)));
  for (let nth = 1; nth < counts; nth += 1) {
    const its = tables.map((table) => tableOf(table, (cell) => nextOf(cell, table, decided, protection)));
    decided.push(protectTables(its, { ...protection, denominators: first }));
  }
  return decided;
}

type Counted = Omit<BaseCell, 'codes' | 'period'>;

function tableOf(table: NestedTable, countedOf: (cell: NestedCell) => Counted): BaseTable {
  const cells = table.cells.map((cell) => ({
    ...{ codes: cell.codes, period: cell.period },
    ...countedOf(cell),
  }));
  return { ...table, cells };
}

function firstOf(
  { codes, period, ended }: NestedCell,
  { dimensions }: NestedTable,
  { told }: NestedProtection,
): Counted {
  const all = together(ended);
  const elsewhere = told?.shown(dimensions, codes, period);
  return {
    counts: {
      ...{ numerator: all.count, denominator: null },
      people: { numerator: all.people, denominator: all.people, remainder: 0 },
    },
    isSealed: elsewhere?.withheld.includes('denominator') ?? false,
  };
}

function nextOf(
  cell: NestedCell,
  table: NestedTable,
  decided: readonly ProtectedTables[],
  protection: NestedProtection,
): Counted {
  const { codes, period, ended } = cell;
  const nth = decided.length;
  const reached = (from: number): Group => together(ended.slice(from));
  const isShown = decided.map((tables) => !tables.isWithheld(table.dimensions, codes, period));
  const before = Math.max(0, isShown.lastIndexOf(true));
  const skipped = ended.slice(before + 1, nth).map((_, after) => reached(before + 1 + after));
  const last = lastOf(cell, table, nth, protection);
  const lost = together(ended.slice(before, nth));
  const isSecret = lost.count > 0 || protection.mayBeAll === undefined;
  return {
    counts: withinOf(reached(before), reached(nth), isSecret ? lost.people : Infinity),
    isSealed: last.isSealed || skipped.some(({ count }) => count === reached(nth).count),
    ...(last.atLeast !== undefined && { atLeast: last.atLeast }),
  };
}

/** What the last count, where it is shown elsewhere, says of the one that is decided. */
function lastOf(
  { codes, period, ended }: NestedCell,
  { dimensions, level }: NestedTable,
  nth: number,
  { told, profile }: NestedProtection,
): { isSealed: boolean; atLeast?: number } {
  const elsewhere = told?.shown(dimensions, codes, period);
  if (!elsewhere) return { isSealed: false };
  const isTold = elsewhere.withheld.length === 0;
  const isLast = nth === ended.length - 1;
  if (isLast || !isTold) return { isSealed: isLast && !isTold };
  const lost = together(ended.slice(nth, -1));
  return {
    isSealed: isWithheld(lost.people, profile, level),
    atLeast: together(ended.slice(-1)).count,
  };
}

function withinOf(whole: Group, part: Group, peopleLost: number): ExactCounts {
  return {
    ...{ numerator: part.count, denominator: whole.count },
    people: { numerator: part.people, denominator: whole.people, remainder: peopleLost },
  };
}

/** A person may stand in several parts by several referrals: there are at least as many as in the largest part. */
function together(parts: readonly Group[]): Group {
  return {
    count: parts.reduce((total, { count }) => total + count, 0),
    people: Math.max(0, ...parts.map(({ people }) => people)),
  };
}

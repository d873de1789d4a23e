import {
  protectTables,
  type BaseTable,
  type ControlledCounts,
  type ProtectedTables,
} from '@waymark/disclosure';
import type { OutcomeRule } from '@waymark/measures';
import { countedPairs, type ChangeRow, type CountedTable } from '@waymark/warehouse';
import { addedUpRows } from '../base-cells/add-up.js';
import { countedAlone, type CountAlone } from '../base-cells/counted-alone.js';
import { baseTables, decidedCells, protectionOf, withTables } from '../base-cells/protected-cells.js';
import type { Basis } from '../data-call.js';

/** What may be told of the scores of a row: how many there are, and of whom. */
export interface PairsTold {
  shown: ControlledCounts;
  /** Whether the scores of those with a pair, and of those without one. */
  paired: boolean;
  unpaired: boolean;
}

type ToldOf = (key: string, cells: readonly ChangeRow[]) => PairsTold | undefined;

/**
 * Decides what may be told of the scores of each row, by its key as JSON; undefined: not even that somebody is in it.
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function pairsTold(basis: Basis, outcome: OutcomeRule): Promise<ToldOf> {
  if (basis.profile === 'none') return exactPairs;
  const { question, scope } = basis;
  const what = { name: ['pairs', outcome], counted: countedPairs(outcome), isApart: false };
  const cells = await decidedCells(basis, what, (all) => decide(all.get('') ?? [], basis));
  const tables = cells.tables.get('') ?? [];
  const shownIn = (its: ProtectedTables): ReadonlyMap<string, ControlledCounts> => {
    const rows = addedUpRows(withTables(cells, tables, its), question, scope);
    return new Map(rows.map(({ key, shown }) => [JSON.stringify(key), shown]));
  };
  const [counts, paired, unpaired] = cells.decided.map(shownIn);
  const isShown = (key: string, its: ReadonlyMap<string, ControlledCounts> | undefined): boolean =>
    its?.get(key)?.withheld.length === 0;
  return (key) => {
    const shown = counts?.get(key);
    return shown && { shown, paired: isShown(key, paired), unpaired: isShown(key, unpaired) };
  };
}

/**
 * The counts; then the means, of those with a pair and of those without one, as if how many they are of were a count by itself: the
 * mean of one group follows from those of all others.
 */
function decide(tables: readonly CountedTable[], basis: Basis): ProtectedTables[] {
  const counts = baseTables(tables, true, basis);
  const alone = (of: CountAlone): BaseTable[] => counts.map((table) => countedAlone(table, of));
  return [counts, alone('numerator'), alone('remainder')].map((each) =>
    protectTables(each, protectionOf(basis)),
  );
}

function exactPairs(_: string, cells: readonly ChangeRow[]): PairsTold {
  const total = (of: 'paired' | 'baseline'): number => cells.reduce((sum, cell) => sum + cell[of], 0);
  const shown = { numerator: total('paired'), denominator: total('baseline'), withheld: [] };
  return { shown, paired: true, unpaired: true };
}

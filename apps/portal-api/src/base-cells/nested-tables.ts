import type { Group, NestedTable } from '@waymark/disclosure';
import type { CountedCell, CountedTable } from '@waymark/warehouse';
import type { TablesByName } from './counted-tables.js';
import type { Basis } from '../data-call.js';
import { tableKind } from './protected-cells.js';

/** A cell of those counted apart by how far they came. */
interface NestedCell extends CountedCell {
  /** Who came as far as each, and no further. */
  ended: Group[];
}

/** Tables of everybody, each cell with how far its people came. */
export interface NestedCounts extends CountedTable {
  cells: NestedCell[];
}

/**
 * Tables of what is counted apart by how far each item came, put together: every item is in one of them.
 *
 * @param names in order of how far it is
 * @param groupOf who of a cell came so far; what is left out may be among them
 */
export function nestedCounts(
  all: TablesByName,
  names: readonly string[],
  groupOf: (cell: CountedCell) => Group = countedGroup,
): NestedCounts[] {
  const united = new Map<string, NestedCounts>();
  const found = new Map<string, NestedCell>();
  for (const [nth, name] of names.entries()) {
    for (const { dimensions, periods, cells } of all.get(name) ?? []) {
      const of = JSON.stringify([dimensions, periods]);
      const table = united.get(of) ?? { dimensions, periods, cells: [] };
      united.set(of, table);
      for (const cell of cells) {
        const key = `${of} ${JSON.stringify([cell.codes, cell.period])}`;
        const whole = found.get(key) ?? newCell(cell, names.length);
        if (!found.has(key)) table.cells.push(whole);
        found.set(key, whole);
        add(whole, cell, nth, groupOf(cell));
      }
    }
  }
  return [...united.values()];
}

/** The tables as they are protected: of somebody in each cell. */
export function nestedTables(counts: readonly NestedCounts[], basis: Basis): NestedTable[] {
  return counts.map((table) => ({
    ...tableKind(table, basis),
    cells: table.cells.filter(({ ended }) => ended.some(({ count }) => count > 0)),
  }));
}

function countedGroup({ denominator, people }: CountedCell): Group {
  return { count: denominator, people: people.denominator };
}

function newCell({ codes, period }: CountedCell, names: number): NestedCell {
  return {
    ...{ codes, period, numerator: 0, denominator: 0, excluded: {} },
    people: { numerator: 0, denominator: 0, remainder: 0 },
    ended: Array.from({ length: names }, () => ({ count: 0, people: 0 })),
  };
}

function add(whole: NestedCell, part: CountedCell, nth: number, group: Group): void {
  whole.ended[nth] = group;
  whole.numerator += part.denominator;
  whole.denominator += part.denominator;
  const excluded: Record<string, number> = { ...whole.excluded };
  for (const [why, count] of Object.entries(part.excluded)) excluded[why] = (excluded[why] ?? 0) + count;
  whole.excluded = excluded;
}

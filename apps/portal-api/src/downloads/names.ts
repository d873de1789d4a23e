import { BREAKDOWNS, type Breakdown } from '@waymark/measures';
import type { Cell, Column, Table } from '../data-call.js';

/** A table with the name of each code beside it, in a column `<breakdown>_name`. */
export function withNames(table: Table, nameOf: (breakdown: Breakdown, code: string) => string): Table {
  const isCode = table.columns.map(({ name }) => BREAKDOWNS.find((breakdown) => breakdown === name));
  return {
    ...table,
    columns: table.columns.flatMap((column) => [column, ...(isCoded(column) ? [nameColumn(column)] : [])]),
    rows: table.rows.map((row) =>
      row.flatMap((cell, nth) => {
        const breakdown = isCode[nth];
        return breakdown === undefined ? [cell] : [cell, named(breakdown, cell, nameOf)];
      }),
    ),
  };
}

const isCoded = ({ name }: Column): boolean => (BREAKDOWNS as readonly string[]).includes(name);

function nameColumn({ name, meaning }: Column): Column {
  return { name: `${name}_name`, meaning: `${meaning}: in words` };
}

function named(
  breakdown: Breakdown,
  cell: Cell,
  nameOf: (breakdown: Breakdown, code: string) => string,
): Cell {
  return typeof cell === 'string' ? nameOf(breakdown, cell) : cell;
}

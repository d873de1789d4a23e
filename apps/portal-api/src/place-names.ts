import { NAMED_LEVELS, placeNames, type ByLevel, type NamedLevel, type Warehouse } from '@waymark/warehouse';
import type { DataCall, Table } from './data-call.js';
import type { Envelope } from './schemas.js';

/**
 * What the edition of an answer calls the places in it: of no code that neither stands in a row nor was asked for, so that names
 * tell nothing that the rows do not. Undefined: there is none to name.
 */
export async function namesOfPlaces<Body extends object>(
  warehouse: Warehouse,
  call: DataCall<Body>,
  answer: Envelope & Body,
): Promise<Envelope['names']> {
  const [edition] = answer.editions;
  const { by, filters } = call.asked;
  const levels = NAMED_LEVELS.filter((level) => by.includes(level) || filters[level]);
  if (!edition || levels.length === 0) return undefined;
  const tables = levels.some((level) => by.includes(level)) ? call.tables(answer) : [];
  const codes: ByLevel<string[]> = {};
  for (const level of levels)
    codes[level] = [...new Set([...codesIn(tables, level), ...(filters[level] ?? [])])];
  const names = await placeNames(warehouse, edition.id, codes);
  return Object.keys(names).length === 0 ? undefined : names;
}

function codesIn(tables: readonly Table[], level: NamedLevel): string[] {
  return tables.flatMap(({ columns, rows }) => {
    const at = columns.findIndex(({ name }) => name === level);
    return rows.flatMap((row) => {
      const cell = row[at];
      return typeof cell === 'string' ? [cell] : [];
    });
  });
}

import { protectTables, type BaseTable, type CellName, type ProtectedTables } from '@waymark/disclosure';
import type { CountedApart, CountedTable } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { countedAlone } from './counted-alone.js';
import type { TablesByName } from './counted-tables.js';
import {
  baseTables,
  decidedCells,
  protectionOf,
  withTables,
  type ProtectedCells,
} from './protected-cells.js';

/** Stands for the part of a whole among the dimensions of a table. */
const PART = 'part';

/** What is counted apart, each item of a whole in exactly one of its parts. */
interface PartsAsked {
  name: unknown;
  counted: CountedApart;
  /** The whole that a name is a part of. */
  wholeOf: (name: string) => string;
}

/**
 * As `protectedApart`, of parts that add up to their whole: the part is one dimension more, so that none follows from the whole less
 * the others either.
 *
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function protectedParts(
  basis: Basis,
  { wholeOf, ...what }: PartsAsked,
): Promise<ReadonlyMap<string, ProtectedCells>> {
  const cells = await decidedCells(basis, { ...what, isApart: true }, (all) => decide(all, wholeOf, basis));
  const { tables, decided } = cells;
  return new Map([...decided].map(([name, its]) => [name, withTables(cells, tables.get(name) ?? [], its)]));
}

type Decided = ProtectedCells['decided'];

function decide(
  all: TablesByName,
  wholeOf: PartsAsked['wholeOf'],
  basis: Basis,
): ReadonlyMap<string, Decided> {
  const names = [...all].flatMap(([name, tables]) => (isOfSomebody(tables) ? [name] : []));
  // What nobody is in anywhere is not told at all: it would hide nothing.
  const decided = new Map<string, Decided>([...all.keys()].map((name) => [name, NOT_TOLD]));
  for (const whole of new Set(names.map(wholeOf))) {
    const parts = names.filter((name) => wholeOf(name) === whole);
    const its = decideWhole(new Map(parts.map((name) => [name, all.get(name) ?? []])), basis);
    for (const name of parts) decided.set(name, ofPart(its, name));
  }
  return decided;
}

const NOT_TOLD: Decided = { shown: () => undefined, isUnlisted: () => false };

/** Whether anybody is counted in any of the tables. */
export function isOfSomebody(tables: readonly CountedTable[]): boolean {
  return tables.some(({ cells }) => cells.some(({ numerator }) => numerator > 0));
}

/** How many are in the whole is decided first, then of each part how many are in it. */
function decideWhole(parts: ReadonlyMap<string, readonly CountedTable[]>, basis: Basis): ProtectedTables {
  const protection = protectionOf(basis);
  const [any = []] = parts.values();
  const wholes = baseTables(any, true, basis).map((table) => countedAlone(table, 'denominator'));
  const decided = protectTables(wholes, protection);
  const inParts = [...parts].flatMap(([name, tables]) =>
    baseTables(tables, true, basis).map((table) => partTable(table, name, parts.size === 1)),
  );
  const tables = wholes.flatMap((whole) => [whole, merged(inParts.filter((part) => isOf(part, whole)))]);
  return protectTables(
    tables.filter((table) => table !== undefined),
    {
      ...protection,
      denominators: {
        isWithheld: (...name) => decided.isWithheld(...wholeCell(name)),
        isUnlisted: (...name) => decided.isUnlisted(...wholeCell(name)),
      },
    },
  );
}

/** The cell that holds everybody whom a part's could be of. */
function wholeCell([dimensions, codes, period]: CellName): CellName {
  return dimensions.at(-1) === PART
    ? [dimensions.slice(0, -1), codes.slice(0, -1), period]
    : [dimensions, codes, period];
}

/** Of one part alone it is no secret that everybody is in it: there is no other in the list. */
function partTable({ dimensions, cells, ...table }: BaseTable, name: string, isAlone: boolean): BaseTable {
  return {
    ...{ ...table, dimensions: [...dimensions, PART] },
    cells: cells.map(({ codes, counts, ...cell }) => {
      const { people } = counts;
      const remainder = isAlone ? Infinity : people.remainder;
      return { ...cell, codes: [...codes, name], counts: { ...counts, people: { ...people, remainder } } };
    }),
  };
}

function isOf(part: BaseTable, whole: BaseTable): boolean {
  return part.periods === whole.periods && part.dimensions.slice(0, -1).join() === whole.dimensions.join();
}

function merged(tables: readonly BaseTable[]): BaseTable | undefined {
  const [first] = tables;
  return first && { ...first, cells: tables.flatMap(({ cells }) => cells) };
}

function ofPart(decided: ProtectedTables, name: string): Decided {
  const partOf = ([dimensions, codes, period]: CellName): CellName => {
    return [[...dimensions, PART], [...codes, name], period];
  };
  return {
    shown: (...whole) => decided.shown(...partOf(whole)),
    isUnlisted: (...whole) => decided.isUnlisted(...partOf(whole)),
  };
}

import type { PeriodLevel } from '@waymark/disclosure';
import { Problem } from '@waymark/service';
import {
  countBaseCells,
  countBaseCellsApart,
  TooManyCells,
  type BaseDimension,
  type BaseTableAsked,
  type CohortQuestion,
  type Counted,
  type CountedTable,
  type Scope,
} from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { closedSets, isByRole, type BaseDimensions } from './dimensions.js';
import type { PeriodsAsked } from './periods-asked.js';

/** What is counted in base cells. */
export interface WhatIsCounted {
  /** Everything that tells it from other things that are counted, in plain values. */
  name: unknown;
  counted: Counted;
  /** Whether it is counted apart: each name has tables of its own. */
  isApart: boolean;
}

/** Tables by the name of what is counted apart; else by ''. */
export type TablesByName = ReadonlyMap<string, readonly CountedTable[]>;

/**
 * The tables of every closed set of dimensions, the coarser before the finer. Of everybody by board first, where only some boards
 * are one's own: what is shown of a board does not depend on who asks.
 *
 * @throws {Problem} 400 too_fine: too many cells.
 */
export async function countedTables(
  basis: Basis,
  what: WhatIsCounted,
  dimensions: BaseDimensions,
  periods: PeriodsAsked,
): Promise<TablesByName> {
  const sets = closedSets(dimensions);
  const { scope } = basis;
  if (scope.kind !== 'boards')
    return countedBy(basis, what, { scope, dimensions: dimensions.all, sets, periods });
  const ofBoards = [...dimensions.above('board'), 'board' as const];
  const isOfBoards = (set: readonly BaseDimension[]): boolean => set.every((each) => ofBoards.includes(each));
  const long = { ...periods, levels: periods.levels.filter((level) => level !== 'month') };
  // The same for every question about what is counted.
  const everybody = await basis.moment.once(
    { everybody: [what.name, commonPart(basis), ofBoards, long.levels] },
    sizeOf,
    () =>
      countedBy(basis, what, {
        scope: { kind: 'everything' },
        dimensions: dimensions.all.filter((each) => ofBoards.includes(each)),
        sets: sets.filter(isOfBoards),
        periods: long,
      }),
  );
  const own = await countedBy(basis, what, {
    ...{ scope, dimensions: dimensions.all, periods },
    sets: sets.filter((set) => set.includes('board')),
  });
  const isCounted = (table: CountedTable): boolean =>
    isOfBoards(table.dimensions) && table.periods !== 'month';
  const tablesOf = (name: string): CountedTable[] => [
    ...(everybody.get(name) ?? []),
    ...(own.get(name) ?? []).filter((table) => !isCounted(table)),
  ];
  const names = [...new Set([...everybody.keys(), ...own.keys()])];
  return new Map(names.map((name) => [name, tablesOf(name).sort(coarserFirst)]));
}

/** How many cells there are. */
export function sizeOf(all: TablesByName): number {
  const tables = [...all.values()].flat();
  return tables.reduce((total, { cells }) => total + cells.length, 0);
}

/** What of a question makes its cells other ones, beside their dimensions. */
export function commonPart({ question }: Basis): Omit<CohortQuestion, 'by' | 'filters' | 'from' | 'to'> & {
  byRole: boolean;
} {
  const { by: _, filters: __, from: ___, to: ____, ...common } = question;
  return { ...common, byRole: isByRole(question) };
}

export function tooFine(): Problem {
  return new Problem(
    400,
    'too_fine',
    'This divides people into too many groups for one answer: ask by less.',
  );
}

interface TablesAsked {
  scope: Scope;
  dimensions: readonly BaseDimension[];
  sets: readonly BaseDimension[][];
  periods: PeriodsAsked;
}

async function countedBy(
  basis: Basis,
  { counted, isApart }: WhatIsCounted,
  { scope, dimensions, sets, periods }: TablesAsked,
): Promise<TablesByName> {
  const asked = sets.flatMap((set) =>
    periods.levels.map((level): BaseTableAsked => ({ dimensions: set, periods: level })),
  );
  const { warehouse, tables } = basis;
  const question = { ...commonPart(basis), dimensions, tables: asked };
  try {
    if (isApart) return await countBaseCellsApart(warehouse, tables, { question, scope, counted });
    return new Map([['', await countBaseCells(warehouse, tables, { question, scope, counted })]]);
  } catch (fault) {
    throw fault instanceof TooManyCells ? tooFine() : fault;
  }
}

const ORDER: readonly PeriodLevel[] = ['ever', 'year', 'quarter', 'month'];

function coarserFirst(a: CountedTable, b: CountedTable): number {
  return a.dimensions.length - b.dimensions.length || ORDER.indexOf(a.periods) - ORDER.indexOf(b.periods);
}

import type { PeriodLevel } from '@waymark/disclosure';
import { Problem } from '@waymark/service';
import {
  countBaseCells,
  countBaseCellsApart,
  TooManyCells,
  type BaseCellsQuestion,
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
  const { scope } = basis;
  const { all } = dimensions;
  if (scope.kind !== 'boards') {
    const tables = tablesBy(closedSets(dimensions), periods.levels);
    return countedBy(basis, what, scope, { dimensions: all, tables });
  }
  const { ofBoards, own } = dividedTables(dimensions, periods);
  const coarse = { dimensions: all.filter((each) => isWithin(ofBoards, each)), tables: ofBoards };
  let ofOwn: TablesByName | undefined;
  // The same for every question about what is counted: who asks first has the own ones counted beside them.
  const everybody = await basis.moment.once(
    { everybody: [what.name, commonPart(basis), ofBoards] },
    sizeOf,
    async () => {
      if (own.length === 0) return countedBy(basis, what, EVERYTHING, coarse);
      const alsoOf = { boards: scope.boards, tables: own };
      const both = await countedBy(basis, what, EVERYTHING, { dimensions: all, tables: ofBoards, alsoOf });
      ofOwn = some(both, (tables) => tables.slice(ofBoards.length));
      return some(both, (tables) => tables.slice(0, ofBoards.length));
    },
  );
  if (own.length > 0) ofOwn ??= await countedBy(basis, what, scope, { dimensions: all, tables: own });
  const names = [...new Set([...everybody.keys(), ...(ofOwn?.keys() ?? [])])];
  const tablesOf = (name: string): CountedTable[] => [
    ...(everybody.get(name) ?? []),
    ...(ofOwn?.get(name) ?? []),
  ];
  return new Map(names.map((name) => [name, tablesOf(name).sort(coarserFirst)]));
}

const EVERYTHING: Scope = { kind: 'everything' };

/** Those of everybody: by board, and what stands above it, over whole quarters at least; and those of the own boards. */
function dividedTables(
  dimensions: BaseDimensions,
  { levels }: PeriodsAsked,
): { ofBoards: BaseTableAsked[]; own: BaseTableAsked[] } {
  const above: readonly BaseDimension[] = [...dimensions.above('board'), 'board'];
  const isEverybodys = ({ dimensions: its, periods }: BaseTableAsked): boolean =>
    its.every((each) => above.includes(each)) && periods !== 'month';
  const all = tablesBy(closedSets(dimensions), levels);
  return {
    ofBoards: all.filter(isEverybodys),
    own: all.filter((table) => table.dimensions.includes('board') && !isEverybodys(table)),
  };
}

function tablesBy(sets: readonly BaseDimension[][], levels: readonly PeriodLevel[]): BaseTableAsked[] {
  return sets.flatMap((set) => levels.map((periods) => ({ dimensions: set, periods })));
}

const isWithin = (tables: readonly BaseTableAsked[], dimension: BaseDimension): boolean =>
  tables.some(({ dimensions }) => dimensions.includes(dimension));

/** Some of the tables of each name, where somebody is in them; what is not counted apart has no other name. */
function some(all: TablesByName, of: (tables: readonly CountedTable[]) => CountedTable[]): TablesByName {
  const each = [...all].map(([name, tables]) => [name, of(tables)] as const);
  return new Map(
    each.filter(([name, tables]) => name === '' || tables.some(({ cells }) => cells.length > 0)),
  );
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

async function countedBy(
  basis: Basis,
  { counted, isApart }: WhatIsCounted,
  scope: Scope,
  tables: Pick<BaseCellsQuestion, 'dimensions' | 'tables' | 'alsoOf'>,
): Promise<TablesByName> {
  const { warehouse, tables: from } = basis;
  const question = { ...commonPart(basis), ...tables };
  try {
    if (isApart) return await countBaseCellsApart(warehouse, from, { question, scope, counted });
    return new Map([['', await countBaseCells(warehouse, from, { question, scope, counted })]]);
  } catch (fault) {
    throw fault instanceof TooManyCells ? tooFine() : fault;
  }
}

const ORDER: readonly PeriodLevel[] = ['ever', 'year', 'quarter', 'month'];

function coarserFirst(a: CountedTable, b: CountedTable): number {
  return a.dimensions.length - b.dimensions.length || ORDER.indexOf(a.periods) - ORDER.indexOf(b.periods);
}

import { protectTables, type BaseTable, type PeriodLevel, type ProtectedTables } from '@waymark/disclosure';
import type { MeasureDefinition } from '@waymark/measures';
import { Problem } from '@waymark/service';
import {
  countBaseCells,
  TooManyCells,
  type BaseDimension,
  type BaseTableAsked,
  type CohortQuestion,
  type CountedCell,
  type CountedTable,
  type Scope,
} from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { baseDimensions, closedSets, isByRole, isNational, type BaseDimensions } from './dimensions.js';
import { refuseOverlapping } from './overlapping.js';
import { periodsAsked, type PeriodsAsked } from './periods-asked.js';

/** What a controlled answer is added up from. */
export interface ProtectedCells {
  dimensions: BaseDimensions;
  periods: PeriodsAsked;
  /** Cells by all dimensions, of each length of period. */
  finest: readonly CountedTable[];
  tables: readonly CountedTable[];
  decided: ProtectedTables;
}

/** Tables of this many dimensions are many; a question that needs more is too fine to be controlled. */
const DIMENSIONS_MAX = 8;

/**
 * The base cells that a question is about, each with what may be shown of it.
 *
 * @throws {Problem} 400 overlapping_codes, too_fine: the question cannot be answered as a sum of base cells.
 */
export async function protectedCells(basis: Basis, measure: MeasureDefinition): Promise<ProtectedCells> {
  const { question, scope, profile } = basis;
  refuseOverlapping(question.filters);
  const dimensions = baseDimensions(question, scope, profile);
  if (dimensions.all.length > DIMENSIONS_MAX) throw tooFine();
  const periods = periodsAsked(question);
  const { tables, decided } = await basis.moment.once(
    {
      decided: [
        measure.counting,
        measure.denominator,
        commonPart(basis),
        dimensions.all,
        periods.levels,
        scope,
        profile,
      ],
    },
    (made) => sizeOf(made.tables),
    () => decidedTables(basis, measure, dimensions, periods),
  );
  const finest = tables.filter((table) => table.dimensions.length === dimensions.all.length);
  return { dimensions, periods, finest, tables, decided };
}

async function decidedTables(
  basis: Basis,
  measure: MeasureDefinition,
  dimensions: BaseDimensions,
  periods: PeriodsAsked,
): Promise<Pick<ProtectedCells, 'tables' | 'decided'>> {
  const { scope, profile } = basis;
  const tables = await countedTables(basis, measure, dimensions, periods);
  const decided = protectTables(
    tables.map((table) => baseTable(table, measure, scopeOfTable(table, scope))),
    { profile, overlapping: ['reason'] },
  );
  return { tables, decided };
}

const sizeOf = (tables: readonly CountedTable[]): number =>
  tables.reduce((total, { cells }) => total + cells.length, 0);

/** What of a question makes its cells other ones, beside their dimensions. */
function commonPart({ question }: Basis): Omit<CohortQuestion, 'by' | 'filters' | 'from' | 'to'> & {
  byRole: boolean;
} {
  const { by: _, filters: __, from: ___, to: ____, ...common } = question;
  return { ...common, byRole: isByRole(question) };
}

function tooFine(): Problem {
  return new Problem(
    400,
    'too_fine',
    'This divides people into too many groups for one answer: ask by less.',
  );
}

/** The tables of everybody by board first, where only some boards are one's own: what is shown of a board does not depend on who asks. */
async function countedTables(
  basis: Basis,
  measure: MeasureDefinition,
  dimensions: BaseDimensions,
  periods: PeriodsAsked,
): Promise<CountedTable[]> {
  const sets = closedSets(dimensions);
  if (basis.scope.kind !== 'boards')
    return countedBy(basis, basis.scope, measure, dimensions.all, sets, periods);
  const ofBoards = [...dimensions.above('board'), 'board' as const];
  const isOfBoards = (set: readonly BaseDimension[]): boolean => set.every((each) => ofBoards.includes(each));
  const long = { ...periods, levels: periods.levels.filter((level) => level !== 'month') };
  // The same for every question about the measure.
  const everybody = await basis.moment.once(
    { everybody: [measure.counting, commonPart(basis), ofBoards, long.levels] },
    sizeOf,
    () =>
      countedBy(
        basis,
        { kind: 'everything' },
        measure,
        dimensions.all.filter((each) => ofBoards.includes(each)),
        sets.filter(isOfBoards),
        long,
      ),
  );
  const own = await countedBy(
    basis,
    basis.scope,
    measure,
    dimensions.all,
    sets.filter((set) => set.includes('board')),
    periods,
  );
  const isCounted = (table: CountedTable): boolean =>
    isOfBoards(table.dimensions) && table.periods !== 'month';
  return [...everybody, ...own.filter((table) => !isCounted(table))].sort(coarserFirst);
}

async function countedBy(
  basis: Basis,
  scope: Scope,
  measure: MeasureDefinition,
  dimensions: readonly BaseDimension[],
  sets: readonly BaseDimension[][],
  periods: PeriodsAsked,
): Promise<CountedTable[]> {
  const asked = sets.flatMap((set) =>
    periods.levels.map((level): BaseTableAsked => ({ dimensions: set, periods: level })),
  );
  const { warehouse, tables } = basis;
  try {
    return await countBaseCells(
      warehouse,
      tables,
      { ...commonPart(basis), measure, dimensions, tables: asked },
      scope,
    );
  } catch (fault) {
    throw fault instanceof TooManyCells ? tooFine() : fault;
  }
}

const ORDER: readonly PeriodLevel[] = ['ever', 'year', 'quarter', 'month'];

function coarserFirst(a: CountedTable, b: CountedTable): number {
  return a.dimensions.length - b.dimensions.length || ORDER.indexOf(a.periods) - ORDER.indexOf(b.periods);
}

/** Whose cells a table holds: those above the boards are everybody's. */
function scopeOfTable({ dimensions }: CountedTable, scope: Scope): Scope {
  return scope.kind === 'boards' && !dimensions.includes('board') ? { kind: 'everything' } : scope;
}

function baseTable(table: CountedTable, measure: MeasureDefinition, scope: Scope): BaseTable {
  return {
    ...{ dimensions: table.dimensions, periods: table.periods },
    level: isNational(table.dimensions, scope) ? 'national' : 'sub_national',
    cells: table.cells
      .filter(({ denominator }) => denominator > 0)
      .map(({ codes, period, ...counted }) => ({ codes, period, counts: countsOf(counted, measure) })),
  };
}

function countsOf(
  { numerator, denominator, people }: Pick<CountedCell, 'numerator' | 'denominator' | 'people'>,
  measure: MeasureDefinition,
): BaseTable['cells'][number]['counts'] {
  return { numerator, denominator: measure.denominator === null ? null : denominator, people };
}

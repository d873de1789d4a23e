import { protectTables, type BaseTable, type ProtectedTables } from '@waymark/disclosure';
import type { MeasureDefinition } from '@waymark/measures';
import { ofMeasure, type Counted, type CountedTable } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import {
  commonPart,
  countedTables,
  sizeOf,
  tooFine,
  type TablesByName,
  type WhatIsCounted,
} from './counted-tables.js';
import { baseDimensions, isFine, isNational, type BaseDimensions } from './dimensions.js';
import { refuseOverlapping } from './overlapping.js';
import { periodsAsked, type PeriodsAsked } from './periods-asked.js';

/** What a controlled answer is added up from. */
export interface ProtectedCells {
  dimensions: BaseDimensions;
  periods: PeriodsAsked;
  /** Cells by all dimensions, of each length of period. */
  finest: readonly CountedTable[];
  tables: readonly CountedTable[];
  decided: Pick<ProtectedTables, 'shown' | 'isUnlisted'>;
}

/** The base cells that a question is about, by the name of what is counted apart; and what was decided of them. */
export interface CellsByName<D> {
  dimensions: BaseDimensions;
  periods: PeriodsAsked;
  tables: TablesByName;
  decided: D;
}

/** What is decided of tables, once for all questions about the same ones. */
type Decide<D> = (tables: TablesByName) => D;

/** Tables of this many dimensions are many; a question that needs more is too fine to be controlled. */
const DIMENSIONS_MAX = 8;

/**
 * The base cells that a question about a measure is about, each with what may be shown of it.
 *
 * @throws {Problem} 400 overlapping_codes, too_fine: the question cannot be answered as a sum of base cells.
 */
export async function protectedCells(basis: Basis, measure: MeasureDefinition): Promise<ProtectedCells> {
  const hasDenominator = measure.denominator !== null;
  const name = [measure.counting, hasDenominator];
  return protectedCounts(basis, { name, counted: ofMeasure(measure), hasDenominator });
}

/** What is counted as a measure is, by a name for it. */
export interface CountedInCells {
  name: unknown;
  counted: Counted;
  hasDenominator: boolean;
}

/** As `protectedCells`, of whatever is counted. */
export async function protectedCounts(
  basis: Basis,
  { hasDenominator, ...what }: CountedInCells,
): Promise<ProtectedCells> {
  const cells = await decidedCells(basis, { ...what, isApart: false }, (all) =>
    protectTables(baseTables(all.get('') ?? [], hasDenominator, basis), protectionOf(basis)),
  );
  return withTables(cells, cells.tables.get('') ?? [], cells.decided);
}

/**
 * As `protectedCells`, of what is counted apart: each by itself, as if it were a measure.
 *
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function protectedApart(
  basis: Basis,
  what: Omit<CountedInCells, 'hasDenominator'>,
): Promise<ReadonlyMap<string, ProtectedCells>> {
  const decide = (tables: readonly CountedTable[]): ProtectedTables =>
    protectTables(baseTables(tables, true, basis), protectionOf(basis));
  const cells = await decidedCells(
    basis,
    { ...what, isApart: true },
    (all) => new Map([...all].map(([name, tables]) => [name, decide(tables)])),
  );
  const { decided } = cells;
  return new Map(
    [...decided].map(([name, its]) => [name, withTables(cells, cells.tables.get(name) ?? [], its)]),
  );
}

/**
 * The base cells that a question is about, and what `decide` makes of them.
 *
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function decidedCells<D>(
  basis: Basis,
  what: WhatIsCounted,
  decide: Decide<D>,
): Promise<CellsByName<D>> {
  const { question, scope, profile } = basis;
  refuseOverlapping(question.filters);
  const dimensions = baseDimensions(question, scope, profile);
  if (dimensions.all.length > DIMENSIONS_MAX) throw tooFine();
  const periods = periodsAsked(question);
  const { tables, decided } = await basis.moment.once(
    { decided: [what.name, commonPart(basis), dimensions.all, periods.levels, scope, profile] },
    (made) => sizeOf(made.tables),
    async () => {
      const counted = await countedTables(basis, what, dimensions, periods);
      return { tables: counted, decided: decide(counted) };
    },
  );
  return { dimensions, periods, tables, decided };
}

/** Some of the tables as an answer is added up from them. */
export function withTables(
  { dimensions, periods }: Pick<ProtectedCells, 'dimensions' | 'periods'>,
  tables: readonly CountedTable[],
  decided: ProtectedCells['decided'],
): ProtectedCells {
  const finest = tables.filter((table) => table.dimensions.length === dimensions.all.length);
  return { dimensions, periods, finest, tables, decided };
}

/** How tables are protected for whoever asks. */
export function protectionOf({ profile }: Basis): { profile: Basis['profile']; overlapping: string[] } {
  return { profile, overlapping: ['reason'] };
}

/** A counted table without its cells, as it is protected. Those above the boards are everybody's: few may be shown in them. */
export function tableKind(
  { dimensions, periods }: Omit<CountedTable, 'cells'>,
  { scope, profile }: Basis,
): Omit<BaseTable, 'cells'> {
  const isEverybodys = scope.kind === 'boards' && !dimensions.includes('board');
  const isOfCountry = isNational(dimensions, isEverybodys ? { kind: 'everything' } : scope);
  return {
    ...{ dimensions, periods, level: isOfCountry ? 'national' : 'sub_national' },
    isFine: isFine(dimensions, periods, { scope, profile }),
  };
}

/** Counted tables as they are protected: of somebody in each cell. */
export function baseTables(
  tables: readonly CountedTable[],
  hasDenominator: boolean,
  basis: Basis,
): BaseTable[] {
  return tables.map((table) => ({
    ...tableKind(table, basis),
    cells: table.cells
      .filter(({ denominator }) => denominator > 0)
      .map(({ codes, period, numerator, denominator, people }) => ({
        ...{ codes, period },
        counts: { numerator, denominator: hasDenominator ? denominator : null, people },
      })),
  }));
}

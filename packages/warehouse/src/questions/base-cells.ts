import { DIMENSIONS, type Breakdown } from '@waymark/measures';
import { needsTooMuch } from '../fault.js';
import type { Params } from '../literals.js';
import type { Warehouse } from '../warehouse.js';
import { excluded } from './count-measure.js';
import { countedItems, type Counted } from './counted.js';
import type { KeyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { CohortQuestion, Scope } from './question.js';
import { leftOutCounts, PEOPLE_COUNTED } from './statement.js';
import { takenApart, type CountedApart } from './taken-apart.js';

/** A dimension of base cells: a breakdown, or today's board. */
export type BaseDimension = Breakdown | 'board';

/** How long the period of a cell is; `ever`: all time. */
export type BasePeriods = 'ever' | 'year' | 'quarter' | 'month';

/** Which cells are counted together: everybody by these dimensions and whole periods. */
export interface BaseTableAsked {
  /** Of the question's, in its order. */
  dimensions: readonly BaseDimension[];
  periods: BasePeriods;
}

/** A question about every cell of some tables: no filter, all time. */
export interface BaseCellsQuestion extends Omit<CohortQuestion, 'by' | 'filters'> {
  /** `board`, where it is among them, is the last. */
  dimensions: readonly BaseDimension[];
  tables: readonly BaseTableAsked[];
  /** Whether answers set people side by side by role: then who started early is left out. */
  byRole: boolean;
  /** Beside everybody's tables, those of some boards alone: one look at the journeys does for both. */
  alsoOf?: FinerTables;
}

/** Tables that are told of some boards alone; each is by board. */
export interface FinerTables {
  boards: readonly string[];
  tables: readonly BaseTableAsked[];
}

export interface CountedCell {
  /** In the order of its table's dimensions. */
  codes: string[];
  /** `2026`, `2026-Q1`, `2026-03`; '' of all time. */
  period: string;
  numerator: number;
  denominator: number;
  /** Different people, counted up to {@link PEOPLE_COUNTED}; more are told as one more. */
  people: { numerator: number; denominator: number; remainder: number };
  /** By why. Zeros are absent. */
  excluded: Readonly<Record<string, number>>;
}

export interface CountedTable extends BaseTableAsked {
  cells: CountedCell[];
}

/** More cells than this are too fine a question for one answer. */
export const BASE_CELLS_MAX = 150_000;

/** Too many cells for one answer, or for the memory of one statement: to be asked by fewer dimensions, or of fewer codes. */
export class TooManyCells extends Error {}

/**
 * Counts every cell of the tables asked, with one statement over one generation: items are grouped by all dimensions once, and
 * the coarser tables are made from those groups.
 *
 * @throws {TooManyCells} beyond {@link BASE_CELLS_MAX}.
 */
export async function countBaseCells(
  warehouse: Warehouse,
  generation: { database: string },
  asked: { question: BaseCellsQuestion; scope: Scope; counted: Counted },
): Promise<CountedTable[]> {
  const all = await countedTables(warehouse, generation, { ...asked, isApart: false });
  return all.get('') ?? allTables(asked.question).map((table) => ({ ...table, cells: [] }));
}

/**
 * As `countBaseCells`, of what is counted apart: the same tables for each name that occurs.
 *
 * @throws {TooManyCells} beyond {@link BASE_CELLS_MAX}.
 */
export async function countBaseCellsApart(
  warehouse: Warehouse,
  generation: { database: string },
  asked: { question: BaseCellsQuestion; scope: Scope; counted: CountedApart },
): Promise<ReadonlyMap<string, CountedTable[]>> {
  return countedTables(warehouse, generation, { ...asked, isApart: true });
}

/** Everybody's first. */
function allTables({ tables, alsoOf }: BaseCellsQuestion): readonly BaseTableAsked[] {
  return alsoOf ? [...tables, ...alsoOf.tables] : tables;
}

interface CellsAsked {
  question: BaseCellsQuestion;
  scope: Scope;
  counted: Counted;
  isApart: boolean;
}

async function countedTables(
  warehouse: Warehouse,
  generation: { database: string },
  asked: CellsAsked,
): Promise<Map<string, CountedTable[]>> {
  const { question } = asked;
  const { leftOut, ...statement } = baseCellsStatement(generation.database, asked);
  const rows = await cellRows(warehouse, statement);
  refuseTooMany(rows, question);
  const all = new Map<string, CountedTable[]>();
  for (const row of rows) {
    const tables = all.get(row.apart) ?? allTables(question).map((table) => ({ ...table, cells: [] }));
    all.set(row.apart, tables);
    tables[row.table]?.cells.push(cellOf(row, question, leftOut));
  }
  return all;
}

async function cellRows(
  warehouse: Warehouse,
  { sql, params }: { sql: string; params: Params },
): Promise<CellRow[]> {
  try {
    return await warehouse.query<CellRow>(sql, params);
  } catch (fault) {
    throw needsTooMuch(fault) ? new TooManyCells() : fault;
  }
}

/** Those of everybody, and those of some boards: whether they are counted together makes no answer too fine. */
function refuseTooMany(rows: readonly CellRow[], { tables }: BaseCellsQuestion): void {
  const everybodys = rows.filter(({ table }) => table < tables.length).length;
  if (Math.max(everybodys, rows.length - everybodys) > BASE_CELLS_MAX) throw new TooManyCells();
}

function cellOf(
  { table, codes, period, numerator, denominator, people, left_out }: CellRow,
  question: BaseCellsQuestion,
  leftOut: readonly string[],
): CountedCell {
  const { dimensions } = question;
  const own = allTables(question)[table]?.dimensions ?? [];
  return {
    codes: own.map((dimension) => codes[dimensions.indexOf(dimension)] ?? ''),
    ...{ period, numerator, denominator },
    people: { numerator: people[0], denominator: people[1], remainder: people[2] },
    excluded: excluded(leftOut, left_out),
  };
}

interface CellRow {
  table: number;
  apart: string;
  codes: string[];
  period: string;
  numerator: number;
  denominator: number;
  people: [numerator: number, denominator: number, remainder: number];
  left_out: number[];
}

function baseCellsStatement(
  database: string,
  { question, scope, counted, isApart }: CellsAsked,
): { sql: string; params: Parameters['values']; leftOut: readonly string[] } {
  const { dimensions, tables, byRole, alsoOf, ...rest } = question;
  const isPlaced = allTables(question).some(({ periods }) => periods !== 'ever');
  const breakdowns = dimensions.filter((dimension) => dimension !== 'board');
  const placed = { ...rest, filters: {}, by: [...breakdowns, ...(isPlaced ? (['month'] as const) : [])] };
  const parameters = new Parameters();
  const byBoard = dimensions.includes('board');
  const finer = breakdowns.filter((each) => !tables.some((table) => table.dimensions.includes(each)));
  const onlyOf = alsoOf && finer.length > 0 ? { boards: alsoOf.boards, breakdowns: finer } : undefined;
  const asked = { question: placed, scope, counted, byRole, byBoard, ...(onlyOf && { onlyOf }) };
  const items = countedItems(database, asked, parameters);
  const isTold = alsoOf
    ? `table < ${tables.length} OR has(${parameters.add(alsoOf.boards, 'Array(String)')}, codes[-1])`
    : '1';
  return {
    sql: cellsOf(items, { dimensions, tables: allTables(question) }, { isPlaced, isApart, isTold }),
    params: parameters.values,
    leftOut: items.leftOut,
  };
}

const PARTS = [
  'left_out_for = 0 AND is_counted',
  'left_out_for = 0',
  'left_out_for = 0 AND NOT is_counted',
] as const;

/** The columns of a period's code, by how long it is: of three, one is filled. */
const PERIOD_COLUMN = { year: 'in_year', quarter: 'in_quarter', month: 'in_month' } as const;

interface Is {
  /** By time, in one table at least. */
  isPlaced: boolean;
  isApart: boolean;
  /** Which cells are told. */
  isTold: string;
}

/**
 * Items grouped once by everything, the tables made from those groups. An item that stands in several rows of a dimension
 * (`reason`) is one item in the tables without it: what is counted once has a column beside what is counted in every row.
 */
function cellsOf(
  items: KeyedItems,
  { tables, dimensions }: Pick<BaseCellsQuestion, 'tables' | 'dimensions'>,
  is: Is,
): string {
  const overlapping = dimensions.find(
    (dimension) => dimension !== 'board' && !DIMENSIONS[dimension].additive,
  );
  const codes = dimensions.map((_, nth) => `code_${nth + 1}`);
  const inUse = Object.entries(PERIOD_COLUMN).filter(([each]) =>
    tables.some(({ periods }) => periods === each),
  );
  const columns = [...codes, ...inUse.map(([, column]) => column)];
  const keysOf = ({ dimensions: own, periods }: BaseTableAsked): string[] => [
    ...own.map((dimension) => codes[dimensions.indexOf(dimension)] ?? ''),
    ...(periods === 'ever' ? [] : [PERIOD_COLUMN[periods]]),
  ];
  const isOnce = tables.map(({ dimensions: own }) => overlapping !== undefined && !own.includes(overlapping));
  const merged = overlapping === undefined ? mergedCounts('') : mergedTwice(isOnce);
  const marks = tables.map((table) => marksOf(columns, keysOf(table)));
  const mark = columns.map((column) => `toString(grouping(${column}))`).join(', ');
  const apart = is.isApart ? ['apart'] : [];
  return `SELECT indexOf([${marks.map((each) => `'${each}'`).join(', ')}], concat('', ${mark || `''`})) - 1 AS table,
      ${is.isApart ? 'apart' : `'' AS apart`},
      CAST([${codes.join(', ')}], 'Array(String)') AS codes,
      concat('', ${inUse.map(([, column]) => column).join(', ') || `''`}) AS period,
      ${merged}
    FROM (${groupsOf(items, dimensions, is, overlapping !== undefined)})
    ${columns.length + apart.length === 0 ? '' : `GROUP BY GROUPING SETS (${tables.map((table) => `(${[...keysOf(table), ...apart].join(', ')})`).join(', ')})`}
    HAVING (denominator > 0 OR arraySum(left_out) > 0) AND (${is.isTold})
    LIMIT ${2 * BASE_CELLS_MAX + 1}`;
}

/** As `grouping` tells of the columns: 1 where a row is not by it. */
function marksOf(columns: readonly string[], keys: readonly string[]): string {
  return columns.map((column) => (keys.includes(column) ? '0' : '1')).join('');
}

/** Groups by everything, codes and periods as texts. */
function groupsOf(
  items: KeyedItems,
  dimensions: readonly BaseDimension[],
  { isPlaced, isApart }: Pick<Is, 'isPlaced' | 'isApart'>,
  overlaps: boolean,
): string {
  const { codes, leftOut } = items;
  const [from, once] = isApart ? [takenApart(items), 'is_once'] : [items.from, items.once];
  const apart = isApart ? ['toString(apart) AS apart'] : [];
  const groups = [...items.names, ...(isApart ? ['apart'] : [])];
  const grouped = groups.length === 0 ? '' : `GROUP BY ${groups.join(', ')}`;
  const counts = [
    stateCounts('', '1', leftOut.length),
    ...(overlaps ? [stateCounts('_once', once, leftOut.length)] : []),
  ];
  const month = `keys[${dimensions.filter((dimension) => dimension !== 'board').length + 1}]`;
  const places = dimensions.map((dimension, nth) => (dimension === 'board' && isPlaced ? nth + 2 : nth + 1));
  const texts = [
    ...places.map((place, nth) => `keys[${place}] AS code_${nth + 1}`),
    ...(isPlaced
      ? [
          `${month} AS in_month`,
          `substring(in_month, 1, 4) AS in_year`,
          `concat(in_year, '-Q', toString(intDiv(toUInt8(substring(in_month, 6)) + 2, 3))) AS in_quarter`,
        ]
      : []),
  ];
  return `SELECT ${[...texts, '*'].join(', ')} FROM (SELECT ${[`${codes} AS keys`, ...apart, ...counts].join(', ')} FROM ${from} ${grouped})`;
}

function stateCounts(suffix: string, condition: string, reasons: number): string {
  const parts = PARTS.map((part) => `${part} AND ${condition}`);
  return `countIf(${parts[0]}) AS counted${suffix}, countIf(${parts[1]}) AS all${suffix},
    ${parts.map((part, nth) => `uniqUpToStateIf(${PEOPLE_COUNTED})(person, ${part}) AS people_${nth}${suffix}`).join(', ')},
    ${leftOutCounts(reasons, condition)} AS left${suffix}`;
}

function mergedCounts(suffix: string): string {
  return `sum(counted${suffix}) AS numerator, sum(all${suffix}) AS denominator,
    [${mergedPeople(suffix).join(', ')}] AS people, sumForEach(left${suffix}) AS left_out`;
}

function mergedTwice(isOnce: readonly boolean[]): string {
  const tables = isOnce.flatMap((once, nth) => (once ? [nth] : []));
  const either = (merged: (suffix: string) => string): string =>
    tables.length === 0
      ? merged('')
      : `if(table IN (${tables.join(', ')}), ${merged('_once')}, ${merged('')})`;
  const people = PARTS.map((_, nth) => either((suffix) => mergedPeople(suffix)[nth] ?? ''));
  return `${either((suffix) => `sum(counted${suffix})`)} AS numerator, ${either((suffix) => `sum(all${suffix})`)} AS denominator,
    [${people.join(', ')}] AS people, ${either((suffix) => `sumForEach(left${suffix})`)} AS left_out`;
}

function mergedPeople(suffix: string): string[] {
  return PARTS.map((_, nth) => `uniqUpToMerge(${PEOPLE_COUNTED})(people_${nth}${suffix})`);
}

import type { CellName, ControlledCounts } from '@waymark/disclosure';
import { isTimeBreakdown, type Breakdown } from '@waymark/measures';
import type { CohortQuestion, CountedCell, CountedRow, CountedTable, Scope } from '@waymark/warehouse';
import type { ControlledRow } from '../calls/controlled-counts.js';
import type { ProtectedCells } from './protected-cells.js';
import { mayHoldMore, type MayHoldMore } from './unlisted.js';

type Asked = Pick<CohortQuestion, 'by' | 'filters'>;

/** Cells before anything is decided of them. */
type CountedCells = Omit<ProtectedCells, 'finest' | 'decided'>;

/** A cell of the answer's row, and what may be shown of it; undefined: nobody is in it, or not even that is told. */
interface Part {
  cell: CountedCell;
  shown: ControlledCounts | undefined;
}

/** The rows of an answer as sums of base cells, in order of key. Of one that is absent nobody is in it, or not even that is told. */
export function addedUpRows(cells: ProtectedCells, asked: Asked, scope: Scope): ControlledRow[] {
  const rows = new Map<string, Part[]>();
  for (const table of cells.finest) {
    const inAnswer = wanted(table, cells, asked, scope);
    const keyOf = keysIn(table, cells, asked);
    for (const cell of table.cells) {
      if (!inAnswer(cell)) continue;
      const key = JSON.stringify(keyOf(cell));
      const part = { cell, shown: shownOf(cells, [table.dimensions, cell.codes, cell.period]) };
      const parts = rows.get(key);
      if (parts) parts.push(part);
      else rows.set(key, [part]);
    }
  }
  const hasMore = mayHoldMore(cells, asked, scope);
  const all = [...rows].map(([key, parts]) => rowOf(JSON.parse(key) as string[], parts, hasMore));
  return all.filter((row) => row !== undefined).sort((a, b) => byKey(a.key, b.key));
}

function shownOf({ decided }: ProtectedCells, cell: CellName): ControlledCounts | undefined {
  return decided.isUnlisted(...cell) ? undefined : decided.shown(...cell);
}

/** What is left out of the answer, by why, each item once. */
export function addedUpExcluded(cells: CountedCells, asked: Asked, scope: Scope): Record<string, number> {
  const listed = asked.filters.reason === undefined;
  const dimensions = cells.dimensions.all.filter((dimension) => !listed || dimension !== 'reason');
  const total: Record<string, number> = {};
  for (const table of cells.tables.filter((each) => each.dimensions.length === dimensions.length)) {
    if (!dimensions.every((dimension) => table.dimensions.includes(dimension))) continue;
    const inAnswer = wanted(table, cells, asked, scope);
    for (const cell of table.cells.filter(inAnswer)) addTo(total, cell.excluded);
  }
  return total;
}

/** Whether a cell of a table is part of the answer: of its filters, its periods, and what the asker may see. */
function wanted(
  { dimensions }: CountedTable,
  { dimensions: base, periods }: CountedCells,
  { filters }: Asked,
  scope: Scope,
): (cell: CountedCell) => boolean {
  const conditions = (Object.entries(filters) as [Breakdown, readonly string[]][])
    .filter(([name]) => !isTimeBreakdown(name))
    .map(([name, codes]) => [dimensions.indexOf(base.of(name)), new Set(codes)] as const);
  if (scope.kind === 'boards') conditions.push([dimensions.indexOf('board'), new Set(scope.boards)]);
  return ({ codes, period }) =>
    periods.rowOf.has(period) && conditions.every(([place, some]) => some.has(codes[place] ?? ''));
}

function keysIn(
  { dimensions }: CountedTable,
  { dimensions: base, periods }: ProtectedCells,
  { by }: Asked,
): (cell: CountedCell) => string[] {
  const times = by.filter(isTimeBreakdown);
  const places = by.map((breakdown) =>
    isTimeBreakdown(breakdown) ? -1 - times.indexOf(breakdown) : dimensions.indexOf(base.of(breakdown)),
  );
  return ({ codes, period }) => {
    const inTime = periods.rowOf.get(period) ?? [];
    return places.map((place) => (place < 0 ? inTime[-1 - place] : codes[place]) ?? '');
  };
}

function rowOf(key: string[], all: readonly Part[], hasMore: MayHoldMore): ControlledRow | undefined {
  const parts = all.filter(({ cell }) => cell.denominator > 0);
  const told = parts.flatMap(({ shown }) => shown ?? []);
  if (told.length === 0) return undefined;
  const isWhole = told.length === parts.length && !hasMore(key, cellsOf(parts));
  return { key, exact: exactOf(key, all), shown: sumOf(told, isWhole) };
}

function cellsOf(parts: readonly Part[]): CountedCell[] {
  return parts.map(({ cell }) => cell);
}

/** Withheld when one of them is, or they are not all: else the rest would be told. */
function sumOf(parts: readonly ControlledCounts[], isWhole: boolean): ControlledCounts {
  const hasDenominator = parts.some(countsWithin);
  const withheld = (member: 'numerator' | 'denominator'): boolean =>
    !isWhole || parts.some((part) => part.withheld.includes(member));
  const sum = (member: 'numerator' | 'denominator'): number =>
    parts.reduce((total, part) => total + (part[member] ?? 0), 0);
  if (!hasDenominator) {
    const few = withheld('numerator');
    return {
      numerator: few ? null : sum('numerator'),
      denominator: null,
      withheld: few ? ['numerator'] : [],
    };
  }
  if (withheld('denominator'))
    return { numerator: null, denominator: null, withheld: ['numerator', 'denominator'] };
  const few = withheld('numerator');
  return {
    ...{ numerator: few ? null : sum('numerator'), denominator: sum('denominator') },
    withheld: few ? ['numerator'] : [],
  };
}

function exactOf(key: string[], parts: readonly Part[]): CountedRow {
  const exact = {
    ...{ key, numerator: 0, denominator: 0, excluded: {} as Record<string, number> },
    people: { numerator: 0, denominator: 0, remainder: 0 },
  };
  for (const { cell } of parts) {
    exact.numerator += cell.numerator;
    exact.denominator += cell.denominator;
    exact.people.numerator += cell.people.numerator;
    exact.people.denominator += cell.people.denominator;
    exact.people.remainder += cell.people.remainder;
    addTo(exact.excluded, cell.excluded);
  }
  const isCount = parts.every(({ shown }) => !shown || !countsWithin(shown));
  return isCount ? { ...exact, denominator: null } : exact;
}

/** Whether it is of a count within another. */
function countsWithin({ denominator, withheld }: ControlledCounts): boolean {
  return denominator !== null || withheld.includes('denominator');
}

function addTo(total: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [why, count] of Object.entries(more)) total[why] = (total[why] ?? 0) + count;
}

/** The order of rows by their keys. */
export function byKey(a: readonly string[], b: readonly string[]): number {
  for (const [nth, code] of a.entries()) {
    const other = b[nth] ?? '';
    if (code !== other) return code < other ? -1 : 1;
  }
  return 0;
}

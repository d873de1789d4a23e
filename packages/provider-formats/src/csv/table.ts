import { asItStood, ownCells } from './corrections.js';
import type { RowFault } from './faults.js';
import { checkNames, findHeader, headerFault, isBlank, sameForm, UNREADABLE, type Header } from './header.js';
import { cellText } from './pseudonym.js';
import { readCsv, type CsvFormat, type CsvRow } from './read-csv.js';
import { spoilt } from './spoilt.js';
import { compileSpread, type Across, type SpreadSpec } from './spread.js';

/** The trimmed text of a column's cell. */
export interface Cells {
  (column: string): string;
  /** The cells of the columns that a wide register has beside those that are named. */
  readonly across?: readonly Across[];
}

export type TableRow = { row: number; source: SourceRow } & (
  { ok: true; cells: Cells } | { ok: false; fault: RowFault }
);

/** A row as its file has it. */
export interface SourceRow {
  header: Header;
  texts: readonly string[];
}

/** The names of a file's own columns, and what a row holds in them: as many texts, unless the row has more. */
export function ownColumns({ header, texts }: SourceRow): { names: readonly string[]; texts: string[] } {
  const filled = [...texts, ...header.names.slice(texts.length).map(() => '')];
  return header.corrections
    ? { names: ownCells(header.names), texts: ownCells(filled) }
    : { names: header.names, texts: filled };
}

/** What stands in a column of a row; undefined for a fault that is the row's own. */
export function textAt({ header, texts }: SourceRow, column: string | null): string | undefined {
  const place = column === null ? -1 : header.names.indexOf(sameForm(column));
  return place < 0 ? undefined : (texts[place] ?? '');
}

/** What a table is read for. */
export interface TableWish {
  columns: readonly string[];
  /** Where the header stands; absent = the first row that holds the columns. */
  headerRow?: number | undefined;
  /** The columns of a wide register. */
  spread?: SpreadSpec | undefined;
}

/**
 * The data rows of a CSV file with a header.
 * @param wish the names that the header must hold; it may hold others.
 * @throws {CsvFault} when the file has no such header or cannot be read on.
 */
export async function* readTable(
  bytes: AsyncIterable<Uint8Array>,
  format: CsvFormat,
  wish: TableWish | readonly string[],
): AsyncGenerator<TableRow> {
  const wanted = 'columns' in wish ? wish : { columns: wish };
  const { columns, headerRow } = wanted;
  const rows = readCsv(bytes, format, columns);
  try {
    const asked = { columns, format, ...(headerRow !== undefined && { row: headerRow }) };
    const search = await findHeader(rows, asked);
    if (!search.found) throw headerFault(search, asked);
    yield* dataRows(rows, search.header, wanted);
  } finally {
    await rows.return(undefined);
  }
}

/** The data rows that follow a header. @throws {CsvFault} duplicate_column, or missing_column of a wide register. */
export async function* dataRows(
  rows: AsyncIterator<CsvRow>,
  header: Header,
  { columns, spread }: TableWish,
): AsyncGenerator<TableRow> {
  checkNames(header);
  const places = new Map(columns.map((column) => [column, header.names.indexOf(sameForm(column))]));
  const across = spread && compileSpread(spread, header, new Set(places.values()));
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    const { row, cells: written } = next.value;
    const cells = header.corrections ? asItStood(written) : written;
    if (isBlank(cells)) continue;
    const source = { header, texts: cells };
    const spread = across?.map((one) => ({ ...one, cell: cellText(cells[one.place] ?? '') }));
    const fault = faultOf(cells, header) ?? spoiltCell(cells, places, spread);
    if (fault) yield { row, source, ok: false, fault };
    else yield { row, source, ok: true, cells: cellsOf(cells, places, spread) };
  }
}

function faultOf(cells: readonly string[], { row, names }: Header): RowFault | undefined {
  // Spreadsheets write empty cells behind the last, or leave them out.
  if (!isBlank(cells.slice(names.length)) || !isBlank(names.slice(cells.length))) {
    const expected = `${names.length} cells, as in the header`;
    return { column: null, code: 'wrong_cell_count', expected };
  }
  const unreadable = cells.findIndex((cell) => cell.includes(UNREADABLE));
  if (unreadable >= 0) {
    const expected = 'text in the encoding of the file: this character was lost or pasted from elsewhere';
    return { column: names[unreadable] ?? null, code: 'invalid_encoding', expected };
  }
  if (cells.every((cell, at) => sameForm(cell) === names[at])) {
    return { column: null, code: 'repeated_header', expected: `data; the header stands in row ${row} only` };
  }
  return undefined;
}

function spoiltCell(
  cells: readonly string[],
  places: ReadonlyMap<string, number>,
  across: readonly Across[] = [],
): RowFault | undefined {
  for (const [column, place] of places) {
    const fault = spoilt(cellText(cells[place] ?? ''), column);
    if (fault) return fault;
  }
  for (const { cell, column } of across) {
    const fault = spoilt(cell, column);
    if (fault) return fault;
  }
  return undefined;
}

function cellsOf(
  cells: readonly string[],
  places: ReadonlyMap<string, number>,
  across: readonly Across[] | undefined,
): Cells {
  const cell = (column: string): string => {
    const place = places.get(column);
    if (place === undefined) throw new Error('a column that was not asked for');
    return cellText(cells[place] ?? '');
  };
  return across ? Object.assign(cell, { across }) : cell;
}

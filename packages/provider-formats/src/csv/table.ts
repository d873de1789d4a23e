import { CsvFault, type RowFault } from './faults.js';
import { readCsv, type CsvFormat } from './read-csv.js';

/** The trimmed text of a column's cell. */
export type Cells = (column: string) => string;

export type TableRow = { row: number } & ({ ok: true; cells: Cells } | { ok: false; fault: RowFault });

const UNREADABLE = '\uFFFD';

/**
 * The data rows of a CSV file with a header, which is row 1.
 * @param columns the names that the header must hold; it may hold others.
 * @throws {CsvFault} when the file has no such header or cannot be read on.
 */
export async function* readTable(
  bytes: AsyncIterable<Uint8Array>,
  format: CsvFormat,
  columns: readonly string[],
): AsyncGenerator<TableRow> {
  let header: { names: string[]; places: Map<string, number> } | undefined;
  for await (const { row, cells } of readCsv(bytes, format)) {
    if (!header) {
      const names = cells.map(sameForm);
      header = { names, places: placesOf(names, columns, format, row) };
      continue;
    }
    const fault = faultOf(cells, header.names);
    if (fault) yield { row, ok: false, fault };
    else yield { row, ok: true, cells: cellsOf(cells, header.places) };
  }
  if (!header) throw new CsvFault('empty_file', 'The file is empty; a header was expected.', 1);
}

/** An accent may be written as one character or as two. */
const sameForm = (name: string): string => name.trim().normalize('NFC');

function placesOf(
  names: readonly string[],
  columns: readonly string[],
  format: CsvFormat,
  row: number,
): Map<string, number> {
  if (names.some((name) => name.includes(UNREADABLE))) {
    throw new CsvFault('invalid_encoding', `The header is not ${format.encoding}.`, row);
  }
  const missing = columns.filter((column) => !names.includes(sameForm(column)));
  if (missing.length > 0) {
    const hint =
      names.length === 1
        ? ` The header has one cell: is ${JSON.stringify(format.delimiter)} the delimiter?`
        : '';
    throw new CsvFault(
      'missing_column',
      `The header (${names.length} cells) lacks ${missing.map((name) => JSON.stringify(name)).join(', ')}.${hint}`,
      row,
    );
  }
  const again = names.findIndex((name, at) => name !== '' && names.indexOf(name) !== at);
  if (again >= 0) {
    const first = names.indexOf(names[again] ?? '') + 1;
    throw new CsvFault(
      'duplicate_column',
      `Cells ${first} and ${again + 1} of the header are the same.`,
      row,
    );
  }
  return new Map(columns.map((column) => [column, names.indexOf(sameForm(column))]));
}

function faultOf(cells: readonly string[], names: readonly string[]): RowFault | undefined {
  if (cells.length !== names.length) {
    const expected = `${names.length} cells, as in the header`;
    return { column: null, code: 'wrong_cell_count', expected };
  }
  const unreadable = cells.findIndex((cell) => cell.includes(UNREADABLE));
  if (unreadable >= 0) {
    const expected = 'text in the encoding that the profile names';
    return { column: names[unreadable] ?? null, code: 'invalid_encoding', expected };
  }
  if (cells.every((cell, at) => sameForm(cell) === names[at])) {
    return { column: null, code: 'repeated_header', expected: 'data; the header stands in row 1 only' };
  }
  return undefined;
}

function cellsOf(cells: readonly string[], places: ReadonlyMap<string, number>): Cells {
  return (column) => {
    const place = places.get(column);
    if (place === undefined) throw new Error('a column that was not asked for');
    return (cells[place] ?? '').trim();
  };
}

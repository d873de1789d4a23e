import { ownCells } from '../csv/corrections.js';
import { CsvFault } from '../csv/faults.js';
import { checkNames, headerAt, type Header } from '../csv/header.js';
import { readCsv, type CsvRow } from '../csv/read-csv.js';
import { FOUND_OUT } from '../csv/text.js';
import { workbookRows } from '../xlsx/read-workbook.js';

/** What a person looks at to say how a file is to be read. */
export interface Sample {
  headers: string[];
  /** The first data rows, as they stand. */
  rows: string[][];
  /** Rows that stand above the header. */
  preamble: number;
}

/** Enough to meet most of what people write in a column. */
const SAMPLED_ROWS = 1_000;
/** As many columns as a workbook may have, and as much text as many short rows or a few long ones hold. */
const COLUMNS_MAX = 1_000;
const SAMPLED_CHARS = 4 * 1024 * 1024;
/** Titles and addresses stand above a header, never more than these. */
const HEADER_ROWS = 30;
/** A header is as full as the fullest rows, but for a column or two that nobody named. */
const FULL = 0.8;
/** As dates are written here; a workbook does not keep how its own were. */
const DATE = { day: 'dd/MM/yyyy', minute: 'dd/MM/yyyy HH:mm' };

/**
 * The header and first rows of a file about which nothing is known yet. Only the first rows are looked at.
 * @throws {CsvFault} when it is no table.
 */
export async function readSample(
  file: { csv: AsyncIterable<Uint8Array> } | { workbook: Uint8Array },
): Promise<Sample> {
  if ('csv' in file) {
    const format = { encoding: FOUND_OUT, delimiter: FOUND_OUT };
    return sampleOf(await firstRows(readCsv(file.csv, format)));
  }
  let rows: CsvRow[] = [];
  for (const sheet of workbookRows(file.workbook, DATE)) {
    rows = await firstRows(sheet);
    if (isTable(rows)) break;
  }
  return sampleOf(rows);
}

async function firstRows(rows: AsyncIterable<CsvRow>): Promise<CsvRow[]> {
  const first: CsvRow[] = [];
  let chars = 0;
  for await (const row of rows) {
    first.push(row);
    for (const cell of row.cells) chars += cell.length;
    if (first.length === SAMPLED_ROWS || chars > SAMPLED_CHARS) break;
  }
  return first;
}

/** A cover or a page of notes has one column. */
const isTable = (rows: readonly CsvRow[]): boolean => rows.length > 1 && rows.some((row) => filled(row) > 1);

function sampleOf(rows: readonly CsvRow[]): Sample {
  const first = rows.slice(0, HEADER_ROWS);
  const fullest = Math.max(0, ...first.map(filled));
  const at = first.findIndex((row) => filled(row) >= fullest * FULL);
  const found = first[at];
  if (!found) throw new CsvFault('empty_file', 'The file is empty; a header was expected.', 1);
  const header = headerAt(found);
  if (header.names.length > COLUMNS_MAX) {
    const detail = `The header has more than ${COLUMNS_MAX} columns; leave out those that nobody needs.`;
    throw new CsvFault('too_many_columns', detail, header.row);
  }
  checkNames(header);
  const width = header.names.findLastIndex((name) => name !== '') + 1;
  return {
    headers: own(header, header.names.slice(0, width)),
    rows: rows.slice(at + 1).map(({ cells }) => own(header, widened(cells, width))),
    preamble: header.row - 1,
  };
}

const own = ({ corrections }: Header, cells: readonly string[]): string[] =>
  corrections ? ownCells(cells) : [...cells];

const widened = (cells: readonly string[], width: number): string[] =>
  Array.from({ length: width }, (_, at) => cells[at] ?? '');

const filled = ({ cells }: CsvRow): number => cells.filter((cell) => cell.trim() !== '').length;

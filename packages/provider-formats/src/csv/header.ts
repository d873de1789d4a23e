import { areCorrections, asItStood } from './corrections.js';
import { CsvFault } from './faults.js';
import type { CsvRow } from './read-csv.js';

/** A title, an address and a date of printing may stand above a header; a whole page may not. */
const SEARCHED_ROWS = 30;

export const UNREADABLE = '\uFFFD';

/** An accent may be written as one character or as two; a header that is broken over lines is one name. */
export const sameForm = (name: string): string => name.trim().normalize('NFC').replace(/\s+/g, ' ');

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

export interface HeaderWish {
  /** The names that it must hold; it may hold others. */
  columns: readonly string[];
  /** Where it stands, as a spreadsheet counts; absent = the first row that holds the columns. */
  row?: number;
  /** For the words of a fault. */
  format?: { delimiter?: string };
}

export interface Header {
  row: number;
  names: readonly string[];
  /** Of refused rows that were given back to be corrected: what was added to them has no name. */
  corrections: boolean;
}

/** The header that a row is, if it is one. */
export function headerAt({ row, cells }: CsvRow): Header {
  const corrections = areCorrections(cells);
  return { row, names: (corrections ? asItStood(cells) : cells).map(sameForm), corrections };
}

export type HeaderSearch = { found: true; header: Header } | { found: false; header?: Header };

/**
 * Reads on until the header has been read; without one, as far as a header may stand, and gives the row that comes nearest.
 */
export async function findHeader(rows: AsyncIterator<CsvRow>, wish: HeaderWish): Promise<HeaderSearch> {
  const wanted = wish.columns.map(sameForm);
  let nearest: (Header & { held: number }) | undefined;
  for (let read = 0; read < SEARCHED_ROWS;) {
    const next = await rows.next();
    if (next.done) break;
    const header = headerAt(next.value);
    if (wish.row !== undefined && header.row < wish.row && !header.corrections) continue;
    const held = wanted.filter((name) => header.names.includes(name)).length;
    if (held === wanted.length) return { found: true, header };
    if (!nearest || held > nearest.held) nearest = { ...header, held };
    if (wish.row !== undefined) break;
    read += 1;
  }
  return { found: false, ...(nearest && { header: nearest }) };
}

/** Why what was read is no table with such a header. @throws {CsvFault} when its nearest row cannot be one at all. */
export function headerFault({ header }: HeaderSearch, wish: HeaderWish): CsvFault {
  if (!header) return new CsvFault('empty_file', 'The file is empty; a header was expected.', 1);
  checkNames(header);
  const { row, names } = header;
  const { delimiter } = wish.format ?? {};
  const missing = wish.columns.filter((column) => !names.includes(sameForm(column)));
  const hint =
    names.length === 1 && delimiter !== undefined
      ? ` The header has one cell: is ${JSON.stringify(delimiter)} the delimiter?`
      : '';
  const lacks = missing.map((name) => JSON.stringify(name)).join(', ');
  return new CsvFault('missing_column', `The header (${names.length} cells) lacks ${lacks}.${hint}`, row);
}

/** @throws {CsvFault} duplicate_column, when two columns have one name: nobody can say which is meant; invalid_encoding. */
export function checkNames({ row, names }: Header): void {
  if (names.some((name) => name.includes(UNREADABLE))) {
    const detail = 'The header holds bytes that are not of the encoding; save the file as "CSV UTF-8".';
    throw new CsvFault('invalid_encoding', detail, row);
  }
  const places = new Map<string, number>();
  const again = names.findIndex((name, at) => {
    if (name === '' || !places.has(name)) return void places.set(name, at);
    return true;
  });
  if (again < 0) return;
  const first = columnLetters(places.get(names[again] ?? '') ?? 0);
  const detail = `Columns ${first} and ${columnLetters(again)} of the header have the same name; give each a name of its own.`;
  throw new CsvFault('duplicate_column', detail, row);
}

/** A column as a spreadsheet calls it: A, B, ..., Z, AA. */
export function columnLetters(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnLetters(Math.floor(at / 26) - 1) + letter;
}

import type { PostcodeRow } from '../postcodes/index.js';
import { KINDS, type OfficialKind } from './kinds.js';

/** Where a file is not what it says it is. Never the value that stood there. */
export interface OfficialFault {
  /** Row of the file, the header is 1. */
  row: number;
  column: string;
  expected: string;
}

export type OfficialRow = Readonly<Record<string, string>>;

/** A file of reference data while it is read: told its header, then row by row. */
export interface OfficialTable {
  kind: OfficialKind;
  /** As people call what is in it. */
  title: string;
  /** Header of each column that is read, by our name for it. */
  headers: Readonly<Record<string, string>>;
  /** Rows read. */
  count: number;
  /** None of the postcode directory: there are millions, and each is handed on. */
  rows: OfficialRow[];
  /** Of postcodes: in use, and of those with a neighbourhood. */
  postcodes: { inUse: number; placed: number };
  /** The first of them, and how many there are. */
  faults: OfficialFault[];
  faultCount: number;
  /** @param row of the file, where empty lines are counted, too */
  add(cells: readonly string[], row?: number): void;
}

const FAULTS_KEPT = 20;

type OnPostcode = (row: PostcodeRow) => void;

/**
 * The table of a header, known by its columns; undefined: no official file that is known here.
 * @param onPostcode told each sound row of a postcode directory
 */
export function officialTable(
  header: readonly string[],
  onPostcode: OnPostcode = () => undefined,
): OfficialTable | undefined {
  const names = header.map((name) =>
    name
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  for (const known of KINDS) {
    const places = Object.entries(known.columns).map(([name, column]) => ({
      ...{ name, column, at: names.findIndex((each) => column.named.test(each)) },
    }));
    if (places.every(({ at, column }) => at >= 0 || column.optional))
      return reading(
        known,
        places.filter(({ at }) => at >= 0),
        names,
        onPostcode,
      );
  }
  return undefined;
}

type Known = (typeof KINDS)[number];
interface PlacedColumn {
  name: string;
  column: Known['columns'][string];
  at: number;
}

function reading(
  { kind, title, key }: Known,
  columns: readonly PlacedColumn[],
  names: readonly string[],
  onPostcode: OnPostcode,
): OfficialTable {
  const seen = new Set<string>();
  const table: OfficialTable = {
    ...{ kind, title, count: 0, rows: [], faults: [], faultCount: 0, postcodes: { inUse: 0, placed: 0 } },
    headers: Object.fromEntries(columns.map(({ name, at }) => [name, names[at] ?? ''])),
    add(cells, line = table.count + 2) {
      table.count += 1;
      const row = Object.fromEntries(columns.map(({ name, at }) => [name, (cells[at] ?? '').trim()]));
      const wrong = columns.filter(({ name, column }) => !column.holds.test(row[name] ?? ''));
      for (const { name, column } of wrong) fault(table, line, table.headers[name] ?? name, column.expected);
      if (wrong.length > 0) return;
      if (kind === 'postcodes') onPostcode(postcodeOf(table, row));
      else if (isTaken(seen, key, row)) fault(table, line, key.join(', '), 'one row of each');
      else table.rows.push(row);
    },
  };
  return table;
}

function fault(table: OfficialTable, row: number, column: string, expected: string): void {
  table.faultCount += 1;
  if (table.faults.length < FAULTS_KEPT) table.faults.push({ row, column, expected });
}

function isTaken(seen: Set<string>, key: readonly string[], row: OfficialRow): boolean {
  const name = key.map((each) => row[each] ?? '').join('/');
  if (seen.has(name)) return true;
  seen.add(name);
  return false;
}

function postcodeOf({ postcodes }: OfficialTable, row: OfficialRow): PostcodeRow {
  const { postcode = '', lsoa = '', ended = '' } = row;
  if (ended === '') {
    postcodes.inUse += 1;
    if (lsoa !== '') postcodes.placed += 1;
  }
  return { postcode, lsoa, ended: ended !== '' };
}

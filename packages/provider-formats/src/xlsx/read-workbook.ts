import { excelTime, EXCEL, writtenAs } from '../csv/dates.js';
import { CsvFault } from '../csv/faults.js';
import { findHeader, headerFault, sameForm, type Header, type HeaderSearch } from '../csv/header.js';
import type { CsvRow } from '../csv/read-csv.js';
import { dataRows, type TableRow, type TableWish } from '../csv/table.js';
import { sheetRows, type Day, type SheetRow } from './sheet-rows.js';
import { openWorkbook, type Sheet, type Workbook } from './workbook.js';
import { missingSheet } from './workbook-fault.js';

/** What a workbook is read for. */
export interface WorkbookWish extends TableWish {
  /** Absent = the first sheet in sight that has the columns. */
  sheet?: string | undefined;
  /** How the dates of a column are written. */
  dateFormats?: ReadonlyMap<string, string>;
  /** How every date is written, where no profile says it yet. */
  dates?: DatesWritten;
}

/** Formats of Luxon's tokens, for a date with and without a time of day. */
export interface DatesWritten {
  day: string;
  minute: string;
}

/**
 * The data rows of a workbook's sheet, as a CSV file of it would give them; its dates are written as the profile reads them.
 * @throws {CsvFault} when it is no workbook, has no such sheet or header, or cannot be read on.
 */
export async function* readWorkbook(bytes: Uint8Array, wish: WorkbookWish): AsyncGenerator<TableRow> {
  const workbook = openWorkbook(bytes);
  const asked = { columns: wish.columns, ...(wish.headerRow !== undefined && { row: wish.headerRow }) };
  let nearest: HeaderSearch | undefined;
  for (const sheet of sheetsOf(workbook, wish)) {
    const rows = new WrittenRows(workbook, sheet, wish);
    const search = await findHeader(rows, asked);
    if (search.found) {
      rows.header = search.header;
      yield* dataRows(rows, search.header, wish);
      return;
    }
    if (!nearest?.header) nearest = search;
  }
  const fault = headerFault(nearest ?? { found: false }, asked);
  const sheets = workbook.sheets.length;
  if (wish.sheet !== undefined || sheets === 1) throw fault;
  throw new CsvFault(
    fault.code,
    `None of the ${sheets} sheets has such a header. ${fault.detail}`,
    fault.row,
  );
}

/**
 * The rows of each sheet in sight, one sheet after the other.
 * @throws {CsvFault} when it is no workbook.
 */
export function* workbookRows(bytes: Uint8Array, dates: DatesWritten): Generator<AsyncIterable<CsvRow>> {
  const workbook = openWorkbook(bytes);
  for (const sheet of sheetsOf(workbook, {}))
    yield all(new WrittenRows(workbook, sheet, { columns: [], dates }));
}

async function* all(rows: AsyncIterator<CsvRow>): AsyncGenerator<CsvRow> {
  for (let next = await rows.next(); next.done !== true; next = await rows.next()) yield next.value;
}

function sheetsOf({ sheets }: Workbook, { sheet }: Pick<WorkbookWish, 'sheet'>): readonly Sheet[] {
  if (sheet === undefined) return sheets.filter(({ hidden }) => !hidden);
  const named = sheets.filter(({ name }) => name === sheet);
  if (named.length === 0) throw missingSheet(sheet);
  return named;
}

/** Rows of a sheet as text. */
class WrittenRows implements AsyncIterator<CsvRow> {
  /** Known once it has been read; what stands above the rows says how their dates are written. */
  header: Header | undefined;
  private readonly rows: AsyncGenerator<SheetRow>;
  private readonly formats: ReadonlyMap<string, string>;

  constructor(
    workbook: Workbook,
    sheet: Sheet,
    private readonly wish: WorkbookWish,
  ) {
    this.rows = sheetRows(workbook, sheet);
    this.formats = new Map(
      [...(wish.dateFormats ?? [])].map(([column, format]) => [sameForm(column), format]),
    );
  }

  async next(): Promise<IteratorResult<CsvRow, undefined>> {
    for (let next = await this.rows.next(); !next.done; next = await this.rows.next()) {
      const { row, cells } = next.value;
      const written = cells.map((cell, place) => (typeof cell === 'string' ? cell : this.write(cell, place)));
      if (written.every((cell) => cell.trim() === '')) continue;
      // A sheet keeps no empty cells at the end of a row.
      while (written.length < (this.header?.names.length ?? 0)) written.push('');
      return { done: false, value: { row, cells: written } };
    }
    return { done: true, value: undefined };
  }

  private write({ days }: Day, place: number): string {
    const time = excelTime(days);
    if (days < 1) return time.toFormat('HH:mm');
    const { dates } = this.wish;
    if (dates) return writtenAs(time, Number.isInteger(days) ? dates.day : dates.minute);
    const format = this.header
      ? this.formats.get(this.header.names[place] ?? '')
      : this.wish.spread?.columns.date;
    return format === EXCEL ? String(days) : writtenAs(time, format ?? 'iso');
  }
}

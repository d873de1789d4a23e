import { CsvFault } from '../csv/faults.js';
import type { Sheet, Workbook } from './workbook.js';
import { XmlReader, type XmlListener } from './xml.js';
import { unpacked } from './zip.js';

/** A register of a year has some hundred. */
const COLUMNS_MAX = 1_000;
const SHEET_BYTES_MAX = 1024 * 1024 * 1024;
/** So many pieces are read before others have their turn. */
const PIECES_A_TURN = 8;

/** Told from every text by what no value begins with. */
const NEVER_WORKED_OUT = '=?';

/** A cell that its style shows as a date, in days since 1899-12-30. */
export class Day {
  constructor(readonly days: number) {}
}

export interface SheetRow {
  row: number;
  /** An empty cell is ''. */
  cells: (string | Day)[];
}

/** The rows of a sheet that hold anything, in memory bounded by the longest. @throws {CsvFault} */
export async function* sheetRows(workbook: Workbook, { part }: Sheet): AsyncGenerator<SheetRow> {
  const rows = new RowsOfXml(workbook);
  const reader = new XmlReader(rows);
  let pieces = 0;
  for (const piece of unpacked(part, SHEET_BYTES_MAX)) {
    reader.write(piece);
    yield* rows.taken();
    pieces += 1;
    if (pieces % PIECES_A_TURN === 0) await turn();
  }
  reader.end();
  yield* rows.taken();
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

class RowsOfXml implements XmlListener {
  private rows: SheetRow[] = [];
  private row = 0;
  private cells: (string | Day | undefined)[] = [];
  private place = -1;
  private cell: Readonly<Record<string, string>> = {};
  private value = '';
  private formula: string | undefined;
  private into: 'value' | 'formula' | undefined;

  constructor(private readonly workbook: Workbook) {}

  taken(): SheetRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  opens(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.row = attributes['r'] === undefined ? this.row + 1 : Number(attributes['r']);
      this.cells = [];
      this.place = -1;
    } else if (name === 'c') {
      this.place = attributes['r'] === undefined ? this.place + 1 : placeOf(attributes['r']);
      this.cell = attributes;
      this.value = '';
      this.formula = undefined;
    } else if (name === 'v' || name === 't') this.into = 'value';
    else if (name === 'f') {
      this.into = 'formula';
      this.formula = '';
    } else if (name === 'rPh') this.into = undefined;
  }

  text(text: string): void {
    if (this.into === 'value') this.value += text;
    else if (this.into === 'formula') this.formula = text;
  }

  closes(name: string): void {
    if (name === 'c') this.take();
    else if (name === 'row' && this.cells.length > 0) {
      const cells = Array.from(this.cells, (cell) => cell ?? '');
      this.rows.push({ row: this.row, cells });
    }
    this.into = undefined;
  }

  private take(): void {
    // Of a formula the value last worked out is what people saw; one that was never worked out has none.
    const text = this.value === '' && this.formula !== undefined ? NEVER_WORKED_OUT : this.read();
    if (text === '') return;
    if (!(this.place < COLUMNS_MAX)) {
      const detail = `The sheet has more than ${COLUMNS_MAX} columns; copy those that are meant into a new workbook.`;
      throw new CsvFault('too_many_columns', detail, this.row);
    }
    this.cells[this.place] = text;
  }

  private read(): string | Day {
    const { value, cell, workbook } = this;
    if (value === '') return '';
    switch (cell['t']) {
      case 's':
        return workbook.strings[Number(value)] ?? '';
      case 'b':
        return value === '1' ? 'TRUE' : 'FALSE';
      case 'inlineStr':
      case 'str':
      case 'e':
        return value;
      case 'd':
        return new Day((Date.parse(`${value.replace(/Z$/, '')}Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
      default:
        return numberOrDay(Number(value), workbook, Number(cell['s'] ?? 0)) ?? value;
    }
  }
}

/** Fifteen digits are what Excel itself shows of a number. */
function numberOrDay(
  number: number,
  { dateStyles, daysBefore }: Workbook,
  style: number,
): string | Day | undefined {
  if (!Number.isFinite(number)) return undefined;
  return dateStyles[style] === true && number >= 0 && number < 2_958_466
    ? new Day(number + (number < 1 ? 0 : daysBefore))
    : String(Number(number.toPrecision(15)));
}

/** The place of a cell by its name: A1 is 0, AB7 is 27. */
function placeOf(name: string): number {
  let place = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(name)?.[0] ?? '') place = place * 26 + letter.charCodeAt(0) - 64;
  return place - 1;
}

import { Problem } from '@waymark/service';
import writeXlsxFile, { type CellObject } from 'write-excel-file/node';
import type { Cell, Table } from '../data-call.js';
import { FORMATS } from '../format.js';
import { sheetNames } from './sheet-names.js';

/** The government's shorthand for confidential figures in spreadsheets. */
export const CONFIDENTIAL = '[c]';
/** Of all sheets. Writing a workbook holds everyone else up, by some seconds for as many; Excel itself ends at 1,048,576. */
const ROWS_MAX = 100_000;
const WIDTH_MIN = 10;
const WIDTH_MAX = 80;

/** A sheet of texts and figures. Without a header it is read from top to bottom, as a cover is. */
export interface Sheet {
  name: string;
  header?: readonly string[];
  rows: readonly (readonly Cell[])[];
}

export function sheetOf({ name, columns, rows }: Table): Sheet {
  return { name, header: columns.map((column) => column.name), rows };
}

/**
 * Sheets as an Excel workbook: one header row, no merged cells, numbers as numbers, and no formulas.
 * @throws {Problem} 422 too_many_rows.
 */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Buffer> {
  if (sheets.reduce((total, { rows }) => total + rows.length, 0) > ROWS_MAX) throw tooManyRows();
  const names = sheetNames(sheets.map(({ name }) => name));
  return writeXlsxFile(
    sheets.map(({ header, rows }, nth) => ({
      sheet: names[nth] as string,
      stickyRowsCount: header ? 1 : 0,
      columns: widths(header ? [header, ...rows] : rows),
      data: [...(header ? [header.map(heading)] : []), ...rows.map((row) => row.map(cellOf))],
    })),
  ).toBuffer();
}

function tooManyRows(): Problem {
  const detail = `The answer has more than the ${ROWS_MAX} rows of a workbook; CSV has no such end.`;
  return new Problem(422, 'too_many_rows', detail, { offered: [FORMATS.json, FORMATS.csv] });
}

function heading(name: string): CellObject {
  return { ...text(name), fontWeight: 'bold' };
}

function cellOf(cell: Cell): CellObject | null {
  if (cell === null) return null;
  if (typeof cell === 'object') return { ...text(CONFIDENTIAL), align: 'right' };
  return typeof cell === 'number' ? { type: Number, value: cell } : text(cell);
}

/**
 * Said to be text, so that what begins like a formula is none. The library finds a text that it has written before as a
 * member of an object, and takes what every object has for such a text: a blank tells `constructor` from it.
 */
function text(value: string): CellObject {
  return { type: String, value: value in {} ? `${value} ` : value };
}

/** Wide enough for the longest text of each column, within reason. */
function widths(rows: readonly (readonly Cell[])[]): { width: number }[] {
  const longest: number[] = [];
  for (const row of rows) {
    row.forEach((cell, nth) => {
      const length = typeof cell === 'string' ? cell.length : WIDTH_MIN;
      longest[nth] = Math.max(longest[nth] ?? WIDTH_MIN, length);
    });
  }
  return longest.map((length) => ({ width: Math.min(WIDTH_MAX, length + 2) }));
}

import writeXlsxFile, { type CellObject } from 'write-excel-file/node';

export interface TextSheet {
  name: string;
  /** The first is the header; null: an empty cell. */
  rows: readonly (readonly (string | null)[])[];
}

/** A workbook of texts and nothing else: a client number keeps its zeros, a day is as it was written, and no formula is one. */
export async function textWorkbook(sheets: readonly TextSheet[]): Promise<Buffer> {
  return writeXlsxFile(
    sheets.map(({ name, rows }) => ({
      sheet: name,
      stickyRowsCount: 1,
      data: rows.map((row) => row.map(textCell)),
    })),
  ).toBuffer();
}

/**
 * The library finds a text that it has written before as a member of an object, and takes what every object has for such a
 * text: a blank tells `constructor` from it.
 */
function textCell(value: string | null): CellObject | null {
  if (value === null || value === '') return null;
  return { type: String, format: '@', value: value in {} ? `${value} ` : value };
}

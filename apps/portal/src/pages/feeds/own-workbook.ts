import writeXlsxFile, { type CellObject } from 'write-excel-file/universal';
import type { OwnCell } from './own-csv.js';

/** Rows as an Excel workbook of one sheet: numbers as numbers, everything else as text, so that no own id is a formula. */
export async function ownWorkbook(
  header: readonly string[],
  rows: readonly (readonly OwnCell[])[],
): Promise<Blob> {
  const data = [
    header.map((name): CellObject => ({ ...textCell(name), fontWeight: 'bold' })),
    ...rows.map((cells) => cells.map(cellOf)),
  ];
  return writeXlsxFile(data, { stickyRowsCount: 1 }).toBlob();
}

function cellOf(cell: OwnCell): CellObject | null {
  if (cell === null || cell === '') return null;
  return typeof cell === 'number' ? { type: Number, value: cell } : textCell(cell);
}

/** The library takes the name of what every object has, `constructor`, for that: a blank tells the one from the other. */
function textCell(value: string): CellObject {
  return { type: String, value: value in {} ? `${value} ` : value };
}

import { parseCsv } from '../../../../portal-api/src/testing/csv.js';
import { openWorkbook } from '../../../../portal-api/src/testing/workbook.js';
import type { Asker } from './asking.js';

const CSV = 'text/csv';
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WITHHELD = { csv: '*', workbook: '[c]' };

/** Figures of a question's files that its JSON answer does not have, or has withheld. */
export interface Beyond {
  csv: string[];
  workbook: string[];
  /** How many figures the files withhold. */
  withheld: { csv: number; workbook: number };
}

/** Sets a question's files beside its JSON answer. */
export async function beyondJson(
  asker: Asker,
  path: string,
  params: Readonly<Record<string, string>>,
): Promise<Beyond> {
  const told = new Set(scalarsIn(await asker.ask<unknown>(path, params)));
  const table = figuresOf(parseCsv((await asker.file(path, params, CSV)).toString('utf8')));
  const [, , ...sheets] = openWorkbook(await asker.file(path, params, WORKBOOK));
  const onSheets = sheets.map(({ cells }) =>
    figuresOf(cells.map((row) => row.map((cell) => String(cell ?? '')))),
  );
  const isBeyond = (cell: string): boolean => cell !== '' && !told.has(cell);
  const all = { csv: table.flat(), workbook: onSheets.flat(2) };
  return {
    csv: all.csv.filter((cell) => cell !== WITHHELD.csv && isBeyond(cell)),
    workbook: all.workbook.filter((cell) => cell !== WITHHELD.workbook && isBeyond(cell)),
    withheld: {
      csv: all.csv.filter((cell) => cell === WITHHELD.csv).length,
      workbook: (onSheets[0] ?? []).flat().filter((cell) => cell === WITHHELD.workbook).length,
    },
  };
}

/** The columns of codes and figures, without the header; names, flags and what says how the table was made left out. */
function figuresOf([header = [], ...rows]: readonly string[][]): string[][] {
  const end = header.indexOf('flags') < 0 ? header.indexOf('filters') : header.indexOf('flags');
  const isFigure = (_: unknown, nth: number): boolean =>
    (end < 0 || nth < end) && !(header[nth] ?? '').endsWith('_name');
  return rows.map((cells) => cells.filter(isFigure));
}

/** Every number and every word of an answer, wherever it stands. */
function scalarsIn(value: unknown): string[] {
  if (typeof value === 'number' || typeof value === 'string') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [name, ...scalarsIn(each)]);
}

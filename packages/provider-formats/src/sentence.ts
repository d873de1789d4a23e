import { DateTime } from 'luxon';
import { EXCEL, writtenAs } from './csv/dates.js';
import type { RowFault } from './csv/faults.js';

/** A long cell is not read as a sentence. */
const SHOWN_CHARS = 60;

const LISTS = /^one of /;

/** A {@link RowFault}, also one that was told by a server of another version, whose codes may be others. */
export interface ToldFault extends Omit<RowFault, 'code'> {
  code: string;
}

/**
 * A refused row in a plain sentence: "Row 14, Attended: 'Yess' is not one of Yes, No, Late."
 * @param cell what stands there, from the reader's own file: the server has not kept it and never says it.
 */
export function sentenceOf({ row, ...fault }: ToldFault & { row: number }, cell?: string): string {
  return `Row ${row}${fault.column === null ? ': ' : ', '}${correctionOf(fault, cell)}.`;
}

/** The same beside the row itself: "Attended: 'Yess' is not one of Yes, No, Late". */
export function correctionOf({ column, code, expected }: ToldFault, cell?: string): string {
  return `${column === null ? '' : `${column}: `}${rest(code, expected, cell?.trim())}`;
}

function rest(code: string, expected: string, cell: string | undefined): string {
  const shown = cell === undefined || cell === '' ? undefined : `'${shortened(cell)}'`;
  if (cell === '' || code === 'missing') return `it is empty; expected ${expected}`;
  if (code === 'id_conflict') return `another row has the same id columns and says otherwise (${expected})`;
  if (code === 'wrong_cell_count') return `it has more or fewer cells than the header; expected ${expected}`;
  if (code === 'repeated_header') return `it is the header again; expected ${expected}`;
  if (LISTS.test(expected)) return `${shown ?? 'what stands there'} is not ${expected}`;
  return `${shown === undefined ? '' : `${shown}; `}expected ${datesInWords(expected).replace(/\.$/, '')}`;
}

/** Nobody but a developer reads a format; a day written so says the same. */
const SHOWN_DAY = DateTime.utc(2026, 12, 31, 14, 30);

function datesInWords(expected: string): string {
  return expected
    .replace(
      /^a date(?: and time)?: ([^;]+)/,
      (_text, format: string) => `a date written like ${example(format)}`,
    )
    .replace(
      / a date written (.+?)(?=;| \()/,
      (_text, format: string) => ` a date written like ${example(format)}`,
    );
}

/** A day of which no two numbers can be taken for each other. */
function example(format: string): string {
  return format === EXCEL
    ? 'a number of Excel’s'
    : writtenAs(format === 'iso' ? SHOWN_DAY.startOf('day') : SHOWN_DAY, format);
}

const shortened = (cell: string): string =>
  cell.length <= SHOWN_CHARS ? cell : `${cell.slice(0, SHOWN_CHARS)}…`;

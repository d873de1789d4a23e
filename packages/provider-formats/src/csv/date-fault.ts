import { EXCEL, wallTime } from './dates.js';
import { CellFault } from './faults.js';

/** 2009 to 2064: other numbers of five digits are numbers. */
const EXCEL_DATE = /^[4-5]\d{4}(\.\d+)?$/;

const DAYS = [
  ...['yyyy-MM-dd', 'd/M/yyyy', 'M/d/yyyy', 'yyyy/MM/dd', 'd-M-yyyy', 'd.M.yyyy', 'd/M/yy', 'd.M.yy'],
  ...['d MMM yyyy', 'd MMMM yyyy', 'd-MMM-yyyy', 'd-MMM-yy', 'd MMM yy', 'MMM d, yyyy'],
];
const TIMES = ['', ' HH:mm', ' HH:mm:ss', ' h:mm a', "'T'HH:mm", "'T'HH:mm:ss"];

/** The common ways to write a day, by the time of day behind it. */
export const DATE_FORMATS: readonly string[] = TIMES.flatMap((time) => DAYS.map((day) => day + time));

export const isExcelDate = (text: string): boolean => EXCEL_DATE.test(text);

/** How a text names a day, in the first of the common ways that fits; `excel` for a number of Excel's. */
export function dateFormatOf(text: string): string | undefined {
  if (isExcelDate(text)) return EXCEL;
  if (!/\d/.test(text) || text.length > 30) return undefined;
  return DATE_FORMATS.find((format) => wallTime(text, format).isValid);
}

/** Why a cell is not a date of its column: that it is none, or that it is one that is written another way. */
export function dateFault(
  cell: string,
  column: string,
  { format, code }: { format: string; code: 'invalid_date' | 'invalid_instant' },
): CellFault {
  const expected = `${code === 'invalid_date' ? 'a date' : 'a date and time'}: ${format}`;
  // An hour that a clock skips is written as it should be.
  const other = wallTime(cell, format).isValid ? undefined : dateFormatOf(cell);
  if (other === undefined) return new CellFault(column, code, expected);
  if (other === EXCEL) {
    const why = 'Excel shows this date as a number (format the column as a date and save again)';
    return new CellFault(column, 'excel_date_number', `${expected}; ${why}`);
  }
  const swapped =
    other.startsWith('M/d') && format.startsWith('d')
      ? '; with the month first, others of this column may have been read as another day: check them all'
      : '';
  return new CellFault(
    column,
    'other_date_format',
    `${expected}; this cell is a date written ${other}${swapped} (write every date of the column the same way)`,
  );
}

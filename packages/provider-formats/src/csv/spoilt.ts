import type { RowFault } from './faults.js';

const FORMULA = /^(?:=.|[@+-].*\()/s;
const SHORTENED = /^-?\d(?:[.,]\d+)?E\+\d{1,3}$/i;

/**
 * What a spreadsheet program has made of a cell that is not what was typed. A formula is refused whatever it would give: nobody checked
 * the value, and the text of one may become alive in the next spreadsheet.
 */
export function spoilt(cell: string, column: string): RowFault | undefined {
  if (FORMULA.test(cell)) {
    const expected = 'a value; this cell holds a formula (copy the column and paste it as values)';
    return { column, code: 'formula', expected };
  }
  if (SHORTENED.test(cell)) {
    const expected =
      'the whole number; Excel has shortened it and its last digits are gone (format the column as text, enter it again)';
    return { column, code: 'shortened_number', expected };
  }
  return undefined;
}

export const isFormula = (cell: string): boolean => FORMULA.test(cell);

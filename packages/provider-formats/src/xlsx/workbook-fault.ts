import { CsvFault, WHOLE_FILE } from '../csv/faults.js';

const fault = (code: CsvFault['code'], detail: string): CsvFault => new CsvFault(code, detail, WHOLE_FILE);

export const broken = (): CsvFault =>
  fault(
    'broken_workbook',
    'The workbook is damaged or was cut off. Open it in Excel, save it again as .xlsx, and send that.',
  );

export const protectedWorkbook = (): CsvFault =>
  fault(
    'protected_workbook',
    'The workbook has a password, or is of the old kind (.xls). Open it, remove the password (File, Info, Protect Workbook) and save it as .xlsx.',
  );

export const macroWorkbook = (): CsvFault =>
  fault('macro_workbook', 'The workbook holds macros. Save it as an Excel workbook without macros (.xlsx).');

export const tooLarge = (): CsvFault =>
  fault(
    'workbook_too_large',
    'The workbook unpacks to more than can be taken. Copy the rows into a new workbook (often a sheet is formatted far beyond its rows), or save the sheet as CSV: that may be of any size.',
  );

export const notAWorkbook = (kind: string | undefined): CsvFault =>
  fault(
    'not_a_workbook',
    kind === undefined
      ? 'This is not an Excel workbook (.xlsx). Send text as CSV.'
      : `This is ${kind}, not an Excel workbook (.xlsx).`,
  );

export const missingSheet = (name: string): CsvFault =>
  fault('missing_sheet', `The workbook has no sheet ${JSON.stringify(name)}, which the profile names.`);

export {
  compileProfile,
  sourceOf,
  type CompiledProfile,
  type MappedEvent,
  type MappedRow,
  type MappingContext,
} from './csv/compile-profile.js';
export { CsvFault, WHOLE_FILE, type RowFault, type RowFaultCode } from './csv/faults.js';
export {
  checkProfile,
  InvalidProfile,
  parseProfile,
  type CsvProfile,
  type ProfileFault,
} from './csv/profile.js';
export { cellText, pseudonymiser, pseudonymKind } from './csv/pseudonym.js';
export { readCsv, type CsvFormat, type CsvRow } from './csv/read-csv.js';
export { correctionsCsv, correctionsHeader, correctionsRow } from './csv/corrections.js';
export { ownColumns, readTable, textAt, type Cells, type SourceRow, type TableRow } from './csv/table.js';
export { readWorkbook, type WorkbookWish } from './xlsx/read-workbook.js';
export { correctionOf, sentenceOf } from './sentence.js';
export { readSample, type Sample } from './guess/sample.js';
export { guessProfile, type Guess, type GuessOptions } from './guess/guess-profile.js';
export {
  allowedRows,
  templateProfile,
  templateCsv,
  TEMPLATES,
  type Template,
  type TemplateName,
} from './templates/templates.js';

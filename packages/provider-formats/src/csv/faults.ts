import type { FaultCode } from '@waymark/events';

/** Why a row is refused: the event contract's codes, and those that only a table can have. */
export type RowFaultCode =
  | FaultCode
  | 'wrong_cell_count'
  | 'repeated_header'
  | 'invalid_encoding'
  | 'id_conflict'
  | 'formula'
  | 'shortened_number'
  | 'lost_leading_zeros'
  | 'excel_date_number'
  | 'other_date_format';

/** One fault of one row. Says what was expected and never quotes a cell: it may be what identifies a person. */
export interface RowFault {
  /** Name in the header; null when the fault is the row's own. */
  column: string | null;
  code: RowFaultCode;
  expected: string;
}

/** In place of a row: the fault is the file's own. */
export const WHOLE_FILE = 0;

/** A fault by which a file cannot be read on; rows before it may have been read. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault';
  constructor(
    readonly code:
      | 'empty_file'
      | 'not_a_table'
      | 'not_a_workbook'
      | 'broken_workbook'
      | 'macro_workbook'
      | 'protected_workbook'
      | 'workbook_too_large'
      | 'missing_sheet'
      | 'missing_column'
      | 'duplicate_column'
      | 'too_many_columns'
      | 'invalid_encoding'
      | 'row_too_long'
      | 'unclosed_quote',
    readonly detail: string,
    /** Where the trouble begins, as a spreadsheet counts rows; `WHOLE_FILE`. */
    readonly row: number,
  ) {
    super(`${code}${row === WHOLE_FILE ? '' : ` in row ${row}`}: ${detail}`);
  }
}

/** What a cell's conversion gives when the cell is not as expected. A class, so that it is told from every real value. */
export class CellFault implements RowFault {
  constructor(
    readonly column: string,
    readonly code: RowFaultCode,
    readonly expected: string,
    /** Those of other cells of the same row: who corrects it should not have to send it once for each. */
    readonly others: readonly CellFault[] = [],
  ) {}

  /** The first of some faults, with the others behind it; undefined when there is none. */
  static ofAll(faults: readonly CellFault[]): CellFault | undefined {
    const [first, ...others] = faults.flatMap((fault) => fault.each());
    return (
      first && (others.length === 0 ? first : new CellFault(first.column, first.code, first.expected, others))
    );
  }

  /** This one and those behind it, each on its own. */
  each(): CellFault[] {
    if (this.others.length === 0) return [this];
    return [new CellFault(this.column, this.code, this.expected), ...this.others];
  }
}

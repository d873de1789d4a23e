import { CsvError, parse } from 'csv-parse';
import { delimiterOfCorrections, HEAD_CHARS } from './corrections.js';
import { delimiterOf } from './delimiter.js';
import { CsvFault } from './faults.js';
import { isBlank } from './header.js';
import { headFirst } from './head-first.js';
import { checkHasNoControls } from './signature.js';
import { FOUND_OUT, textOf } from './text.js';

/** A row longer than this is a quote that nobody closed; it must not swallow the file into memory. */
const ROW_BYTES_MAX = 1024 * 1024;

/** A header and some rows: by so much text a delimiter is found out. */
const DELIMITER_CHARS = 8 * 1024;

export interface CsvFormat {
  /** A label of the WHATWG Encoding Standard, or `auto`. */
  encoding: string;
  /** One character, or `auto`. */
  delimiter: string;
}

export interface CsvRow {
  /** Counted as a spreadsheet does: the first is 1, a quoted line break starts none, an empty line is one. */
  row: number;
  cells: string[];
}

/**
 * The rows of a CSV file (RFC 4180; any line ends, with or without a byte order mark), empty rows left out, in memory
 * bounded by the longest row. Bytes that are not of the encoding come as U+FFFD.
 * @param columns names that the header holds, by which the delimiter is found out
 * @throws {CsvFault} after the rows that stand before the fault, however the bytes were cut into chunks.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: CsvFormat,
  columns: readonly string[] = [],
): AsyncGenerator<CsvRow> {
  const least = delimiter === FOUND_OUT ? DELIMITER_CHARS : HEAD_CHARS;
  let rows: ParsedRows | undefined;
  try {
    for await (const text of headFirst(textOf(bytes, encoding), least, (a, b) => a + b)) {
      if (!rows) {
        checkHasNoControls(text.slice(0, DELIMITER_CHARS));
        const asked = delimiter === FOUND_OUT ? delimiterOf(text, columns) : delimiter;
        rows = new ParsedRows(delimiterOfCorrections(text) ?? asked);
      }
      await rows.write(text);
      yield* rows.taken();
    }
    await rows?.end();
  } catch (fault) {
    yield* rows?.taken() ?? [];
    throw fault instanceof CsvError ? csvFault(fault, (rows?.row ?? 0) + 1) : fault;
  } finally {
    rows?.close();
  }
  yield* rows?.taken() ?? [];
}

/** The rows of the text so far. They are taken here and not from the parser's stream: a stream drops what it holds when it fails. */
class ParsedRows {
  row = 0;
  private readonly rows: CsvRow[] = [];
  private readonly parser;

  constructor(delimiter: string) {
    this.parser = parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // A stray quote inside a cell is that cell's affair: one inch sign must not refuse a million rows.
      relax_quotes: true,
      max_record_size: ROW_BYTES_MAX,
      on_record: (cells: string[]) => {
        this.row += 1;
        if (!isBlank(cells)) this.rows.push({ row: this.row, cells });
        return null;
      },
    });
    // Faults come through the callbacks below.
    this.parser.on('error', () => undefined);
  }

  write(text: string): Promise<void> {
    return settled((done) => this.parser.write(text, done));
  }

  end(): Promise<void> {
    return settled((done) => this.parser.end(done));
  }

  taken(): CsvRow[] {
    return this.rows.splice(0);
  }

  close(): void {
    this.parser.destroy();
  }
}

function settled(act: (done: (fault?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => act((fault) => (fault ? reject(fault) : resolve())));
}

/** The parser's own messages quote the file. */
function csvFault(fault: CsvError, row: number): CsvFault {
  if (fault.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new CsvFault('unclosed_quote', 'A quoted cell begins here that ends nowhere in the file.', row);
  }
  if (fault.code === 'CSV_MAX_RECORD_SIZE') {
    const detail = `The row is longer than ${ROW_BYTES_MAX} bytes; most likely a quote is not closed.`;
    return new CsvFault('row_too_long', detail, row);
  }
  throw fault;
}

import { CsvError, parse } from 'csv-parse';
import { CsvFault } from './faults.js';

/** A row longer than this is a quote that nobody closed; it must not swallow the file into memory. */
const ROW_BYTES_MAX = 1024 * 1024;

export interface CsvFormat {
  /** A label of the WHATWG Encoding Standard. */
  encoding: string;
  delimiter: string;
}

export interface CsvRow {
  /** Counted as a spreadsheet does: the first is 1, a quoted line break starts none, an empty line is one. */
  row: number;
  cells: string[];
}

/**
 * The rows of a CSV file (RFC 4180; any line ends, with or without a byte order mark), empty lines left out, in memory
 * bounded by the longest row. Bytes that are not of the encoding come as U+FFFD.
 * @throws {CsvFault} after the rows that stand before the fault, however the bytes were cut into chunks.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: CsvFormat,
): AsyncGenerator<CsvRow> {
  const rows: CsvRow[] = [];
  let row = 0;
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // A stray quote inside a cell is that cell's affair: one inch sign must not refuse a million rows.
    relax_quotes: true,
    max_record_size: ROW_BYTES_MAX,
    // Rows are taken here and not from the stream: a stream drops what it holds when it fails.
    on_record: (cells: string[]) => {
      row += 1;
      if (cells.length > 1 || cells[0] !== '') rows.push({ row, cells });
      return null;
    },
  });
  // Faults come through the callbacks below.
  parser.on('error', () => undefined);
  const decoder = new TextDecoder(encoding);
  try {
    for await (const chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true });
      if (text === '') continue;
      await settled((done) => parser.write(text, done));
      yield* rows.splice(0);
    }
    await settled((done) => parser.end(decoder.decode(), done));
  } catch (fault) {
    yield* rows.splice(0);
    throw fault instanceof CsvError ? csvFault(fault, row + 1) : fault;
  } finally {
    parser.destroy();
  }
  yield* rows.splice(0);
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

import { readTable, readWorkbook, type CompiledProfile, type TableRow } from '@waymark/provider-formats';
import { Problem } from '@waymark/service';

/** What a table comes as. A CSV file is read as it comes; a workbook's list of parts stands at its end. */
export type FileKind = 'csv' | 'xlsx';

export const MEDIA_TYPES: Record<FileKind, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Some hundred thousand rows. A workbook is held in memory as it came, for it may hold NHS numbers and is never spooled. */
export const WORKBOOK_BYTES_MAX = 8 * 1024 * 1024;

/** The rows of a file as its profile reads it. @throws {CsvFault | Problem} */
export async function* fileRows(
  body: AsyncIterable<Uint8Array>,
  kind: FileKind,
  profile: CompiledProfile,
): AsyncGenerator<TableRow> {
  if (kind === 'csv') yield* readTable(body, profile, profile);
  else yield* readWorkbook(await wholeWorkbook(body), profile);
}

/** A workbook's bytes. @throws {Problem} 413 too_large. */
export async function wholeWorkbook(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > WORKBOOK_BYTES_MAX) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function tooLarge(): Problem {
  const detail = `A workbook may have ${WORKBOOK_BYTES_MAX} bytes. Save the sheet as CSV: that may be of any size.`;
  return new Problem(413, 'too_large', detail);
}

import { CsvFault, WHOLE_FILE } from './faults.js';

/** So many bytes tell what a file is. */
export const SIGNATURE_BYTES = 16;

const SAVE_AS =
  'Open it in the program that made it and save it as "CSV UTF-8" or as an Excel workbook (.xlsx).';

/** What files are that arrive under the name of a table, by how they begin. */
const KINDS: readonly [begins: string, is: string][] = [
  ['\x89PNG', 'a picture (PNG)'],
  ['\xFF\xD8\xFF', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['BM\0', 'a picture (BMP)'],
  ['%PDF', 'a PDF document'],
  ['{\\rtf', 'a text document (RTF)'],
  ['\x1F\x8B', 'a compressed file (gzip); unpack it, or say so in content-encoding'],
  ['PK\x03\x04', 'an Excel workbook or another packed file; send a workbook as .xlsx'],
  ['PK\x05\x06', 'an empty packed file (zip)'],
  ['\xD0\xCF\x11\xE0', 'a workbook of the old kind (.xls), or one with a password'],
  ['7z\xBC\xAF', 'a packed file (7z)'],
  ['Rar!', 'a packed file (RAR)'],
];

/** @throws {CsvFault} not_a_table, when the first bytes are another kind of file's. */
export function checkIsText(head: Uint8Array): void {
  const kind = kindOf(head);
  if (kind !== undefined)
    throw new CsvFault('not_a_table', `This is ${kind}, not CSV. ${SAVE_AS}`, WHOLE_FILE);
}

/** What kind of file begins so; undefined when it may be text. */
export function kindOf(head: Uint8Array): string | undefined {
  const begin = String.fromCharCode(...head.subarray(0, SIGNATURE_BYTES));
  return KINDS.find(([begins]) => begin.startsWith(begins))?.[1] ?? markupOf(begin);
}

/** Many programs write a web page and call it a spreadsheet. */
function markupOf(begin: string): string | undefined {
  return /^\s*<(!doctype|html|table|\?xml|meta|head)/i.test(begin) ? 'a web page (HTML or XML)' : undefined;
}

/** @throws {CsvFault} not_a_table, when a text holds what no table holds. */
export function checkHasNoControls(text: string): void {
  if (!/[\0-\x08\x0E-\x1A\x1C-\x1F]/.test(text)) return;
  throw new CsvFault(
    'not_a_table',
    `The file is not text: it holds bytes that no table holds. ${SAVE_AS}`,
    1,
  );
}

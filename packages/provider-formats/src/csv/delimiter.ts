import { sameForm } from './header.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const LINES = 40;

/**
 * The delimiter of a table that begins so: the one by which a line holds most of the columns asked for; where no columns are, or
 * several do as well, the one that parts the lines into most cells.
 */
export function delimiterOf(head: string, columns: readonly string[]): string {
  const lines = head
    .split(/\r\n|\n|\r/, LINES)
    .filter((line) => line.trim() !== '')
    .map((line) => line.normalize('NFC'));
  const wanted = new Set(columns.map(sameForm));
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, ...score(lines, delimiter, wanted) })).sort(
    (a, b) => b.held - a.held || b.usual - a.usual,
  );
  return best !== undefined && best.usual > 1 ? best.delimiter : ',';
}

function score(
  lines: readonly string[],
  delimiter: string,
  wanted: ReadonlySet<string>,
): { held: number; usual: number } {
  const rows = lines.map((line) =>
    line.split(delimiter).map((cell) => sameForm(cell.replace(/^\s*"|"\s*$/g, ''))),
  );
  const held = Math.max(0, ...rows.map((row) => row.filter((cell) => wanted.has(cell)).length));
  const counts = rows.map((row) => row.length).sort((a, b) => a - b);
  return { held, usual: Math.max(counts[counts.length >> 1] ?? 0, held > 0 ? 2 : 0) };
}

/** A cell of a file made in the page. */
export type OwnCell = string | number | null;

/**
 * Rows as CSV for a spreadsheet: UTF-8 with its mark, comma, CRLF. What begins like a formula is made text by an apostrophe, as in
 * the files that the API makes: own ids come from whoever sent them.
 */
export function ownCsv(header: readonly string[], rows: readonly (readonly OwnCell[])[]): string {
  const lines = [header, ...rows].map((cells) => `${cells.map(textOf).join(',')}\r\n`);
  return `\uFEFF${lines.join('')}`;
}

function textOf(cell: OwnCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const inert = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

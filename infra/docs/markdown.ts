/** A table of Markdown. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Signs that Markdown would read as its own. */
export const escaped = (text: string): string => text.replace(/[*_<>]/g, (sign) => `\\${sign}`);

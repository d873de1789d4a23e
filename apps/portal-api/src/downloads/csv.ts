import type { Cell, Table } from '../data-call.js';
import type { Provenance } from './provenance.js';

/** What stands for a count about too few people. */
export const WITHHELD = '*';

/**
 * A table as CSV (RFC 4180): one header line, then a line per row. What the figures are and how they were made stands in
 * columns of its own, the same in every line, so that it stays with them wherever they are copied.
 */
export function csvOf({ columns, rows }: Table, about: Provenance): string {
  const made = Object.entries(about);
  const header = [...columns.map(({ name }) => name), ...made.map(([name]) => name)];
  const lines = rows.map((row) => [...row, ...made.map(([, value]) => value)]);
  return [header, ...lines].map((cells) => `${cells.map(textOf).join(',')}\r\n`).join('');
}

/** Spreadsheets run what begins like a formula; an apostrophe makes it text. */
function textOf(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'object') return WITHHELD;
  if (typeof value === 'number') return String(value);
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

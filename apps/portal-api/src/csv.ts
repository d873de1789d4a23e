import type { Breakdown } from '@waymark/measures';
import { ROW_MEMBERS, type MeasureAnswer, type Row } from './schemas.js';

/** What stands for a count about too few people. */
const WITHHELD = '*';

/**
 * An answer as CSV (RFC 4180): one header line, then a line per row. What the figures are and how they were made stands in
 * columns of its own, the same in every line, so that it stays with them wherever they are copied.
 * @param nameOf what people call a code
 */
export function csvOf(
  answer: MeasureAnswer,
  by: readonly Breakdown[],
  nameOf: (breakdown: Breakdown, code: string) => string,
): string {
  const made = Object.entries(provenance(answer));
  const header = [
    ...by.flatMap((breakdown) => [breakdown, `${breakdown}_name`]),
    ...[...ROW_MEMBERS, 'flags'],
    ...made.map(([name]) => name),
  ];
  const lines = answer.rows.map((row) => [
    ...by.flatMap((breakdown) => [row[breakdown] ?? '', nameOf(breakdown, row[breakdown] ?? '')]),
    ...[...figures(row), (row.flags ?? []).join(' ')],
    ...made.map(([, value]) => value),
  ]);
  return [header, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function figures(row: Row): (string | number)[] {
  return ROW_MEMBERS.map((member) => (row.suppressed?.includes(member) ? WITHHELD : (row[member] ?? '')));
}

function provenance(answer: MeasureAnswer): Record<string, string | number> {
  const { scope, settling } = answer;
  return {
    measure: answer.measure,
    measure_version: answer.version,
    unit: answer.unit,
    filters: pairs(answer.filters),
    scope: [scope.kind, ...(scope.boards ?? scope.providers ?? [])].join(' '),
    as_of: answer.asOf,
    boundaries: answer.boundaries,
    areas: answer.areas,
    disclosure_profile: answer.profile,
    editions: answer.editions.map(({ id, synthetic }) => (synthetic ? `${id} (synthetic)` : id)).join(' '),
    build: answer.build,
    excluded: pairs(answer.excluded),
    ...(settling && { settling: settling.lag }),
    ...(answer.notes && { notes: answer.notes.join(' ') }),
  };
}

type Pairs = Readonly<Record<string, string | number | null | readonly string[] | undefined>>;

function pairs(record: Pairs): string {
  return Object.entries(record)
    .map(([name, value]) => `${name}=${value === null ? WITHHELD : String(value)}`)
    .join(';');
}

/** Spreadsheets run what begins like a formula; an apostrophe makes it text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

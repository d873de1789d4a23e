import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A register of invented people as a small trust keeps it: a row for a person, a column for a week. */
export const REGISTER_PROFILE = readFileSync(
  join(__dirname, '../../../../docs/profiles/register.yaml'),
  'utf8',
);
export const PEOPLE = 40;
export const WEEKS = 12;

export const sessionDay = (week: number): Date => new Date(Date.UTC(2026, 0, 5 + 7 * week));
const dayText = (date: Date): string => date.toISOString().slice(0, 10).split('-').reverse().join('/');

export const REGISTER_HEADER: readonly string[] = [
  'Client no',
  'Name',
  'Referred',
  ...Array.from({ length: WEEKS }, (_, week) => dayText(sessionDay(week))),
];
export const REGISTER_ROWS: readonly (readonly string[])[] = Array.from({ length: PEOPLE }, (_, nth) => [
  `C${nth}`,
  `Zoé ${nth}`,
  '01/12/2025',
  ...Array.from({ length: WEEKS }, (_week, week) => ((nth + week) % 4 === 0 ? 'No' : 'Yes')),
]);
export const REGISTER_ATTENDED = (PEOPLE * WEEKS * 3) / 4;

/** As a small office writes it: a title, semicolons, a byte a letter. */
export const registerFile = (
  rows: readonly (readonly string[])[],
  header: readonly string[] = REGISTER_HEADER,
): Buffer =>
  Buffer.from(
    [['Harbour Trust - register'], header, ...rows].map((row) => `${row.join(';')}\r\n`).join(''),
    'latin1',
  );

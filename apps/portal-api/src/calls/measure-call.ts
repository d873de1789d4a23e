import {
  BREAKDOWNS,
  DIMENSIONS,
  findMeasure,
  isByTime,
  ROLE_BREAKDOWNS,
  type Breakdown,
  type MeasureDefinition,
} from '@waymark/measures';
import { Problem } from '@waymark/service';
import { parseAsked, type Asked } from '../asked.js';
import {
  WITHHELD,
  type Basis,
  type Cell,
  type Column,
  type DataCall,
  type Made,
  type Table,
} from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { ROW_MEMBERS, type MeasureBody, type Row } from '../schemas.js';
import { besideReferrals, byReferral } from './by-referral.js';
import { controlledCounts } from './controlled-counts.js';
import { measureRow } from './measure-rows.js';
import { rowFlags } from './row-flags.js';

/**
 * How many are in a measure, broken down and filtered.
 * @throws {Problem} 404 unknown_measure, 400 as `parseAsked` does.
 */
export function measureCall(id: string, { query, providers }: Asking): DataCall<MeasureBody> {
  const measure = measureOf(id);
  const { asked, values } = parseAsked(query, {
    ...{ own: ['versions'], providers, byTime: isByTime(measure.counting) },
  });
  pinVersion(measure, values.get('versions'));
  refuseUncountedPersons(measure, asked);
  return {
    ...{ name: 'measures', asked, own: { measure: measure.id, version: measure.version } },
    compute: (basis) => countedBody(measure, basis),
    tables: ({ rows }) => [besideReferrals(rowsTable(measure.id, asked.by, rows), rows, asked.unit)],
  };
}

/** @throws {Problem} 404 unknown_measure. */
export function measureOf(id: string): MeasureDefinition {
  const measure = findMeasure(id);
  if (measure) return measure;
  throw new Problem(404, 'unknown_measure', 'No measure has this id; /api/v1/measures lists them.');
}

/** Every version stays answerable; so far each measure has one. */
export function pinVersion(
  { version }: Pick<MeasureDefinition, 'version'>,
  pinned: string | undefined,
): void {
  if (pinned === undefined || pinned === String(version)) return;
  const detail = 'The measure has no such version; `allowed` lists those that it has.';
  throw new Problem(400, 'unknown_version', detail, { parameter: 'versions', allowed: [String(version)] });
}

/** @throws {Problem} 400 not_of_persons: what a person has many of is not counted once for each. */
export function refuseUncountedPersons({ counting }: MeasureDefinition, { unit }: Pick<Asked, 'unit'>): void {
  if (unit === undefined || counting.over === 'referrals' || counting.over === 'starters') return;
  const detail = 'This measure counts sessions or onward referrals: it is not asked of persons.';
  throw new Problem(400, 'not_of_persons', detail, { parameter: 'unit' });
}

async function countedBody(measure: MeasureDefinition, basis: Basis): Promise<Made<MeasureBody>> {
  const { rows, excluded } = await controlledCounts(basis, measure);
  const more = await rowFlags(basis, measure);
  const referralsOf = await byReferral(basis, measure);
  const { by, asOf } = basis.question;
  return {
    body: {
      ...{ measure: measure.id, version: measure.version, unit: measure.unit },
      rows: rows.map((row) => ({ ...measureRow(row, { measure, by, asOf, more }), ...referralsOf(row.key) })),
    },
    excluded,
    notes: notesOf(by),
  };
}

/** What is to be kept in mind where rows are set side by side. */
export function notesOf(by: Asked['by']): string[] {
  const byRole = (ROLE_BREAKDOWNS as readonly Breakdown[]).some((breakdown) => by.includes(breakdown));
  return [
    ...(byRole
      ? [
          'Differences between roles are an association, not the effect of a role: who meets which role is not by chance.',
        ]
      : []),
    ...(by.includes('reason')
      ? ['A referral with two reasons counts in both rows: rows are not to be summed.']
      : []),
  ];
}

export const MEMBER_MEANINGS: Readonly<Record<(typeof ROW_MEMBERS)[number], string>> = {
  numerator: 'How many of the denominator are counted',
  denominator: 'How many could have been',
  value: 'In the unit of the measure; a proportion from 0 to 1',
  lower: 'Lower 95% limit',
  upper: 'Upper 95% limit',
};

/** Rows of a measure as a table: codes of the breakdowns, the figures, the flags. */
export function rowsTable(name: string, by: Asked['by'], rows: readonly Row[]): Table {
  return {
    name,
    columns: [
      ...by.map(codeColumn),
      ...ROW_MEMBERS.map((member) => ({ name: member, meaning: MEMBER_MEANINGS[member] })),
      { name: 'flags', meaning: 'What to keep in mind about the row' },
    ],
    rows: rows.map((row) => [
      ...by.map((breakdown) => row[breakdown] ?? ''),
      ...ROW_MEMBERS.map((member): Cell => (row.suppressed?.includes(member) ? WITHHELD : row[member])),
      (row.flags ?? []).join(' '),
    ]),
  };
}

/** The column of a breakdown's codes. */
export function codeColumn(breakdown: (typeof BREAKDOWNS)[number]): Column {
  return { name: breakdown, meaning: DIMENSIONS[breakdown].name };
}

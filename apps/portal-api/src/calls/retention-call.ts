import { TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { invalidParameter, oneOf, parseAsked } from '../asked.js';
import type { Basis, DataCall, Made, Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { controlledWeeks, type ControlledWeek } from './controlled-weeks.js';
import { notesOf, rowsTable } from './measure-call.js';
import { shownRow } from './measure-rows.js';
import type { RetentionBody, WeekShown } from './retention.schemas.js';

type Cohort = RetentionBody['cohort'];

/**
 * How many of those who started in a month, quarter or year attended, week by week since their first session.
 * @throws {Problem} 400 as `parseAsked` does.
 */
export function retentionCall({ query, providers }: Asking): DataCall<RetentionBody> {
  const { asked, values } = parseAsked(query, { own: ['cohort'], byMax: 1, without: ['gap'], providers });
  const cohort = oneOf('cohort', TIME_BREAKDOWNS, values) ?? 'month';
  if (asked.by.some((breakdown) => isTime(breakdown)))
    throw invalidParameter('by', 'a breakdown that is not of time: `cohort` is', 'not_by_time');
  // What may be seen depends on everything that rows are broken down by.
  const by = [...asked.by, cohort];
  return {
    ...{ name: 'retention', asked: { ...asked, by }, own: { cohort } },
    compute: (basis) => retentionBody(cohort, basis),
    tables: ({ rows }) => [weeksTable(by, rows)],
  };
}

const isTime = (breakdown: Breakdown): boolean =>
  (TIME_BREAKDOWNS as readonly Breakdown[]).includes(breakdown);

async function retentionBody(cohort: Cohort, basis: Basis): Promise<Made<RetentionBody>> {
  const { by } = basis.question;
  const { weeks, excluded } = await controlledWeeks(basis);
  return {
    body: { cohort, rows: weeks.map((week) => weekShown(week, by)) },
    excluded,
    notes: [
      ...notesOf(by),
      'Each week is counted among those of the cohort whose week is over; where that is not everybody it is flagged partial.',
    ],
  };
}

function weekShown({ key, week, shown, isPartial }: ControlledWeek, by: readonly Breakdown[]): WeekShown {
  return {
    ...shownRow({ key, shown }, by, 'proportion'),
    week,
    ...(isPartial && { flags: ['partial' as const] }),
  };
}

function weeksTable(by: readonly Breakdown[], rows: readonly WeekShown[]): Table {
  const { columns, rows: cells } = rowsTable('retention', by, rows);
  const week = { name: 'week', meaning: 'Weeks since the first attended session' };
  return {
    name: 'retention',
    columns: [...columns.slice(0, by.length), week, ...columns.slice(by.length)],
    rows: cells.map((line, nth) => [
      ...line.slice(0, by.length),
      rows[nth]?.week ?? null,
      ...line.slice(by.length),
    ]),
  };
}

import { COUNTED_SUPPORT, SUPPORT_CODES } from '@waymark/warehouse';
import { parseAsked, type Asked } from '../asked.js';
import type { Basis, DataCall, Made, Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { controlledGiven } from './controlled-reasons.js';
import { notesOf, rowsTable } from './measure-call.js';
import { shownRow } from './measure-rows.js';
import type { SupportBody, SupportRow } from './support.schemas.js';

/**
 * What supporters did for those whom they reached: actions, roles, contacts.
 * @throws {Problem} 400 as `parseAsked` does.
 */
export function supportCall({ query, providers }: Asking): DataCall<SupportBody> {
  const { asked } = parseAsked(query, { byMax: 1, byTime: false, without: ['gap'], providers });
  return {
    ...{ name: 'support', asked, own: {} },
    compute: (basis) => supportBody(basis),
    tables: ({ rows }) => [supportTable(asked.by, rows)],
  };
}

async function supportBody(basis: Basis): Promise<Made<SupportBody>> {
  const { question } = basis;
  const given = { name: 'support', counted: COUNTED_SUPPORT, codes: SUPPORT_CODES };
  const { reasons, excluded } = await controlledGiven(basis, given);
  return {
    body: {
      rows: reasons.map((each) => ({
        ...shownRow(each, question.by, 'proportion'),
        what: each.reason as SupportRow['what'],
      })),
    },
    excluded,
    notes: [
      ...notesOf(question.by),
      'What contacts record, for as long as a referral is followed: who has been supported for longer has had more. One person is in several rows, which are not to be summed.',
    ],
  };
}

/** Rows of a measure, with what was done behind the breakdown. */
function supportTable(by: Asked['by'], rows: readonly SupportRow[]): Table {
  const { columns, rows: cells } = rowsTable('support', by, rows);
  const what = { name: 'what', meaning: 'What was done, as contacts record it' };
  return {
    name: 'support',
    columns: columns.toSpliced(by.length, 0, what),
    rows: rows.map((row, nth) => (cells[nth] ?? []).toSpliced(by.length, 0, row.what)),
  };
}

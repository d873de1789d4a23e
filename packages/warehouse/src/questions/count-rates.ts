import { RATE_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import type { Warehouse } from '../warehouse.js';
import { countedRow, excludedOnce, refuseOddQuestion } from './count-measure.js';
import { countedItems, type Counted } from './counted.js';
import { registeredItems } from './items.js';
import type { KeyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { CohortQuestion, CountedRow, Scope } from './question.js';
import { PatientYears, registeredPractices } from './registered-patients.js';
import { rowsOf, type Statement, type StatementRow } from './statement.js';

/** A row of a rate, exact: only for the query layer. */
export interface RateRow extends CountedRow {
  /** Registered patients x years of the practices that sent a referral in the row's period. */
  patientYears: number;
  /** The same of every practice of the row's area: what `patientYears` is a share of is the coverage. */
  areaPatientYears: number;
  /** Practices that sent a referral in the row's period. */
  practices: number;
}

export interface RateAnswer {
  /** Sorted by key. `denominator` is `null`; the rate is of `numerator` by `patientYears`. */
  rows: RateRow[];
  excluded: Readonly<Record<string, number>>;
}

/**
 * Referrals, and the registered patients x years of the practices that sent them. A referral and its patients stand where the
 * practice is, and in no other area; one whose practice has no list size in the edition is left out (`no_list_size`).
 *
 * @throws {RangeError} on a breakdown or filter by which patients are not known.
 */
export async function countRates(
  warehouse: Warehouse,
  generation: { database: string },
  question: CohortQuestion,
  scope: Scope,
): Promise<RateAnswer> {
  refuseOddQuestion(question, RATE_BREAKDOWNS.length);
  refuseWhatPatientsLack(question);
  const { database } = generation;
  const counts = statementOf(database, question, scope, (items) => rowsOf(items, question));
  // A practice of a month: what cells of every breakdown are made of.
  const bySender: CohortQuestion = { ...question, by: ['practice', 'month'] };
  const sent = statementOf(
    ...([database, bySender, scope] as const),
    ({ from, codes, names }) =>
      `SELECT ${codes} AS key FROM ${from} WHERE left_out_for = 0 GROUP BY ${names.join(', ')}`,
  );
  const [counted, senders, practices] = await Promise.all([
    warehouse.query<StatementRow>(counts.sql, counts.params),
    warehouse.query<{ key: [practice: string, month: string] }>(sent.sql, sent.params),
    registeredPractices(warehouse, question.edition, scope),
  ]);
  const patients = new PatientYears(
    question,
    practices,
    senders.map(({ key }) => key),
  );
  const rows = counted.map((row) => ({
    ...countedRow(row, counts.leftOut, false),
    ...patients.of(row.key),
  }));
  return { rows, excluded: excludedOnce(counts.leftOut, counted) };
}

/** Referrals from practices whose patients are known. */
export const COUNTED_RATE: Counted = {
  over: 'referrals',
  rulesOf: ({ asOf }) => ({
    ...{ items: registeredItems(asOf), belongs: '1' },
    leftOut: [{ why: 'no_list_size', when: 'practice_row_list_size = 0' }],
    columns: { is_counted: '1' },
  }),
};

function statementOf(
  database: string,
  question: CohortQuestion,
  scope: Scope,
  write: (items: KeyedItems) => string,
): Statement {
  const parameters = new Parameters();
  const asked = { question, scope, counted: COUNTED_RATE, byRole: false };
  const items = countedItems(database, asked, parameters);
  return { sql: write(items), params: parameters.values, leftOut: items.leftOut };
}

function refuseWhatPatientsLack({ by, filters }: CohortQuestion): void {
  const asked = [...by, ...(Object.keys(filters) as Breakdown[])];
  if (asked.some((breakdown) => !RATE_BREAKDOWNS.some((known) => known === breakdown)))
    throw new RangeError(`registered patients are known by ${RATE_BREAKDOWNS.join(', ')} only`);
}

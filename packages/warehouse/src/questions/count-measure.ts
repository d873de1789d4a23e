import { isByTime, TIME_BREAKDOWNS } from '@waymark/measures';
import type { Warehouse } from '../warehouse.js';
import { assertGap } from '@waymark/pathways';
import type { CohortQuestion, CountedAnswer, CountedRow, MeasureQuestion, Scope } from './question.js';
import { countingStatement, type People, type StatementRow } from './statement.js';

/**
 * Answers a question with one statement over one generation. A question that the registry does not allow is a bug of the
 * caller: it throws a RangeError.
 */
export async function countMeasure(
  warehouse: Warehouse,
  generation: { database: string },
  question: MeasureQuestion,
  scope: Scope,
): Promise<CountedAnswer> {
  refuseWhatHasNoMeaning(question, BY_MAX);
  return counted(warehouse, generation, question, scope);
}

const BY_MAX = 3;
const CELLS_BY_MAX = 5;

/** As `countMeasure`, by up to five: cells finer than any answer shows, for what is worked out inside from all of them. */
export async function countCells(
  warehouse: Warehouse,
  generation: { database: string },
  question: MeasureQuestion,
  scope: Scope,
): Promise<CountedRow[]> {
  refuseWhatHasNoMeaning(question, CELLS_BY_MAX);
  return (await counted(warehouse, generation, question, scope)).rows;
}

async function counted(
  warehouse: Warehouse,
  generation: { database: string },
  question: MeasureQuestion,
  scope: Scope,
): Promise<CountedAnswer> {
  const { sql, params, leftOut } = countingStatement(generation.database, question, scope);
  const rows = await warehouse.query<StatementRow>(sql, params);
  const hasDenominator = question.measure.denominator !== null;
  return {
    rows: rows.map((row) => countedRow(row, leftOut, hasDenominator)),
    excluded: excludedOnce(leftOut, rows),
  };
}

/** @throws {RangeError} on too many breakdowns, or a gap that is none. */
export function refuseOddQuestion({ by, gap }: CohortQuestion, byMax = BY_MAX): void {
  if (by.length > byMax || new Set(by).size < by.length)
    throw new RangeError(`at most ${byMax} breakdowns, each once`);
  if (gap !== undefined) assertGap(gap);
}

function refuseWhatHasNoMeaning(question: MeasureQuestion, byMax: number): void {
  const { measure, by } = question;
  refuseOddQuestion(question, byMax);
  if (question.unit === 'person' && !['referrals', 'starters'].includes(measure.counting.over))
    throw new RangeError(`${measure.id} counts no referrals: it is not asked of persons`);
  if (!isByTime(measure.counting) && TIME_BREAKDOWNS.some((time) => by.includes(time))) {
    throw new RangeError(`${measure.id} has no end in time and is not broken down by it`);
  }
}

/** A row of the statement, as it is answered. */
export function countedRow(
  row: StatementRow,
  leftOut: readonly string[],
  hasDenominator: boolean,
): CountedRow {
  const counts = (numerator: number, denominator: number, [some, all, others]: People) => ({
    ...{ numerator, denominator: hasDenominator ? denominator : null },
    people: { numerator: some, denominator: all, remainder: others },
  });
  const { by_referral: referrals, by_referral_people: people } = row;
  return {
    key: row.key,
    ...counts(row.numerator, row.denominator, row.people),
    ...(referrals && people && { referrals: counts(...referrals, people) }),
    excluded: excluded(leftOut, row.left_out),
  };
}

/** Counts by their reasons, without zeros. */
export function excluded(leftOut: readonly string[], counts: readonly number[]): Record<string, number> {
  const all = leftOut.map((why, nth): [string, number] => [why, counts[nth] ?? 0]);
  return Object.fromEntries(all.filter(([, count]) => count > 0));
}

/** What is left out of all rows together. */
export function excludedOnce(
  leftOut: readonly string[],
  rows: readonly Pick<StatementRow, 'left_out_once'>[],
): Record<string, number> {
  const once = leftOut.map((_, nth) => sum(rows.map((row) => row.left_out_once[nth] ?? 0)));
  return excluded(leftOut, once);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

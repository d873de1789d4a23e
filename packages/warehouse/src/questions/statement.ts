import { ROLE_BREAKDOWNS } from '@waymark/measures';
import type { Params } from '../literals.js';
import { countedItems, ofMeasure } from './counted.js';
import { asksFor, type KeyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { MeasureQuestion, Scope } from './question.js';

/** Enough for every threshold that an answer is judged by: more are told as one more, and the engine remembers no others. */
export const PEOPLE_COUNTED = 20;

/** Different people behind numerator, denominator and their difference, counted up to {@link PEOPLE_COUNTED}. */
export type People = [numerator: number, denominator: number, remainder: number];

/** A row of the statement's answer. */
export interface StatementRow {
  key: string[];
  numerator: number;
  denominator: number;
  people: People;
  /** The same counts by referral, where the question is of persons. */
  by_referral?: [numerator: number, denominator: number];
  by_referral_people?: People;
  /** By reason, in the order of the statement's `leftOut`; and each item in one row only. */
  left_out: number[];
  left_out_once: number[];
}

export interface Statement {
  sql: string;
  params: Params;
  /** The reasons that its rows count. */
  leftOut: readonly string[];
}

/** The statement that answers a question within a scope. */
export function countingStatement(database: string, question: MeasureQuestion, scope: Scope): Statement {
  const parameters = new Parameters();
  const counted = ofMeasure(question.measure);
  const byRole = asksFor(question, ROLE_BREAKDOWNS);
  const items = countedItems(database, { question, scope, counted, byRole }, parameters);
  return {
    sql: rowsOf(items, question),
    params: parameters.values,
    leftOut: items.leftOut,
  };
}

/** How many of the items are counted, and of how many people, by key. */
export function rowsOf(
  { from, names, codes, once, leftOut, byReferral }: KeyedItems,
  { unit, people }: Pick<MeasureQuestion, 'unit' | 'people'> = {},
): string {
  const peopleOf = people === 'uncounted' ? () => '[0, 0, 0]' : countedPeople;
  const counted = `${byReferral} AND is_counted`;
  const referrals = `[countIf(${counted}), countIf(${byReferral})] AS by_referral,
      ${peopleOf([counted, byReferral, `${byReferral} AND NOT is_counted`])} AS by_referral_people,`;
  return `SELECT ${codes} AS key,
      countIf(${NUMERATOR}) AS numerator, countIf(${DENOMINATOR}) AS denominator,
      ${peopleOf([NUMERATOR, DENOMINATOR, REMAINDER])} AS people,
      ${unit === 'person' ? referrals : ''}
      ${leftOutCounts(leftOut.length)} AS left_out, ${leftOutCounts(leftOut.length, once)} AS left_out_once
    FROM ${from}
    ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`}
    HAVING denominator > 0 OR arraySum(left_out) > 0
    ORDER BY key`;
}

function countedPeople(parts: readonly string[]): string {
  return `[${parts.map((part) => `uniqUpToIf(${PEOPLE_COUNTED})(person, ${part})`).join(', ')}]`;
}

/** How many items are left out, by why. */
export function leftOutCounts(reasons: number, condition = '1'): string {
  const counts = Array.from(
    { length: reasons },
    (_, at) => `countIf(left_out_for = ${at + 1} AND ${condition})`,
  );
  return `CAST([${counts.join(', ')}], 'Array(UInt64)')`;
}

const DENOMINATOR = 'left_out_for = 0';
const NUMERATOR = 'left_out_for = 0 AND is_counted';
const REMAINDER = 'left_out_for = 0 AND NOT is_counted';

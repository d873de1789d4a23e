import { ROLE_BREAKDOWNS } from '@waymark/measures';
import { GAP_DEFAULT } from '@waymark/pathways';
import type { Params } from '../literals.js';
import { countingSql, type CountingSql } from './counting.js';
import { asksFor, asOfSql, keyedItems, type KeyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { MeasureQuestion, Scope } from './question.js';

/** A row of the statement's answer. */
export interface StatementRow {
  key: string[];
  numerator: number;
  denominator: number;
  people: [numerator: number, denominator: number, remainder: number];
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
  const { counting } = question.measure;
  const rules = countingSql(counting, {
    asOf: asOfSql(question),
    byRole: asksFor(question, ROLE_BREAKDOWNS),
    gap: question.gap ?? GAP_DEFAULT,
  });
  const asked = { over: counting.over, ...rules, columns: { is_counted: rules.counts } };
  const items = keyedItems(database, question, scope, asked, parameters);
  return {
    sql: rowsOf(items, rules),
    params: parameters.values,
    leftOut: rules.leftOut.map(({ why }) => why),
  };
}

function rowsOf({ from, names, codes, once }: KeyedItems, { leftOut }: CountingSql): string {
  return `SELECT ${codes} AS key,
      countIf(${NUMERATOR}) AS numerator, countIf(${DENOMINATOR}) AS denominator,
      [${[NUMERATOR, DENOMINATOR, REMAINDER].map((part) => `uniqExactIf(person, ${part})`).join(', ')}] AS people,
      ${leftOutCounts(leftOut.length)} AS left_out, ${leftOutCounts(leftOut.length, once)} AS left_out_once
    FROM ${from}
    ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`}
    HAVING denominator > 0 OR arraySum(left_out) > 0
    ORDER BY key`;
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

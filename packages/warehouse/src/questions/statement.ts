import { DIMENSIONS, ROLE_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { literal, type Params } from '../literals.js';
import { countingSql, type CountingSql } from './counting.js';
import { DIMENSION_SQL } from './dimensions.js';
import { itemsOf, type Items } from './items.js';
import { Parameters } from './parameters.js';
import type { MeasureQuestion, Scope } from './question.js';
import { scopeCondition } from './scope.js';
import { source } from './source.js';
import { LONDON } from './sql.js';

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
  const asOf = literal(question.asOf, 'DateTime64(3)');
  const { counting } = question.measure;
  const items = itemsOf(counting.over, asOf);
  const rules = countingSql(counting, asOf, asksFor(question, ROLE_BREAKDOWNS));
  const conditions = [
    items.are,
    rules.belongs,
    ...monthConditions(question, items, parameters),
    ...filterConditions(question, items, parameters),
    scopeCondition(scope, items, question, parameters),
  ];
  const needsEdition = scope.kind === 'boards' || asksFor(question, BY_REFERENCE);
  const edition = needsEdition ? parameters.add(question.edition ?? '', 'String') : undefined;
  const keys = question.by.map((breakdown, nth) => keyOf(breakdown, nth, question, items, parameters));
  const from = `FROM ${source(database, items, edition)} WHERE ${conditions.join(' AND ')}`;
  return {
    sql: rowsOf(keys, itemsOfKeys(keys, rules, from), rules),
    params: parameters.values,
    leftOut: rules.leftOut.map(({ why }) => why),
  };
}

/** Breakdowns that are read from the reference edition. */
const BY_REFERENCE: readonly Breakdown[] = ['region', 'icb', 'sub_icb', 'pcn', 'imd_quintile', 'imd_decile'];

function asksFor({ by, filters }: MeasureQuestion, breakdowns: readonly Breakdown[]): boolean {
  return breakdowns.some((breakdown) => by.includes(breakdown) || filters[breakdown] !== undefined);
}

function monthConditions({ from, to }: MeasureQuestion, { at }: Items, parameters: Parameters): string[] {
  const bound = (comparison: string, month: string | undefined): string[] =>
    month === undefined
      ? []
      : [
          `toYYYYMM(${at}, ${LONDON}) ${comparison} ${parameters.add(Number(month.replace('-', '')), 'UInt32')}`,
        ];
  return [...bound('>=', from), ...bound('<=', to)];
}

function filterConditions(question: MeasureQuestion, items: Items, parameters: Parameters): string[] {
  return Object.entries(question.filters).map(([name, wanted]) => {
    const breakdown = name as Breakdown;
    const codes = parameters.add(wanted, 'Array(String)');
    const { value, code = (same) => same } = DIMENSION_SQL[breakdown];
    const test = DIMENSIONS[breakdown].additive ? 'has' : 'hasAny';
    return `${test}(${codes}, ${code(`(${value(items, question)})`)})`;
  });
}

/** A column of the answer's key. */
interface Key {
  name: string;
  value: string;
  code: string;
  /** The value is a list of values, a row for each. */
  isList: boolean;
}

function keyOf(
  breakdown: Breakdown,
  nth: number,
  question: MeasureQuestion,
  items: Items,
  parameters: Parameters,
): Key {
  const name = `key_${nth + 1}`;
  const { value, code = (same) => same } = DIMENSION_SQL[breakdown];
  const isList = !DIMENSIONS[breakdown].additive;
  const wanted = question.filters[breakdown];
  const all = value(items, question);
  // An item that stands in several rows stands in those that are wanted.
  const kept =
    isList && wanted !== undefined
      ? `arrayFilter(each -> has(${parameters.add(wanted, 'Array(String)')}, each), ${all})`
      : all;
  return { name, value: kept, code: code(name), isList };
}

/** Every item with its keys, its person, why it is left out and whether it is in the numerator. */
function itemsOfKeys(keys: readonly Key[], { leftOut, counts }: CountingSql, from: string): string {
  const why = leftOut.flatMap(({ when }, nth) => [when, String(nth + 1)]);
  const columns = [
    ...keys.map(({ name, value }) => `${value} AS ${name}`),
    'person',
    `${why.length === 0 ? '0' : `multiIf(${why.join(', ')}, 0)`} AS left_out_for`,
    `${counts} AS is_counted`,
  ];
  return `SELECT ${columns.join(',\n')}\n${from}`;
}

function rowsOf(keys: readonly Key[], items: string, { leftOut }: CountingSql): string {
  const names = keys.map(({ name }) => name);
  const lists = keys.filter(({ isList }) => isList).map(({ name }) => name);
  const parts = lists.flatMap((name) => [`${name} AS ${name}`, `arrayEnumerate(${name}) AS nth_${name}`]);
  const once = lists.map((name) => ` AND nth_${name} = 1`).join('');
  const counts = (more: string): string =>
    `[${leftOut.map((_, at) => `countIf(left_out_for = ${at + 1}${more})`).join(', ')}]`;
  return `SELECT CAST([${keys.map(({ code }) => `toString(${code})`).join(', ')}], 'Array(String)') AS key,
      countIf(${NUMERATOR}) AS numerator, countIf(${DENOMINATOR}) AS denominator,
      [${[NUMERATOR, DENOMINATOR, REMAINDER].map((part) => `uniqExactIf(person, ${part})`).join(', ')}] AS people,
      CAST(${counts('')}, 'Array(UInt64)') AS left_out, CAST(${counts(once)}, 'Array(UInt64)') AS left_out_once
    FROM (${items})
    ${parts.length === 0 ? '' : `ARRAY JOIN ${parts.join(', ')}`}
    ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`}
    HAVING denominator > 0 OR arraySum(left_out) > 0
    ORDER BY key`;
}

const DENOMINATOR = 'left_out_for = 0';
const NUMERATOR = 'left_out_for = 0 AND is_counted';
const REMAINDER = 'left_out_for = 0 AND NOT is_counted';

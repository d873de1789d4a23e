import { DIMENSIONS, type Breakdown, type Counting } from '@waymark/measures';
import { areaLookups, boardOf } from './areas.js';
import type { LeftOut } from './counting.js';
import { DIMENSION_SQL } from './dimensions.js';
import { asOfSql } from './as-of.js';
import { foldedIn } from './folded.js';
import { itemsOf, type Items } from './items.js';
import type { Parameters } from './parameters.js';
import type { CohortQuestion, Scope } from './question.js';
import { scopeCondition } from './scope.js';
import { source } from './source.js';
import { LONDON } from './sql.js';
import type { Steps } from './steps.js';

/** What is asked of each item beside its keys. */
export interface ItemRules {
  over: Counting['over'];
  /** Absent: those of `over`. */
  items?: Items;
  /** A key more, the last: the board of today. */
  byBoard?: boolean;
  /** Breakdowns that are told of these boards alone; of any other an item has none of their codes. */
  onlyOf?: OnlyOf;
  /** What is worked out of a journey first. */
  steps?: Steps;
  /** Beside being an item: which belong to the answer. */
  belongs: string;
  /** Why an item is left out, and when; where several hold, it is counted under the first. */
  leftOut: readonly LeftOut[];
  /** Further columns, by name. */
  columns: Readonly<Record<string, string>>;
}

export interface OnlyOf {
  boards: readonly string[];
  breakdowns: readonly Breakdown[];
}

/** A column of the answer's key. */
interface Key {
  name: string;
  value: string;
  code: string;
  /** The value is a list of values, a row for each. */
  isList: boolean;
}

/** The items of a question within a scope: each with its keys, its person, why it is left out, and what else is asked of it. */
export interface KeyedItems {
  /** What stands after FROM: an item that stands in several rows is there for each. */
  from: string;
  /** Columns to group by; none: one row. */
  names: readonly string[];
  /** Codes of the keys, as the answer gives them. */
  codes: string;
  /** Holds in one of the rows of an item. */
  once: string;
  /** The reasons that `left_out_for` numbers, from 1. */
  leftOut: readonly LeftOut['why'][];
  /** Items that count by referral: of those that are left out, the folded. */
  byReferral: string;
}

export function keyedItems(
  database: string,
  question: CohortQuestion,
  scope: Scope,
  rules: ItemRules,
  parameters: Parameters,
): KeyedItems {
  const items = rules.items ?? itemsOf(rules.over, asOfSql(question));
  const conditions = [
    items.are,
    rules.belongs,
    ...monthConditions(question, items, parameters),
    ...filterConditions(question, items, parameters),
    scopeCondition(scope, items, question, parameters),
  ];
  const isTold =
    rules.onlyOf === undefined
      ? '1'
      : scopeCondition({ kind: 'boards', boards: rules.onlyOf.boards }, items, question, parameters);
  const keys = [
    ...question.by.map((breakdown, nth) => {
      const key = keyOf(breakdown, nth, question, items, parameters);
      return rules.onlyOf?.breakdowns.includes(breakdown) ? toldOf(key, isTold) : key;
    }),
    ...(rules.byBoard ? [boardKey(items, question)] : []),
  ];
  const lookups = areaLookups(items, question.edition);
  const from = `FROM ${source(database, items, rules.steps)} WHERE ${conditions.join(' AND ')}`;
  const leftOut = [...rules.leftOut, ...foldedItems(database, question, scope, items, parameters)];
  const lists = keys.filter(({ isList }) => isList).map(({ name }) => name);
  const parts = lists.flatMap((name) => [`${name} AS ${name}`, `arrayEnumerate(${name}) AS nth_${name}`]);
  return {
    from: `(${lookups} ${itemsOfKeys(keys, leftOut, rules.columns, from)}) ${parts.length === 0 ? '' : `ARRAY JOIN ${parts.join(', ')}`}`,
    names: keys.map(({ name }) => name),
    codes: `CAST([${keys.map(({ code }) => `toString(${code})`).join(', ')}], 'Array(String)')`,
    once: ['1', ...lists.map((name) => `nth_${name} = 1`)].join(' AND '),
    leftOut: leftOut.map(({ why }) => why),
    byReferral: `left_out_for IN (0, ${leftOut.findIndex(({ why }) => why === 'folded_in') + 1})`,
  };
}

/** The last of the reasons, so that whatever is left out for another reason is so by referral, too. */
function foldedItems(
  database: string,
  question: CohortQuestion,
  scope: Scope,
  items: Items,
  parameters: Parameters,
): LeftOut[] {
  if (question.unit !== 'person') return [];
  const within = `${items.are} AND ${scopeCondition(scope, items, question, parameters)}`;
  const all = `${source(database, items)} WHERE ${within}`;
  return [{ why: 'folded_in', when: foldedIn(all, areaLookups(items, question.edition)) }];
}

/** Whether a question breaks down or filters by one of these. */
export function asksFor({ by, filters }: CohortQuestion, breakdowns: readonly Breakdown[]): boolean {
  return breakdowns.some((breakdown) => by.includes(breakdown) || filters[breakdown] !== undefined);
}

function monthConditions({ from, to }: CohortQuestion, { at }: Items, parameters: Parameters): string[] {
  const bound = (comparison: string, month: string | undefined): string[] =>
    month === undefined
      ? []
      : [
          `toYYYYMM(${at}, ${LONDON}) ${comparison} ${parameters.add(Number(month.replace('-', '')), 'UInt32')}`,
        ];
  return [...bound('>=', from), ...bound('<=', to)];
}

function filterConditions(question: CohortQuestion, items: Items, parameters: Parameters): string[] {
  return Object.entries(question.filters).map(([name, wanted]) => {
    const breakdown = name as Breakdown;
    const codes = parameters.add(wanted, 'Array(String)');
    const { value, code = (same) => same } = DIMENSION_SQL[breakdown];
    const test = DIMENSIONS[breakdown].additive ? 'has' : 'hasAny';
    return `${test}(${codes}, ${code(`(${value(items, question)})`)})`;
  });
}

function keyOf(
  breakdown: Breakdown,
  nth: number,
  question: CohortQuestion,
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

function toldOf(key: Key, condition: string): Key {
  const nothing = key.isList ? `['']` : `defaultValueOfArgumentType(${key.value})`;
  return { ...key, value: `if(${condition}, ${key.value}, ${nothing})` };
}

function boardKey(items: Items, { areas }: CohortQuestion): Key {
  const value = boardOf(items, { areas, boundaries: 'current' });
  return { name: 'key_board', value, code: 'key_board', isList: false };
}

function itemsOfKeys(
  keys: readonly Key[],
  leftOut: readonly LeftOut[],
  columns: ItemRules['columns'],
  from: string,
): string {
  const why = leftOut.flatMap(({ when }, nth) => [when, String(nth + 1)]);
  const all = [
    ...keys.map(({ name, value }) => `${value} AS ${name}`),
    'person',
    `${why.length === 0 ? '0' : `multiIf(${why.join(', ')}, 0)`} AS left_out_for`,
    ...Object.entries(columns).map(([name, expression]) => `${expression} AS ${name}`),
  ];
  return `SELECT ${all.join(',\n')}\n${from}`;
}

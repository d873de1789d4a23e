import { GAP_DEFAULT } from '@waymark/pathways';
import type { Warehouse } from '../warehouse.js';
import { asOfSql } from './as-of.js';
import { attendanceSteps, CLOSURE, closureSteps } from './closure.js';
import { excludedOnce } from './count-measure.js';
import { episodeSteps } from './episode.js';
import { feedRules } from './feeds.js';
import { itemsOf } from './items.js';
import { keyedItems, type ItemRules, type KeyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { CohortQuestion, Scope } from './question.js';
import { dayNumber, midnight } from './sql.js';
import { leftOutCounts, type Statement } from './statement.js';

/**
 * `endings`: journeys that have ended, as they stand, placed by the day they ended on: closed, by outcome, else declined before
 * anything was attended (`declined_by_person`, `declined_by_service`); each with the reason given.
 * `barriers`: starters whose engagement nothing has ended as far as can be told (`engaged`), placed by their first session; each
 * with the barriers of their contacts.
 */
export interface ReasonsQuestion extends CohortQuestion {
  of: 'endings' | 'barriers';
}

/** How many ended so, or are engaged, and of these how many by each reason. Exact: only for the query layer. */
export interface ReasonsRow {
  /** Codes of the breakdowns, in the order asked. */
  key: string[];
  ending: string;
  count: number;
  /** Different people behind them. */
  people: number;
  /** By reason or barrier; who has several barriers is in each. */
  reasons: Readonly<Record<string, { count: number; people: number }>>;
}

export interface ReasonsAnswer {
  rows: ReasonsRow[];
  excluded: Readonly<Record<string, number>>;
}

interface ReasonsStatementRow {
  key: string[];
  ending: string;
  /** '' = all. */
  reason: string;
  count: number;
  people: number;
  left_out: number[];
  left_out_once: number[];
}

/** Counts by reason, with one statement over one generation. */
export async function countReasons(
  warehouse: Warehouse,
  generation: { database: string },
  question: ReasonsQuestion,
  scope: Scope,
): Promise<ReasonsAnswer> {
  const given: Given =
    question.of === 'endings'
      ? { over: 'referrals', rulesOf: (followedTo) => endings(question, followedTo) }
      : { over: 'starters', rulesOf: (followedTo) => engaged(followedTo, question.gap ?? GAP_DEFAULT) };
  return countGiven(warehouse, generation, { question, scope, given });
}

/** What is given of each item: a column `ending`, and in `given` a list of codes, each once. */
export interface Given {
  over: 'referrals' | 'starters';
  /** @param followedTo the instant, in SQL, up to which an item is followed */
  rulesOf: (followedTo: string) => ItemRules;
}

interface GivenAsked {
  question: CohortQuestion;
  scope: Scope;
  given: Given;
}

/** Counts items, and of these how many each code is given of, with one statement over one generation. */
export async function countGiven(
  warehouse: Warehouse,
  generation: { database: string },
  asked: GivenAsked,
): Promise<ReasonsAnswer> {
  const { sql, params, leftOut } = givenStatement(generation.database, asked);
  const rows = await warehouse.query<ReasonsStatementRow>(sql, params);
  const whole = rows.filter(({ reason }) => reason === '');
  return { rows: rowsByEnding(rows), excluded: excludedOnce(leftOut, whole) };
}

function rowsByEnding(rows: readonly ReasonsStatementRow[]): ReasonsRow[] {
  const found = new Map<
    string,
    ReasonsRow & { reasons: Record<string, { count: number; people: number }> }
  >();
  // The whole of an ending stands before its reasons.
  for (const { key, ending, reason, count, people } of rows.filter((row) => row.count > 0)) {
    const of = JSON.stringify([key, ending]);
    if (reason === '') found.set(of, { key, ending, count, people, reasons: {} });
    else Object.assign(found.get(of)?.reasons ?? {}, { [reason]: { count, people } });
  }
  return [...found.values()];
}

function givenStatement(database: string, { question, scope, given }: GivenAsked): Statement {
  const parameters = new Parameters();
  const { over, rulesOf } = given;
  const feeds = feedRules(question, over, itemsOf(over, asOfSql(question)), parameters);
  const rules = rulesOf(feeds.followedTo);
  const asked = {
    ...rules,
    steps: [...feeds.steps, ...(rules.steps ?? [])],
    leftOut: [...feeds.leftOut, ...rules.leftOut],
  };
  const items = keyedItems(database, question, scope, asked, parameters);
  return { sql: rowsOf(items), params: parameters.values, leftOut: items.leftOut };
}

const NOT_RECORDED = `'not_recorded'`;

function endings(question: CohortQuestion, asOf: string): ItemRules {
  const today = dayNumber(asOf);
  const { day, ref, outcome } = CLOSURE;
  const closing = `arrayLastIndex((of, at, so) -> of = closures[1].${ref} AND ${dayNumber('at')} = closures[1].${day}
    AND so = closures[1].${outcome}, closing_ref, closing_at, closing_outcome)`;
  // The initial referral stands first in its journey's lists, and its answers in counting order.
  const answer = `arrayLastIndex((ref, at) -> ref = 0 AND ${dayNumber('at')} <= ${today}, answer_ref, answer_at)`;
  return {
    over: 'referrals',
    items: { ...itemsOf('referrals', asOfSql(question)), at: 'ended_at' },
    steps: [
      ...attendanceSteps(asOf),
      ...closureSteps(`[${today}]`, false),
      {
        settled: true,
        columns: {
          closed_as: `closures[1].${outcome}`,
          closing_nth: `toUInt32(${closing})`,
          answer_nth: `toUInt32(${answer})`,
        },
      },
      {
        settled: true,
        columns: {
          ending: `multiIf(closed_as != '', closed_as,
            answer_kind[answer_nth] = 'declined' AND empty(attended_day), concat('declined_by_', answer_by[answer_nth]), '')`,
          reason: `if(closed_as != '', closing_reason[closing_nth], answer_reason[answer_nth])`,
          ended_at: `if(closed_as != '', ${midnight(`toDate(closures[1].${day})`)}, answer_at[answer_nth])`,
        },
      },
    ],
    belongs: `ending != ''`,
    leftOut: [],
    columns: { ending: 'ending', given: `[if(reason = '', ${NOT_RECORDED}, toString(reason))]` },
  };
}

/** Who started too recently for a silence to be told is immature. */
function engaged(asOf: string, gap: number): ItemRules {
  const barriers = `arrayFilter((barriers, at) -> at < ${asOf}, contact_barriers, contact_at)`;
  return {
    over: 'starters',
    steps: episodeSteps(asOf, gap),
    belongs: `(horizon < 0 OR (episode_end = 'censored' AND episode_by = 'horizon'))`,
    leftOut: [{ why: 'immature', when: 'horizon < 0' }],
    columns: {
      ending: `'engaged'`,
      given: `arrayMap(barrier -> toString(barrier), arrayDistinct(arrayFlatten(${barriers})))`,
    },
  };
}

/** Each item counts once for its ending as a whole, and once for each of its reasons. */
function rowsOf({ from, names, codes, once, leftOut }: KeyedItems): string {
  const columns = [...names, 'ending', 'reason'];
  // By name: what an array join adds is not among `*`.
  const each = [...names, 'ending', 'person', 'left_out_for', `${once} AS is_once`];
  return `SELECT ${codes} AS key, toString(ending) AS ending, reason,
      countIf(left_out_for = 0) AS count, uniqExactIf(person, left_out_for = 0) AS people,
      ${leftOutCounts(leftOut.length)} AS left_out, ${leftOutCounts(leftOut.length, 'is_once')} AS left_out_once
    FROM (SELECT ${each.join(', ')}, arrayJoin(arrayPushFront(given, '')) AS reason FROM ${from})
    GROUP BY ${columns.join(', ')}
    ORDER BY key, ending, reason`;
}

import { ROLE_BREAKDOWNS, type MeasureDefinition } from '@waymark/measures';
import { GAP_DEFAULT } from '@waymark/pathways';
import type { Warehouse } from '../warehouse.js';
import { asOfSql } from './as-of.js';
import { excludedOnce, refuseOddQuestion } from './count-measure.js';
import { countingSql, type CountingSql, type LeftOut } from './counting.js';
import { feedRules } from './feeds.js';
import { itemsOf } from './items.js';
import { asksFor, keyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { CohortQuestion, Scope } from './question.js';
import { leftOutCounts, type Statement } from './statement.js';

/** How far referrals came. */
export interface StagesQuestion extends CohortQuestion {
  /** Each stage by the measure over referrals that counts who reached it, in order; before the first, all were referred. */
  stages: readonly MeasureDefinition[];
}

/** Exact: only for the query layer, never for a client before disclosure control. */
export interface StagesRow {
  /** Codes of the breakdowns, in the order asked. */
  key: string[];
  /** Whose last stage it is, by stage; the first: referred, and no further. */
  ended: { count: number; people: number }[];
  /** Items of this row that are not counted, by why. Zeros are absent. */
  excluded: Readonly<Record<string, number>>;
}

export interface StagesAnswer {
  /** Sorted by key. */
  rows: StagesRow[];
  /** Totals of what is left out, each item once. */
  excluded: Readonly<Record<string, number>>;
}

/** A row of the statement's answer: those of a key whose last stage is one. */
interface StageRow {
  key: string[];
  stage: number;
  count: number;
  people: number;
  left_out: number[];
  left_out_once: number[];
}

/**
 * Counts referrals by the last stage that each reached, with one statement over one generation. Only those are counted that are
 * mature for every stage, so that all stages are of one cohort.
 *
 * @throws {RangeError} on a stage that is not counted over all referrals, a breakdown asked twice, or a gap that is none.
 */
export async function countStages(
  warehouse: Warehouse,
  generation: { database: string },
  question: StagesQuestion,
  scope: Scope,
): Promise<StagesAnswer> {
  refuseOddQuestion(question, Infinity);
  const { sql, params, leftOut } = stagesStatement(generation.database, question, scope);
  const rows = await warehouse.query<StageRow>(sql, params);
  return {
    rows: rowsByKey(rows, question.stages.length + 1, leftOut),
    excluded: excludedOnce(leftOut, rows),
  };
}

function stagesStatement(database: string, question: StagesQuestion, scope: Scope): Statement {
  const parameters = new Parameters();
  const feeds = feedRules(question, 'referrals', itemsOf('referrals', asOfSql(question)), parameters);
  const rules = stageRules(question, feeds.followedTo);
  const asked = {
    ...{ over: 'referrals' as const, belongs: '1', columns: { stage: lastReached(rules) } },
    steps: [...feeds.steps, ...rules.flatMap(({ steps = [] }) => steps)],
    leftOut: [...feeds.leftOut, ...leftOutOfAny(rules)],
  };
  const { from, names, codes, once, leftOut } = keyedItems(database, question, scope, asked, parameters);
  return {
    sql: `SELECT ${codes} AS key, stage, countIf(left_out_for = 0) AS count,
        uniqExactIf(person, left_out_for = 0) AS people,
        ${leftOutCounts(leftOut.length)} AS left_out, ${leftOutCounts(leftOut.length, once)} AS left_out_once
      FROM ${from}
      GROUP BY ${[...names, 'stage'].join(', ')}
      ORDER BY key, stage`,
    params: parameters.values,
    leftOut,
  };
}

function stageRules(question: StagesQuestion, asOf: string): CountingSql[] {
  const byRole = asksFor(question, ROLE_BREAKDOWNS);
  return question.stages.map(({ id, counting }) => {
    if (counting.over !== 'referrals' || counting.having !== 'referred_at')
      throw new RangeError(`${id} is not counted over all referrals: it is no stage of theirs`);
    return countingSql(counting, { asOf, byRole, gap: question.gap ?? GAP_DEFAULT });
  });
}

/** The number of the last stage reached, from 1; 0: none. Whoever reached a later one has come through all before. */
function lastReached(rules: readonly CountingSql[]): string {
  const cases = rules.map(({ counts }, nth) => `(${counts}), ${nth + 1}`).reverse();
  return `multiIf(${cases.join(', ')}, 0)`;
}

/** Who is left out of one stage is left out of all. */
function leftOutOfAny(rules: readonly CountingSql[]): LeftOut[] {
  const all = rules.flatMap(({ leftOut }) => leftOut);
  return [...new Set(all.map(({ why }) => why))].map((why) => ({
    why,
    when: [...new Set(all.filter((each) => each.why === why).map(({ when }) => when))]
      .map((when) => `(${when})`)
      .join(' OR '),
  }));
}

function rowsByKey(rows: readonly StageRow[], stages: number, leftOut: readonly string[]): StagesRow[] {
  const byKey = new Map<string, StageRow[]>();
  for (const row of rows) {
    const name = JSON.stringify(row.key);
    byKey.set(name, [...(byKey.get(name) ?? []), row]);
  }
  return [...byKey.values()].map((parts) => ({
    key: parts[0]?.key ?? [],
    ended: Array.from({ length: stages }, (_, stage) => {
      const { count = 0, people = 0 } = parts.find((part) => part.stage === stage) ?? {};
      return { count, people };
    }),
    excluded: excludedOnce(
      leftOut,
      parts.map(({ left_out }) => ({ left_out_once: left_out })),
    ),
  }));
}

import { OUTCOME_DAYS, type OutcomeRule } from '@waymark/measures';
import { literal, quote } from '../literals.js';
import type { Warehouse } from '../warehouse.js';
import { excluded, excludedOnce } from './count-measure.js';
import { countedItems, type Counted } from './counted.js';
import type { KeyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { CohortQuestion, CountedRow, Scope } from './question.js';
import { dayNumber } from './sql.js';
import { leftOutCounts, type Statement } from './statement.js';
import type { Steps } from './steps.js';

/** How much a score changed. */
export interface ChangeQuestion extends CohortQuestion {
  outcome: OutcomeRule;
}

/** Sufficient statistics of one row, exact: only for the query layer. */
export interface ChangeRow {
  /** Codes of the breakdowns, in the order asked. */
  key: string[];
  /** Starters with a baseline, and of them those with a second score. */
  baseline: number;
  paired: number;
  /** Different people: paired, with a baseline, without a pair. */
  people: CountedRow['people'];
  /** Of the changes of those with a pair. */
  change: { sum: number; sumOfSquares: number };
  /** The changes themselves, where a median is asked for; else none. */
  changes: number[];
  /** Sums of the baselines. */
  baselines: { paired: number; unpaired: number };
  /** Starters with a baseline who are not counted, by why. Zeros are absent. */
  excluded: Readonly<Record<string, number>>;
}

export interface ChangeAnswer {
  rows: ChangeRow[];
  excluded: Readonly<Record<string, number>>;
}

interface ChangeStatementRow {
  key: string[];
  counts: [baseline: number, paired: number];
  people: [paired: number, baseline: number, unpaired: number];
  sums: [change: number, squares: number, paired: number, unpaired: number];
  changes: number[];
  left_out: number[];
  left_out_once: number[];
}

/** Paired changes of a score, with one statement over one generation. */
export async function countChanges(
  warehouse: Warehouse,
  generation: { database: string },
  question: ChangeQuestion,
  scope: Scope,
): Promise<ChangeAnswer> {
  const { sql, params, leftOut } = changeStatement(generation.database, question, scope);
  const rows = await warehouse.query<ChangeStatementRow>(sql, params);
  return {
    rows: rows.map((row) => ({ ...changeRow(row), excluded: excluded(leftOut, row.left_out) })),
    excluded: excludedOnce(leftOut, rows),
  };
}

function changeRow({ key, counts, people, sums, changes }: ChangeStatementRow): Omit<ChangeRow, 'excluded'> {
  const [sum, sumOfSquares, paired, unpaired] = sums;
  return {
    ...{ key, baseline: counts[0], paired: counts[1] },
    people: { numerator: people[0], denominator: people[1], remainder: people[2] },
    change: { sum, sumOfSquares },
    ...{ changes, baselines: { paired, unpaired } },
  };
}

/** Starters with a baseline, and those of them with a second score. */
export function countedPairs(outcome: OutcomeRule): Counted {
  return {
    over: 'starters',
    rulesOf: ({ to }) => ({
      belongs: 'baseline_nth > 0',
      steps: pairSteps(outcome),
      leftOut: [{ why: 'immature', when: `NOT (${FIRST} + ${OUTCOME_DAYS.toDay + 1} <= ${dayNumber(to)})` }],
      columns: {
        is_counted: 'follow_up.3 > 0',
        baseline: 'score_values[baseline_nth]',
        follow_up_score: 'score_values[follow_up.3]',
      },
    }),
  };
}

function changeStatement(database: string, question: ChangeQuestion, scope: Scope): Statement {
  const parameters = new Parameters();
  const counted = countedPairs(question.outcome);
  const items = countedItems(database, { question, scope, counted, byRole: false }, parameters);
  const sql = rowsOf(items, question.outcome.summary === 'median');
  return { sql, params: parameters.values, leftOut: items.leftOut };
}

const FIRST = dayNumber('assumeNotNull(first_attended_at)');

/**
 * The scores of an instrument in their order; the position of the last baseline up to its day; and the second score: that of the
 * day nearest (of two the earlier, of one day the last), 0 = none.
 */
function pairSteps({ instrument, score, converted }: OutcomeRule): Steps {
  const { baselineUntil, fromDay, nearest, toDay } = OUTCOME_DAYS;
  const value = `arrayFirst(each -> each.1 = ${quote(score)}, scores).2`;
  const has = `its = ${quote(instrument)} AND arrayExists(each -> each.1 = ${quote(score)}, scores)`;
  const metric = converted
    ? `${literal([...converted.to], 'Array(Float64)')}[toInt32(${value}) - ${converted.from} + 1]`
    : value;
  const only = (what: string): string =>
    `arrayMap(nth -> ${what}, arrayFilter((nth, its, scores) -> ${has}, arrayEnumerate(measure_at), measure_instrument, measure_scores))`;
  const candidates = `arrayFilter((nth, day, stage) -> stage != 'baseline' AND day >= ${fromDay} AND day <= ${toDay},
    arrayEnumerate(score_days), score_days, score_stages)`;
  return [
    {
      columns: {
        score_values: only(`arrayMap(scores -> ${metric}, [measure_scores[nth]])[1]`),
        score_days: only(`${dayNumber('measure_at[nth]')} - ${FIRST}`),
        score_stages: only('toString(measure_stage[nth])'),
      },
    },
    {
      settled: true,
      columns: {
        baseline_nth: `arrayLastIndex((day, stage) -> stage = 'baseline' AND day <= ${baselineUntil}, score_days, score_stages)`,
        follow_up: `arraySort(nearness -> (nearness.1, nearness.2, -nearness.3), arrayPushBack(
          arrayMap(nth -> (toInt32(abs(score_days[nth] - ${nearest})), toInt32(score_days[nth]), toInt32(nth)), ${candidates}),
          (toInt32(2147483647), toInt32(0), toInt32(0))))[1]`,
      },
    },
  ];
}

function rowsOf({ from, names, codes, once, leftOut }: KeyedItems, withChanges: boolean): string {
  const all = 'left_out_for = 0';
  const [paired, unpaired] = [`${all} AND is_counted`, `${all} AND NOT is_counted`];
  const change = '(follow_up_score - baseline)';
  return `SELECT ${codes} AS key,
      [countIf(${all}), countIf(${paired})] AS counts,
      [${[paired, all, unpaired].map((who) => `uniqExactIf(person, ${who})`).join(', ')}] AS people,
      [sumIf(${change}, ${paired}), sumIf(${change} * ${change}, ${paired}),
        sumIf(baseline, ${paired}), sumIf(baseline, ${unpaired})] AS sums,
      ${withChanges ? `arraySort(groupArrayIf(${change}, ${paired}))` : `CAST([], 'Array(Float64)')`} AS changes,
      ${leftOutCounts(leftOut.length)} AS left_out, ${leftOutCounts(leftOut.length, once)} AS left_out_once
    FROM ${from}
    ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`}
    HAVING counts[1] > 0 OR arraySum(left_out) > 0
    ORDER BY key`;
}

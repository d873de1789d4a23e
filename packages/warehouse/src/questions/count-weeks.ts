import type { Warehouse } from '../warehouse.js';
import { asOfSql } from './as-of.js';
import { attendanceSteps } from './closure.js';
import { excluded, excludedOnce } from './count-measure.js';
import { feedRules } from './feeds.js';
import { itemsOf } from './items.js';
import { keyedItems, type KeyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { CohortQuestion, CountedRow, Scope } from './question.js';
import { dayNumber } from './sql.js';
import { leftOutCounts, type Statement } from './statement.js';

/** Weeks since the first session that are counted, from 0. */
export const WEEKS_COUNTED = 27;

/** Of the starters whose week is over, how many attended in it. Exact: only for the query layer. */
export interface WeekCount {
  week: number;
  attended: number;
  starters: number;
  people: CountedRow['people'];
}

export interface WeekRow {
  /** Codes of the breakdowns, in the order asked. */
  key: string[];
  /** Weeks that are over for somebody. */
  weeks: WeekCount[];
  /** Starters of this row whose first week is not over (`immature`), or who are left out. Zeros are absent. */
  excluded: Readonly<Record<string, number>>;
}

export interface WeekAnswer {
  rows: WeekRow[];
  excluded: Readonly<Record<string, number>>;
}

interface WeekStatementRow {
  key: string[];
  attended: number[];
  starters: number[];
  people_attended: number[];
  people: number[];
  people_not: number[];
  left_out: number[];
  left_out_once: number[];
}

/** Starters, and those who attended, by week since the first session. With one statement over one generation. */
export async function countWeeks(
  warehouse: Warehouse,
  generation: { database: string },
  question: CohortQuestion,
  scope: Scope,
): Promise<WeekAnswer> {
  const { sql, params, leftOut } = weekStatement(generation.database, question, scope);
  const rows = await warehouse.query<WeekStatementRow>(sql, params);
  return {
    rows: rows.map((row) => ({
      ...{ key: row.key, weeks: weeksOf(row), excluded: excluded(leftOut, row.left_out) },
    })),
    excluded: excludedOnce(leftOut, rows),
  };
}

function weeksOf(row: WeekStatementRow): WeekCount[] {
  const weeks = row.starters.map((starters, week) => ({
    ...{ week, starters, attended: row.attended[week] ?? 0 },
    people: {
      numerator: row.people_attended[week] ?? 0,
      denominator: row.people[week] ?? 0,
      remainder: row.people_not[week] ?? 0,
    },
  }));
  return weeks.filter(({ starters }) => starters > 0);
}

function weekStatement(database: string, question: CohortQuestion, scope: Scope): Statement {
  const parameters = new Parameters();
  const feeds = feedRules(question, 'starters', itemsOf('starters', asOfSql(question)), parameters);
  const [attended] = attendanceSteps(feeds.followedTo);
  const asked = {
    ...{ over: 'starters' as const, belongs: '1', steps: [...feeds.steps, attended] },
    leftOut: [...feeds.leftOut, { why: 'immature' as const, when: `${weeksOver(feeds.followedTo)} = 0` }],
    columns: { weeks_over: weeksOver(feeds.followedTo), weeks_attended: WEEKS_ATTENDED },
  };
  const items = keyedItems(database, question, scope, asked, parameters);
  return { sql: rowsOf(items), params: parameters.values, leftOut: items.leftOut };
}

/** Who is followed to before the first attended session has no week. */
function weeksOver(followedTo: string): string {
  const days = `${dayNumber(followedTo)} - attended_day[1]`;
  return `if(empty(attended_day), 0, toUInt8(least(${WEEKS_COUNTED}, intDiv(${days}, 7))))`;
}

/** A bit for each week with an attended session. */
const WEEKS_ATTENDED = `toUInt32(arraySum(arrayMap(week -> bitShiftLeft(toUInt32(1), week), arrayDistinct(arrayFilter(
  week -> week < ${WEEKS_COUNTED}, arrayMap(day -> intDiv(day - attended_day[1], 7), attended_day))))))`;

function rowsOf({ from, names, codes, once, leftOut }: KeyedItems): string {
  const byWeek = (aggregate: (over: string, attended: string) => string): string => {
    const weeks = Array.from({ length: WEEKS_COUNTED }, (_, week) =>
      aggregate(`left_out_for = 0 AND weeks_over > ${week}`, `bitTest(weeks_attended, ${week})`),
    );
    return `[${weeks.join(', ')}]`;
  };
  return `SELECT ${codes} AS key,
      ${byWeek((over, attended) => `countIf(${over} AND ${attended})`)} AS attended,
      ${byWeek((over) => `countIf(${over})`)} AS starters,
      ${byWeek((over, attended) => `uniqExactIf(person, ${over} AND ${attended})`)} AS people_attended,
      ${byWeek((over) => `uniqExactIf(person, ${over})`)} AS people,
      ${byWeek((over, attended) => `uniqExactIf(person, ${over} AND NOT ${attended})`)} AS people_not,
      ${leftOutCounts(leftOut.length)} AS left_out, ${leftOutCounts(leftOut.length, once)} AS left_out_once
    FROM ${from}
    ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`}
    HAVING starters[1] > 0 OR arraySum(left_out) > 0
    ORDER BY key`;
}

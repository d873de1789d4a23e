import type { Warehouse } from '../warehouse.js';
import { attendanceSteps } from './closure.js';
import type { CountedRules, Followed } from './counted.js';
import type { CohortQuestion, CountedRow, Scope } from './question.js';
import { dayNumber } from './sql.js';
import {
  countApart,
  excludedTogether,
  groupedByKey,
  type ApartRow,
  type CountedApart,
} from './taken-apart.js';

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

/**
 * Starters apart by week since the first session, by its number: those whose week is over, and who attended in it. Each besides
 * once by how many weeks are over, as of {@link nameOfWeeksOver}.
 */
export const COUNTED_WEEKS: CountedApart = { over: 'starters', rulesOf };

/** The name of those of whom so many weeks are over, and no more: 0 (left out as immature) to {@link WEEKS_COUNTED}. */
export function nameOfWeeksOver(weeks: number): string {
  return `${OVER}${weeks}`;
}

const OVER = 'over ';
const isWeek = ({ apart }: Pick<ApartRow, 'apart'>): boolean => !apart.startsWith(OVER);

/** Starters, and those who attended, by week since the first session. With one statement over one generation. */
export async function countWeeks(
  warehouse: Warehouse,
  generation: { database: string },
  question: CohortQuestion,
  scope: Scope,
): Promise<WeekAnswer> {
  const asked = { question, scope, counted: COUNTED_WEEKS };
  const { rows, excluded } = await countApart(warehouse, generation, asked);
  const leftOut = [...excluded].filter(([apart]) => !isWeek({ apart })).map(([, each]) => each);
  return { rows: groupedByKey(rows).map(weekRow), excluded: excludedTogether(leftOut) };
}

function weekRow(its: readonly ApartRow[]): WeekRow {
  const weeks = its.filter((row) => isWeek(row) && row.denominator > 0).map(weekOf);
  return {
    key: its[0]?.key ?? [],
    weeks: weeks.sort((a, b) => a.week - b.week),
    excluded: excludedTogether(its.filter((row) => !isWeek(row)).map(({ excluded }) => excluded)),
  };
}

function weekOf({ apart, numerator, denominator, people }: ApartRow): WeekCount {
  return { week: Number(apart), attended: numerator, starters: denominator, people };
}

function rulesOf({ to }: Followed): CountedRules {
  const [attended] = attendanceSteps(to);
  return {
    belongs: '1',
    steps: [attended],
    leftOut: [{ why: 'immature', when: `${weeksOver(to)} = 0` }],
    columns: {
      weeks_over: weeksOver(to),
      weeks_attended: WEEKS_ATTENDED,
      apart: `arrayPushBack(arrayMap(week -> toString(week), range(weeks_over)), concat('${OVER}', toString(weeks_over)))`,
      is_counted: `arrayPushBack(arrayMap(week -> bitTest(weeks_attended, week), range(weeks_over)), 0)`,
    },
  };
}

/** Who is followed to before the first attended session has no week. */
function weeksOver(followedTo: string): string {
  const days = `${dayNumber(followedTo)} - attended_day[1]`;
  return `if(empty(attended_day), 0, toUInt8(least(${WEEKS_COUNTED}, intDiv(${days}, 7))))`;
}

/** A bit for each week with an attended session. */
const WEEKS_ATTENDED = `toUInt32(arraySum(arrayMap(week -> bitShiftLeft(toUInt32(1), week), arrayDistinct(arrayFilter(
  week -> week < ${WEEKS_COUNTED}, arrayMap(day -> intDiv(day - attended_day[1], 7), attended_day))))))`;

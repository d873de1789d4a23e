import { controlled, isWithheld, type ControlledCounts } from '@waymark/disclosure';
import { countWeeks, type WeekCount, type WeekRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { addedUp, baseQuestions } from '../base-cells/base-questions.js';
import { controlledCounts, type ControlledRow } from './controlled-counts.js';
import { controlledExcluded } from './controlled-excluded.js';
import { startersAfter } from './counted-people.js';
import { ALL_WITHHELD, summed } from './summed-counts.js';

const FIRST_WEEK_DAYS = 7;

/** One week of a cohort as it may leave. */
export interface ControlledWeek {
  key: readonly string[];
  week: number;
  shown: ControlledCounts;
  /** The week of some of the cohort is not over: they are not counted. */
  isPartial: boolean;
}

export interface ControlledWeeks {
  /** In order of key, then week. */
  weeks: ControlledWeek[];
  excluded: Readonly<Record<string, number | null>>;
}

/**
 * Starters and those who attended, week by week, under the profile of whoever asks. A cohort whose number is withheld, maybe for
 * another one's sake, is withheld in every week.
 */
export async function controlledWeeks(basis: Basis): Promise<ControlledWeeks> {
  const { warehouse, tables, scope, question } = basis;
  // First what may refuse at once: a promise already begun would be left to fail unheard, which ends the program.
  const questions = baseQuestions(basis);
  const counting = controlledCounts(basis, startersAfter(FIRST_WEEK_DAYS));
  const asking = questions.map((each) => countWeeks(warehouse, tables, each, scope));
  const [counted, ...answers] = await Promise.all([counting, ...asking]);
  const told = new Set(counted.rows.filter(isTold).map((row) => JSON.stringify(row.key)));
  const cells = answers.flatMap(({ rows }) => rows);
  const rows = [...addedUp(cells, question.by)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    weeks: rows.flatMap(([key, its]) => {
      const weeks = weeksOf(JSON.parse(key) as string[], its, basis);
      return told.has(key) ? weeks : weeks.map((week) => ({ ...week, shown: ALL_WITHHELD }));
    }),
    excluded: controlledExcluded(answers, basis),
  };
}

const isTold = ({ shown }: ControlledRow): boolean => shown.denominator !== null;

function weeksOf(key: readonly string[], cells: readonly WeekRow[], basis: Basis): ControlledWeek[] {
  const told = cells.map((cell) => ({ all: startersOf(cell), weeks: controlledCell(cell, basis) }));
  const last = Math.max(-1, ...cells.flatMap(({ weeks }) => weeks.map(({ week }) => week)));
  return Array.from({ length: last + 1 }, (_, week) => ({
    ...{ key, week, shown: summed(told.flatMap(({ weeks }) => weeks[week] ?? [])) },
    isPartial: cells.some((cell) => (cell.weeks[week]?.starters ?? 0) < startersOf(cell)),
  }));
}

/** Everybody of a cohort, those included whose first week is not over. */
function startersOf({ weeks, excluded }: WeekRow): number {
  return (weeks[0]?.starters ?? 0) + (excluded['immature'] ?? 0);
}

/**
 * The weeks of one cohort. From week to week those drop out of the denominator whose week is not over: a week is told only if
 * nobody did, or too many to be withheld, since the last week that was told.
 */
export function controlledCell(
  cell: WeekRow,
  { profile, level }: Pick<Basis, 'profile' | 'level'>,
): ControlledCounts[] {
  let before = (cell.weeks[0]?.people.denominator ?? 0) + (cell.excluded['immature'] ?? 0);
  return cell.weeks.map(({ attended, starters, people }: WeekCount) => {
    const dropped = before - people.denominator;
    if (dropped > 0 && isWithheld(dropped, profile, level)) return ALL_WITHHELD;
    before = people.denominator;
    return controlled({ numerator: attended, denominator: starters, people }, profile, level);
  });
}

import { levelOfPeriod } from '@waymark/disclosure';
import { isTimeBreakdown, TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import type { CohortQuestion } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { refuseOverlapping } from './overlapping.js';
import { periodsAsked } from './periods-asked.js';

/**
 * A question as questions whose rows are base cells: one code of every dimension that is named, one whole month, quarter or year.
 * What leaves is the sum of what may leave of each, so that a filter of several codes, or a range of months, tells no more than
 * its parts do. A row's key begins with that of the row it adds to. Without control the question is left as it is.
 *
 * @throws {Problem} 400 overlapping_codes: codes that share people do not add up.
 */
export function baseQuestions({ profile, question }: Pick<Basis, 'profile' | 'question'>): CohortQuestion[] {
  if (profile === 'none') return [question];
  const { by, filters, from, to } = question;
  refuseOverlapping(filters);
  const named = Object.entries(filters) as [Breakdown, readonly string[]][];
  const split = named
    .filter(([name, codes]) => codes.length > 1 && !by.includes(name) && !isTimeBreakdown(name))
    .map(([name]) => name);
  const cells = { ...question, by: [...by, ...split] };
  const isWhole = from === undefined && to === undefined && !named.some(([name]) => isTimeBreakdown(name));
  // Without a range, all time is one period, and so is each that the question is broken down by.
  if (isWhole) return [cells];
  const periods = [...periodsAsked(question).rowOf.keys()];
  return TIME_BREAKDOWNS.map(
    (level) => [level, periods.filter((each) => levelOfPeriod(each) === level)] as const,
  )
    .filter(([, some]) => some.length > 0)
    .map(([level, some]) => inPeriods(cells, level, some));
}

/** The months asked are those of the periods: `from` and `to` stay, for what else they say. */
function inPeriods(
  question: CohortQuestion,
  level: (typeof TIME_BREAKDOWNS)[number],
  periods: readonly string[],
): CohortQuestion {
  const by = question.by.includes(level) ? question.by : [...question.by, level];
  return { ...question, by, filters: { ...question.filters, [level]: periods } };
}

/** Rows by the key of the row that they add to. */
export function addedUp<R extends { key: readonly string[] }>(
  rows: readonly R[],
  by: readonly Breakdown[],
): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.key.slice(0, by.length));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

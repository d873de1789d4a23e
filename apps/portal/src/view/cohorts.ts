import type { WeekRow } from '../api/retention-schema.js';
import { parsePeriod, periodName } from '../labels/periods.js';

/** Starters of a quarter, week by week. */
export interface Cohort {
  start: number;
  name: string;
  /** By week. */
  weeks: (WeekRow | undefined)[];
}

/** The rows of an answer by cohort, in order of time. */
export function cohortsOf(rows: readonly WeekRow[]): Cohort[] {
  const cohorts = new Map<number, Cohort>();
  for (const row of rows) {
    const text = row['quarter'];
    const period = typeof text === 'string' ? parsePeriod(text) : undefined;
    if (!period) continue;
    const cohort = cohorts.get(period.start) ?? { start: period.start, name: periodName(period), weeks: [] };
    cohort.weeks[row.week] = row;
    cohorts.set(period.start, cohort);
  }
  return [...cohorts.values()].sort((a, b) => a.start - b.start);
}

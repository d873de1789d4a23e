import { rounded } from '../labels/numbers.js';
import type { Cohort } from '../view/cohorts.js';

const TOLD_WEEK = 12;

/** Attendance in week 12 of the first and the last quarter whose week 12 is over for everybody. */
export function cohortsSentence(cohorts: readonly Cohort[], place: string): string {
  const settled = cohorts.flatMap(({ name, weeks }) => {
    const row = weeks[TOLD_WEEK];
    return row?.value == null || (row.flags ?? []).includes('partial') ? [] : [{ name, value: row.value }];
  });
  const [first, last] = [settled[0], settled.at(-1)];
  if (!last || !first) return `No quarter in ${place} has a share in week ${TOLD_WEEK} that can be shown.`;
  const since =
    first === last ? '' : `; of those who started in ${first.name}, ${rounded(first.value, 'proportion')}`;
  return `Of people who started in ${place} in ${last.name}, ${rounded(last.value, 'proportion')} attended in week ${TOLD_WEEK}${since}.`;
}

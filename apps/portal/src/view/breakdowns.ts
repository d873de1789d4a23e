import { DIMENSIONS, isTimeBreakdown, type Breakdown } from '@waymark/measures';
import type { Areas, Row } from '../api/schemas.js';
import type { Unit } from '../labels/numbers.js';
import { parsePeriod, periodName } from '../labels/periods.js';
import { groupsOf, rowName, type Group } from './groups.js';

/** Breakdowns that a page may offer; those of months, and of codes that nobody could read, are not among them. */
export const PAGE_BREAKDOWNS = [
  ...(['imd_quintile', 'age_band', 'sex', 'ethnicity', 'route', 'reason', 'activity'] as const),
  ...(['role', 'role_mix', 'provider', 'sub_icb', 'icb', 'region', 'quarter', 'year'] as const),
] as const satisfies readonly Breakdown[];
export type PageBreakdown = (typeof PAGE_BREAKDOWNS)[number];

export function breakdownName(by: Breakdown): string {
  return DIMENSIONS[by].name;
}

/** "age", "NHS England region": as in "by age". */
export function byText(by: Breakdown): string {
  const name = breakdownName(by);
  return /^(NHS|GP)/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

/** What people call a code of a breakdown, a period too; the code where nobody has named it. */
export function codeName(by: Breakdown, code: string, areas: Areas): string {
  const period = isTimeBreakdown(by) ? parsePeriod(code) : undefined;
  return period ? periodName(period) : rowName(by, code, areas);
}

/** The rows of an answer by one breakdown: in the order of its codes or of time, else from the highest to the lowest. */
export function breakdownFigures(rows: readonly Row[], by: Breakdown, unit: Unit, areas: Areas): Group[] {
  const groups = groupsOf(rows, by, unit, areas).map((group) => ({
    ...group,
    name: codeName(by, group.code, areas),
  }));
  if (isTimeBreakdown(by)) return groups.sort((a, b) => (a.code < b.code ? -1 : 1));
  return DIMENSIONS[by].codes === null ? ranked(groups) : groups;
}

/** Highest first; without a value last. */
export function ranked<T extends { value: number | null; name: string }>(groups: readonly T[]): T[] {
  return groups.toSorted(
    (a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity) || a.name.localeCompare(b.name),
  );
}

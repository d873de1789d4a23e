import { controlled, protectNested, protectTables, type ControlledCounts } from '@waymark/disclosure';
import {
  COUNTED_WEEKS,
  countWeeks,
  nameOfWeeksOver,
  WEEKS_COUNTED,
  type CountedCell,
} from '@waymark/warehouse';
import { addedUpExcluded, addedUpRows, byKey } from '../base-cells/add-up.js';
import type { TablesByName } from '../base-cells/counted-tables.js';
import { nestedCounts, nestedTables } from '../base-cells/nested-tables.js';
import { baseTables, decidedCells, protectionOf, withTables } from '../base-cells/protected-cells.js';
import type { Basis } from '../data-call.js';
import { controlledExcluded } from './controlled-excluded.js';

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
 * Starters and those who attended, week by week, under the profile of whoever asks. From week to week those drop out of the
 * denominator whose week is not over: it is told only where neither they are few, nor who is left.
 *
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function controlledWeeks(basis: Basis): Promise<ControlledWeeks> {
  return basis.profile === 'none' ? exactWeeks(basis) : addedUpWeeks(basis);
}

async function exactWeeks(basis: Basis): Promise<ControlledWeeks> {
  const { warehouse, tables, question, scope, profile, level } = basis;
  const { rows, excluded } = await countWeeks(warehouse, tables, question, scope);
  return {
    weeks: rows.flatMap(({ key, weeks, excluded: left }) => {
      const all = (weeks[0]?.starters ?? 0) + (left['immature'] ?? 0);
      return weeks.map(({ week, attended, starters, people }) => ({
        ...{ key, week, isPartial: starters < all },
        shown: controlled({ numerator: attended, denominator: starters, people }, profile, level),
      }));
    }),
    excluded,
  };
}

const WEEKS = Array.from({ length: WEEKS_COUNTED }, (_, week) => week);
/** In order of how many weeks are over. */
const OVER = [...WEEKS, WEEKS_COUNTED].map(nameOfWeeksOver);

async function addedUpWeeks(basis: Basis): Promise<ControlledWeeks> {
  const { question, scope } = basis;
  const what = { name: 'weeks', counted: COUNTED_WEEKS, isApart: true };
  const cells = await decidedCells(basis, what, (all) => decide(all, basis));
  const { starters, weeks } = cells.decided;
  const allOf = new Map(
    addedUpRows(withTables(cells, starters.counts, starters.decided), question, scope).map(
      ({ key, exact }) => [JSON.stringify(key), exact.numerator + (exact.excluded['immature'] ?? 0)],
    ),
  );
  const rows = weeks.flatMap(({ week, decided }) => {
    const its = cells.tables.get(String(week)) ?? [];
    return addedUpRows(withTables(cells, its, decided), question, scope).map(
      ({ key, shown, exact: { denominator } }) => ({
        ...{ key, week, shown },
        isPartial: (denominator ?? 0) < (allOf.get(JSON.stringify(key)) ?? 0),
      }),
    );
  });
  const excluded = addedUpExcluded({ ...cells, tables: starters.counts }, question, scope);
  return {
    weeks: rows.sort((a, b) => byKey(a.key, b.key) || a.week - b.week),
    excluded: controlledExcluded(excluded, basis),
  };
}

/** Who is a starter for so many weeks is decided first, then of each week who attended in it. */
function decide(all: TablesByName, basis: Basis) {
  const counts = nestedCounts(all, OVER, startersOf);
  const protection = { ...protectionOf(basis), mayBeAll: true } as const;
  const lasting = protectNested(nestedTables(counts, basis), protection);
  const [everybody] = lasting;
  if (!everybody) throw new Error('nothing was decided of starters');
  const weeks = WEEKS.flatMap((week) => {
    const denominators = lasting[week + 1];
    const tables = baseTables(all.get(String(week)) ?? [], true, basis);
    return denominators
      ? [{ week, decided: protectTables(tables, { ...protectionOf(basis), denominators }) }]
      : [];
  });
  return { starters: { counts, decided: everybody }, weeks };
}

/** Those whose first week is not over are counted as left out, and are starters for all that. */
function startersOf({ denominator, people, excluded }: CountedCell): { count: number; people: number } {
  const recent = excluded['immature'] ?? 0;
  return { count: denominator + recent, people: people.denominator + recent };
}

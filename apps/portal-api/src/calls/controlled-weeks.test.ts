import type { WeekRow } from '@waymark/warehouse';
import { controlledCell } from './controlled-weeks.js';

/** A cohort in which everybody is counted once. */
function cohort(starters: readonly number[], attended: readonly number[], immature = 0): WeekRow {
  const weeks = starters.map((count, week) => {
    const numerator = attended[week] ?? 0;
    const people = { numerator, denominator: count, remainder: count - numerator };
    return { week, attended: numerator, starters: count, people };
  });
  return { key: ['2026-10'], weeks, excluded: immature > 0 ? { immature } : {} };
}

const shown = (row: WeekRow, profile: 'none' | 'hes' | 'research'): unknown[] =>
  controlledCell(row, { profile, level: 'sub_national' }).map(({ numerator, denominator }) => [
    numerator,
    denominator,
  ]);

test('without control every week is exact', () => {
  expect(shown(cohort([25, 15, 12], [25, 3, 1], 1), 'none')).toEqual([
    [25, 25],
    [3, 15],
    [1, 12],
  ]);
});

test('a week since which few have dropped out of the denominator is withheld', () => {
  // 26 started; less one, less ten, less three more, less nine.
  expect(shown(cohort([25, 15, 12, 6], [25, 8, 0, 0], 1), 'hes')).toEqual([
    [null, null],
    [null, 15],
    [null, null],
    [null, null],
  ]);
});

test('what has dropped out is counted since the last week that was told, not since the week before', () => {
  expect(shown(cohort([60, 56, 52, 48], [60, 20, 20, 20]), 'hes')).toEqual([
    [60, 60],
    [null, null],
    [20, 50],
    [null, null],
  ]);
});

test('within a week, few who attended or few who did not withhold how many', () => {
  expect(shown(cohort([40, 40, 40, 40], [40, 36, 20, 3]), 'hes')).toEqual([
    [40, 40],
    [null, 40],
    [20, 40],
    [null, 40],
  ]);
});

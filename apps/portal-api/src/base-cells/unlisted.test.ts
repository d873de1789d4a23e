import type { CohortQuestion, CountedCell } from '@waymark/warehouse';
import type { ProtectedCells } from './protected-cells.js';
import { mayHoldMore } from './unlisted.js';

const cellOf = (codes: string[], period = ''): CountedCell => ({
  ...{ codes, period, numerator: 9, denominator: 9, excluded: {} },
  people: { numerator: 9, denominator: 9, remainder: 0 },
});

/** Cells by sex, age band and route, of which those by the route `self` are not listed. */
function cells(periods: string[] = ['']): ProtectedCells {
  return {
    dimensions: { all: ['age_band', 'sex', 'route'], above: () => [], of: (breakdown) => breakdown },
    periods: { levels: ['ever'], rowOf: new Map(periods.map((period) => [period, []])) },
    ...{ finest: [], tables: [] },
    decided: {
      shown: () => undefined,
      isUnlisted: (_, [, , route], period) => route === 'self' || period === '2024',
    },
  };
}

type Asked = Pick<CohortQuestion, 'by' | 'filters'>;
const hasMore = (asked: Asked, its: CountedCell[], periods?: string[]): boolean =>
  mayHoldMore(cells(periods), asked, { kind: 'everything' })(its[0]!.codes.slice(0, 2), its);

const by: Asked['by'] = ['age_band', 'sex'];

test('a row of several codes together may hold more, where one of them is in none of its cells and not listed', () => {
  const its = [cellOf(['75-84', 'male', 'gp'])];
  expect(hasMore({ by, filters: { route: ['gp', 'self'] } }, its)).toBe(true);
  expect(hasMore({ by, filters: { route: ['gp', 'nurse'] } }, its)).toBe(false);
  expect(hasMore({ by, filters: { route: ['gp'] } }, its)).toBe(false);
});

test('what is in its cells already is no more', () => {
  const its = [cellOf(['75-84', 'male', 'gp']), cellOf(['75-84', 'male', 'self'])];
  expect(hasMore({ by, filters: { route: ['gp', 'self'] } }, its)).toBe(false);
});

test('codes that rows are broken down by stand apart, not together', () => {
  const its = [cellOf(['75-84', 'male', 'gp'])];
  expect(hasMore({ by, filters: { route: ['gp'], sex: ['male', 'female'] } }, its)).toBe(false);
});

test('a row of several periods may hold more in one that is not listed', () => {
  const its = [cellOf(['75-84', 'male', 'gp'], '2025')];
  expect(hasMore({ by, filters: { route: ['gp'] } }, its, ['2024', '2025'])).toBe(true);
  expect(hasMore({ by, filters: { route: ['gp'] } }, its, ['2025', '2026'])).toBe(false);
});

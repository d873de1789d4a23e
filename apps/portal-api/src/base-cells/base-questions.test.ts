import type { CohortQuestion } from '@waymark/warehouse';
import { addedUp, baseQuestions } from './base-questions.js';

const asked = (more: Partial<CohortQuestion>): CohortQuestion => ({
  ...{ by: [], filters: {}, asOf: Date.UTC(2026, 5, 15) },
  ...{ boundaries: 'as_was', areas: 'registered', edition: undefined },
  ...more,
});

/** What the base questions are broken down by, and their filters. */
const cells = (more: Partial<CohortQuestion>): unknown[] =>
  baseQuestions({ profile: 'hes', question: asked(more) }).map(({ by, filters }) => [by, filters]);

test('without control a question is asked as it is', () => {
  const question = asked({ filters: { sex: ['female', 'male'] }, from: '2025-02' });
  expect(baseQuestions({ profile: 'none', question })).toEqual([question]);
});

test('a question without months is of all time', () => {
  expect(cells({ by: ['icb'] })).toEqual([[['icb'], {}]]);
});

test('a filter of several codes is taken apart into its codes, and refused where a person may have several', () => {
  const filters = { sex: ['female', 'male'], icb: ['QWO'], reason: ['weight'] };
  expect(cells({ by: ['route'], filters })).toEqual([[['route', 'sex'], filters]]);
  expect(cells({ by: ['sex'], filters })).toEqual([[['sex'], filters]]);
  const overlapping = { filters: { reason: ['weight', 'loneliness'] } };
  expect(() => cells(overlapping)).toThrow(/share people/);
});

test('a range of months is the fewest whole years, quarters and months that make it up', () => {
  expect(cells({ from: '2024-12', to: '2026-04' })).toEqual([
    [['month'], { month: ['2024-12', '2026-04'] }],
    [['quarter'], { quarter: ['2026-Q1'] }],
    [['year'], { year: ['2025'] }],
  ]);
});

test('an open range begins with the events, and takes in whole periods that are not over', () => {
  expect(cells({ from: '2026-04' })).toEqual([
    [['quarter'], { quarter: ['2026-Q2', '2026-Q3', '2026-Q4'] }],
    [['year'], { year: ['2027'] }],
  ]);
  expect(cells({ to: '2016-05' })).toEqual([
    [['month'], { month: ['2016-04', '2016-05'] }],
    [['quarter'], { quarter: ['2016-Q1'] }],
    [['year'], { year: ['2015'] }],
  ]);
});

test('broken down by time, each period is taken apart on its own', () => {
  expect(cells({ by: ['quarter'], from: '2025-02', to: '2025-06' })).toEqual([
    [['quarter', 'month'], { month: ['2025-02', '2025-03'] }],
    [['quarter'], { quarter: ['2025-Q2'] }],
  ]);
  expect(cells({ by: ['month'] })).toEqual([[['month'], {}]]);
});

test('rows add to the row whose key they begin with', () => {
  const rows = [
    { key: ['a', '2025'], n: 1 },
    { key: ['a', '2026'], n: 2 },
    { key: ['b', '2025'], n: 3 },
  ];
  expect([...addedUp(rows, ['icb']).values()].map((some) => some.map(({ n }) => n))).toEqual([[1, 2], [3]]);
});

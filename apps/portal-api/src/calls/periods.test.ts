import { isCut, periodsBetween } from './periods.js';

test('months and quarters go on over the end of a year, both ends included', () => {
  expect(periodsBetween('2024-11', '2025-02')).toEqual(['2024-11', '2024-12', '2025-01', '2025-02']);
  expect(periodsBetween('2024-Q3', '2025-Q1')).toEqual(['2024-Q3', '2024-Q4', '2025-Q1']);
  expect(periodsBetween('2025-01', '2025-01')).toEqual(['2025-01']);
});

test('a quarter of which the question leaves out a month is cut', () => {
  expect(isCut('2025-Q1', { from: '2025-01', to: '2025-03' })).toBe(false);
  expect(isCut('2025-Q1', { from: '2025-02' })).toBe(true);
  expect(isCut('2025-Q1', { to: '2025-02' })).toBe(true);
  expect(isCut('2025-Q1', {})).toBe(false);
});

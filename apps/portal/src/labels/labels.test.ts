import {
  choicesOf,
  exclusionLabel,
  flagLabel,
  labelOf,
  placedBy,
  profileLabel,
  shortBoardName,
} from './codes.js';
import { counted, exact, listed, lowerFirst, rounded } from './numbers.js';
import {
  londonTime,
  monthText,
  overlaps,
  parsePeriod,
  periodName,
  periodsBetween,
  quarterText,
  shortMonth,
  shortPeriod,
} from './periods.js';

describe('periods', () => {
  test.each([
    ['2026-03', 'March 2026', 1],
    ['2026-Q1', 'January to March 2026', 3],
    ['2026', '2026', 12],
  ])('%s is %s', (text, name, months) => {
    expect(periodName(parsePeriod(text)!)).toBe(name);
    expect(parsePeriod(text)!.months).toBe(months);
  });

  test.each(['2026-13', '2026-Q5', '26-01', '', '2026-Q1x'])('%p is no period', (text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });

  test('months and quarters are written as they are read', () => {
    for (const text of ['2025-01', '2025-12', '2026-06'])
      expect(monthText(parsePeriod(text)!.start)).toBe(text);
    for (const text of ['2025-Q1', '2025-Q4']) expect(quarterText(parsePeriod(text)!.start)).toBe(text);
    expect(shortMonth(parsePeriod('2026-02')!.start)).toBe('Feb 2026');
    expect(shortPeriod(parsePeriod('2026-Q4')!)).toBe('Oct to Dec 2026');
  });

  test('quarters between two months are whole and cover both', () => {
    const [from, to] = [parsePeriod('2025-05')!.start, parsePeriod('2025-10')!.start];
    expect(periodsBetween(from, to, 'quarter').map(({ start }) => quarterText(start))).toEqual([
      '2025-Q2',
      '2025-Q3',
      '2025-Q4',
    ]);
    expect(periodsBetween(to, from, 'month')).toEqual([]);
  });

  test('a period overlaps a range when any of its months is inside', () => {
    const quarter = parsePeriod('2025-Q2')!;
    expect(overlaps(quarter, parsePeriod('2025-06')!.start, undefined)).toBe(true);
    expect(overlaps(quarter, parsePeriod('2025-07')!.start, undefined)).toBe(false);
    expect(overlaps(quarter, undefined, parsePeriod('2025-03')!.start)).toBe(false);
  });

  test('instants are shown in London, summer time included', () => {
    expect(londonTime('2026-07-01T23:30:00Z')).toBe('2 July 2026, 00:30');
    expect(londonTime('2026-01-01T23:30:00Z')).toBe('1 January 2026, 23:30');
  });
});

test('shares are rounded in sentences and exact in tables; counts have separators', () => {
  expect(rounded(0.5449, 'proportion')).toBe('54%');
  expect(exact(0.5449, 'proportion')).toBe('54.5%');
  expect(exact(1_204, 'count')).toBe('1,204');
  expect(counted(1, 'record')).toBe('1 record');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  expect(lowerFirst('Uptake')).toBe('uptake');
  expect(lowerFirst('NHS Kent')).toBe('NHS Kent');
});

describe('codes', () => {
  test('every filter with a closed list offers what is not known as well, each with a label', () => {
    expect(choicesOf('activity').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['gym', 'none_yet', 'unknown']),
    );
    expect(labelOf('sex', 'female')).toBe('Female');
    expect(choicesOf('provider')).toEqual([]);
  });

  test('no two choices of a filter read the same', () => {
    for (const name of ['sex', 'age_band', 'activity'] as const) {
      const labels = choicesOf(name).map(({ label }) => label);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  test('a code that nobody knows shows as itself', () => {
    expect(labelOf('sex', 'martian')).toBe('martian');
    expect(flagLabel('new_flag')).toBe('new flag');
    expect(exclusionLabel('new_reason')).toBe('new reason');
    expect(profileLabel('other')).toContain('other');
    expect(placedBy(undefined)).toBe('the date it is counted at');
  });

  test('boards go by their short name', () => {
    expect(shortBoardName('NHS Kent and Medway Integrated Care Board')).toBe('NHS Kent and Medway');
  });
});

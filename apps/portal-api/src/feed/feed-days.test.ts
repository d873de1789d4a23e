import { monthsUpTo, weekBesideNormal } from './feed-days.js';

test('months are counted on the calendar, the one named last', () => {
  expect(monthsUpTo('2026-02', 4)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
});

test('a week stands beside the median of the same weekdays of the eight weeks before; a silent day counts as nothing', () => {
  const tuesdays = ['2026-03-03', '2026-02-24', '2026-02-17', '2026-02-10', '2026-02-03'];
  const byDay = new Map([...tuesdays.map((date, at) => [date, 10 + at] as const), ['2026-03-10', 3]]);
  const week = weekBesideNormal('2026-03-12', byDay);
  expect(week.map(({ date }) => date)).toEqual([
    ...['2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12'],
  ]);
  // Of 0, 0, 0, 10, 11, 12, 13, 14 the middle two.
  expect(week[4]).toEqual({ date: '2026-03-10', events: 3, normal: 10.5 });
  expect(week[6]).toEqual({ date: '2026-03-12', events: 0, normal: 0 });
});

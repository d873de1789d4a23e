import { endOfLondonDay, londonDate, londonDateText } from './london.js';

const intl = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

test('the London date of an instant is that of the tz database, around every midnight from 2015 to 2040', () => {
  const wrong: string[] = [];
  for (let day = Date.UTC(2015, 0, 1); day < Date.UTC(2041, 0, 1); day += 86_400_000) {
    for (const ms of [-3_600_001, -3_600_000, -1, 0, 1, 3_599_999, 3_600_000]) {
      if (londonDateText(day + ms) !== intl.format(day + ms)) wrong.push(new Date(day + ms).toISOString());
    }
  }
  expect(wrong).toEqual([]);
});

test('the end of a London day is its last millisecond, also on the days the clocks change', () => {
  for (const date of [
    '2026-01-10',
    '2026-03-28',
    '2026-03-29',
    '2026-07-01',
    '2026-10-24',
    '2026-10-25',
    '2026-12-31',
  ]) {
    const end = endOfLondonDay(date);
    expect([londonDateText(end), londonDateText(end + 1)]).toEqual([date, londonDateText(end + 1)]);
    expect(londonDate(end + 1)).toBe(londonDate(end) + 1);
  }
});

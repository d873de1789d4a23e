import { fakeFeed } from '../../testing/fake-feed.js';
import {
  agoText,
  arrivedSentence,
  dateName,
  dayName,
  durationText,
  isSilent,
  normalText,
  sheetTime,
  shortDayName,
  weekSentence,
} from './feed-words.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');

test.each([
  [0, 'less than a minute'],
  [61, '1 minute'],
  [7_199, '120 minutes'],
  [7_200, '2 hours'],
  [86_400, '24 hours'],
  [172_800, '2 days'],
])('%i seconds are %s', (seconds, words) => {
  expect(durationText(seconds)).toBe(words);
});

test('what lies ahead, by a clock that goes wrong, is just now', () => {
  expect(agoText('2026-11-24T12:00:05Z', NOW)).toBe('less than a minute ago');
});

test('a feed says when its last event came, how many there are, and how soon they are recorded', () => {
  expect(arrivedSentence(fakeFeed(), NOW)).toBe(
    'The last event arrived 2 hours ago, on 24 November 2026, 10:00. 1,204 events are held in all. Of the 90 events of the last 28 days, half were recorded within 3 hours of what they tell of, nine in ten within 4 days.',
  );
});

test('a feed of long ago says that nothing came lately', () => {
  const lag = { days: 28, events: 0, p50Seconds: 0, p90Seconds: 0 };
  expect(arrivedSentence(fakeFeed({ lag }), NOW)).toMatch(/None came in the last 28 days\.$/);
  expect(arrivedSentence(fakeFeed({ last: null }), NOW)).toBe('No event of yours has arrived yet.');
});

test('a week without anything is silence, and one that never began is not', () => {
  const last = (receivedAt: string) => fakeFeed({ last: { receivedAt, time: receivedAt } });
  expect(isSilent(last('2026-11-17T11:59:59Z'), NOW)).toBe(true);
  expect(isSilent(last('2026-11-17T12:00:00Z'), NOW)).toBe(false);
  expect(isSilent(fakeFeed({ last: null }), NOW)).toBe(false);
});

test('the week names the days on which nothing came though something normally does; today is not over', () => {
  expect(weekSentence(fakeFeed().week)).toBe(
    'In the last seven days 45 events came; in a normal week it is 69. Nothing came on Friday 20 November, when something normally does.',
  );
});

test('days and medians read as people write them', () => {
  expect([shortDayName('2026-11-24'), shortDayName('2026-11-24', true), dateName('2026-11-04')]).toEqual([
    ...['Tue 24', 'Tue', '4 November 2026'],
  ]);
  expect([dayName('2026-03-29'), normalText(12), normalText(10.5), normalText(1_200)]).toEqual([
    ...['Sunday 29 March', '12', '10.5', '1,200'],
  ]);
});

test('times in files are London’s, as spreadsheets read them', () => {
  expect(sheetTime('2026-07-01T23:30:00.000Z')).toBe('2026-07-02 00:30');
});

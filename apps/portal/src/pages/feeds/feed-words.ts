import type { FeedAnswer, WeekDay } from '../../api/feed-schema.js';
import { count, counted, listed } from '../../labels/numbers.js';
import { londonDay, londonTime } from '../../labels/periods.js';

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;
/** A week without anything is no normal week of anybody who sends by themselves. */
const SILENT_DAYS = 7;

/** "less than a minute", "40 minutes", "3 hours", "12 days". */
export function durationText(seconds: number): string {
  if (seconds < MINUTE_S) return 'less than a minute';
  if (seconds < 2 * HOUR_S) return counted(Math.round(seconds / MINUTE_S), 'minute');
  if (seconds < 2 * DAY_S) return counted(Math.round(seconds / HOUR_S), 'hour');
  return counted(Math.round(seconds / DAY_S), 'day');
}

/** How long ago an instant was, in words. @param now epoch ms */
export function agoText(instant: string, now: number): string {
  return `${durationText(Math.max(0, (now - Date.parse(instant)) / 1_000))} ago`;
}

/** Whether nothing has come for so long that something may have stopped. */
export function isSilent({ last }: Pick<FeedAnswer, 'last'>, now: number): boolean {
  return last !== null && now - Date.parse(last.receivedAt) > SILENT_DAYS * DAY_S * 1_000;
}

/** Whether own events arrive, and how soon after what they tell of. */
export function arrivedSentence(feed: FeedAnswer, now: number): string {
  const { last, lag, events } = feed;
  if (last === null) return 'No event of yours has arrived yet.';
  const arrived = `The last event arrived ${agoText(last.receivedAt, now)}, on ${londonTime(last.receivedAt)}.`;
  const held = `${counted(events, 'event is', 'events are')} held in all.`;
  if (lag.events === 0) return `${arrived} ${held} None came in the last ${counted(lag.days, 'day')}.`;
  const soon = `Of the ${counted(lag.events, 'event')} of the last ${counted(lag.days, 'day')}, half were recorded within ${durationText(lag.p50Seconds)} of what they tell of, nine in ten within ${durationText(lag.p90Seconds)}.`;
  return `${arrived} ${held} ${soon}`;
}

/** This week beside a normal one, and the days on which nothing came though something normally does. */
export function weekSentence(week: readonly WeekDay[]): string {
  const came = week.reduce((sum, { events }) => sum + events, 0);
  const normal = Math.round(week.reduce((sum, day) => sum + day.normal, 0));
  // Today is not over.
  const missed = week.slice(0, -1).filter((day) => day.events === 0 && day.normal >= 1);
  const silent =
    missed.length === 0
      ? ''
      : ` Nothing came on ${listed(missed.map(({ date }) => dayName(date)))}, when something normally does.`;
  return `In the last seven days ${counted(came, 'event')} came; in a normal week it is ${count(normal)}.${silent}`;
}

const london = { timeZone: 'Europe/London' } as const;
const longDay = new Intl.DateTimeFormat('en-GB', {
  ...london,
  ...{ weekday: 'long', day: 'numeric', month: 'long' },
});
const shortDay = new Intl.DateTimeFormat('en-GB', { ...london, weekday: 'short', day: 'numeric' });

/** "Tuesday 24 November" of a date. */
export const dayName = (date: string): string =>
  longDay.format(new Date(`${date}T12:00:00Z`)).replace(',', '');

/** "Tue 24" of a date; "Tue" where there is room for no more. */
export function shortDayName(date: string, narrow = false): string {
  const name = shortDay.format(new Date(`${date}T12:00:00Z`)).replace(',', '');
  return narrow ? name.replace(/ .*/, '') : name;
}

/** "24 November 2026" of a date. */
export const dateName = (date: string): string => londonTime(`${date}T12:00:00Z`).replace(/,.*/, '');

/** Counts of events as they are, and halves as such: a median may lie between two days. */
export const normalText = (normal: number): string =>
  Number.isInteger(normal) ? count(normal) : normal.toFixed(1);

const clock = new Intl.DateTimeFormat('en-GB', {
  ...london,
  ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
});

/** `2026-11-24 10:42` in London, which spreadsheets read and sort. */
export const sheetTime = (instant: string): string =>
  `${londonDay(instant)} ${clock.format(new Date(instant))}`;

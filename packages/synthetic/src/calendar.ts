import { londonDate } from '@waymark/events';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const WEEK = 7 * DAY;
export const YEAR = 365.25 * DAY;

const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const dates = new Map<number, string>();
const summers = new Map<number, boolean>();

/** `YYYY-MM-DD` of a day counted from 1970-01-01. */
export function dateText(day: number): string {
  let text = dates.get(day);
  if (text === undefined) {
    text = new Date(day * DAY).toISOString().slice(0, 10);
    dates.set(day, text);
  }
  return text;
}

/** The stored form of an instant (epoch ms, whole seconds): `YYYY-MM-DDTHH:mm:ss.000Z`. */
export function instantText(epochMs: number): string {
  const day = Math.floor(epochMs / DAY);
  const seconds = Math.floor((epochMs - day * DAY) / 1000);
  const hour = TWO[Math.floor(seconds / 3600)] ?? '';
  const minute = TWO[Math.floor(seconds / 60) % 60] ?? '';
  return `${dateText(day)}T${hour}:${minute}:${TWO[seconds % 60] ?? ''}.000Z`;
}

/** Epoch ms of a clock time in London on a day. @param minutes since midnight, by day (not in the hour of a change) */
export function londonTime(day: number, minutes: number): number {
  let summer = summers.get(day);
  if (summer === undefined) {
    // In summer the last half hour of the UTC day is already tomorrow in London.
    summer = londonDate((day + 1) * DAY - 30 * MINUTE) > day;
    summers.set(day, summer);
  }
  return day * DAY + minutes * MINUTE - (summer ? HOUR : 0);
}

/** 0 = Monday. */
export function weekday(day: number): number {
  return (day + 3) % 7;
}

/** 0 = January. */
export function month(day: number): number {
  return Number(dateText(day).slice(5, 7)) - 1;
}

/** Moves a day at a weekend on to Monday. */
export function workday(day: number): number {
  return weekday(day) < 5 ? day : day + 7 - weekday(day);
}

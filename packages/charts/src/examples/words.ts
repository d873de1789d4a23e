import type { Reading } from '../time-parts.js';

/** A name as long as the longest board's, and with a word that does not break. */
export const LONG_NAME = 'NHS Bath and North East Somerset, Swindon and Wiltshire, with Llanfairpwllgwyngyll';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "54%". */
export function percent(value: number): string {
  return `${Math.round(value * 100)}%`;
}

/** "Mar 2026" of a month index. */
export function month(index: number): string {
  return `${MONTHS[index % 12] ?? ''} ${Math.floor(index / 12)}`;
}

/** "54%", or that there is none. */
export function told(value: number | null, withheld: boolean, format = percent): string {
  if (value === null) return withheld ? 'withheld, about too few people' : 'nothing recorded';
  return format(value);
}

interface Point {
  start: number;
  months: number;
  value: number | null;
  withheld: boolean;
}

/** What a period says: its month and its value. */
export function readingOf(point: Point, format = percent): Reading {
  const { start, months, value, withheld } = point;
  const text = told(value, withheld, format);
  return { start, months, label: `${month(start)}: ${text}`, content: `${month(start)}: ${text}` };
}

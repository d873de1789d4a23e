import type { AgeBand } from './codes.js';
import { londonDateText } from './london.js';

const BANDS: [upTo: number, band: AgeBand][] = [
  [17, '0-17'],
  [24, '18-24'],
  [34, '25-34'],
  [44, '35-44'],
  [54, '45-54'],
  [64, '55-64'],
  [74, '65-74'],
  [84, '75-84'],
  [130, '85+'],
];

/** The band of an age in completed years; undefined for an age that nobody has. */
export function ageBandOf(years: number): AgeBand | undefined {
  return years < 0 ? undefined : BANDS.find(([upTo]) => years <= upTo)?.[1];
}

/** Completed years on the London date of an instant (epoch ms), of one born on a date `YYYY-MM-DD`. */
export function ageOn(born: string, at: number): number {
  const today = londonDateText(at);
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}

/** Age by year of birth alone: the one reached in the London year of the instant. */
export function ageInYear(yearOfBirth: number, at: number): number {
  return Number(londonDateText(at).slice(0, 4)) - yearOfBirth;
}

/**
 * How counts leave the platform, from the freest to the strictest:
 *
 * - `none`: exact.
 * - `hes`: NHS England's rule for secondary care since September 2018: below national level, counts of 1-7 people are
 *   withheld; every other count is rounded to the nearest 5; 0 is shown.
 * - `research`: counts of 7 people or fewer are withheld, at every level; every other count is rounded to the nearest 5.
 */
export const PROFILES = ['none', 'hes', 'research'] as const;
export type Profile = (typeof PROFILES)[number];

/** `national`: of the whole of England, undivided by area or organisation. */
export type Level = 'national' | 'sub_national';

const PEOPLE_MAX_WITHHELD = 7;
const ROUNDED_TO = 5;

/** Whether this many people are too few to be shown. */
export function isWithheld(people: number, profile: Profile, level: Level): boolean {
  if (profile === 'none' || people > PEOPLE_MAX_WITHHELD) return false;
  return profile === 'research' || (level === 'sub_national' && people > 0);
}

/** A count as the profile shows it, where it is not withheld. */
export function rounded(count: number, profile: Profile): number {
  return profile === 'none' ? count : ROUNDED_TO * Math.round(count / ROUNDED_TO);
}

/** True when a person who sees figures under `freer` sees more than under `profile`. */
export function isFreer(freer: Profile, profile: Profile): boolean {
  return PROFILES.indexOf(freer) < PROFILES.indexOf(profile);
}

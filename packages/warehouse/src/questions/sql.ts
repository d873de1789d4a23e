import { quote } from '../literals.js';

/** Calendar dates are London's, whatever the server's own time zone. */
export const LONDON = `'Europe/London'`;

/** The London date of an instant; NULL of NULL. */
export const day = (instant: string): string => `toDate(${instant}, ${LONDON})`;

/** The instant at which a London date begins. */
export const midnight = (date: string): string => `toDateTime64(${date}, 3, ${LONDON})`;

/** The first that is known ('' = not), else `otherwise`. */
export function firstKnown(candidates: readonly string[], otherwise = `'unknown'`): string {
  const [only, second] = candidates;
  // The engine does so for each code of a block, and not for each row.
  if (only !== undefined && second === undefined) return `transform(${only}, [''], [${otherwise}])`;
  const cases = candidates.flatMap((candidate) => [`${candidate} != ''`, candidate]);
  return cases.length === 0 ? otherwise : `multiIf(${[...cases, otherwise].join(', ')})`;
}

/** Codes as other codes by a table of constants; any other code is `otherwise`. */
export function mapped(code: string, table: Readonly<Record<string, string>>, otherwise: string): string {
  return `transform(toString(${code}), ${list(Object.keys(table))}, ${list(Object.values(table))}, ${otherwise})`;
}

/** A list of constants of this program. */
export const list = (codes: readonly string[]): string => `[${codes.map(quote).join(', ')}]`;

/** The London date of an instant as days since 1970-01-01. */
export const dayNumber = (instant: string): string => `toInt32(${day(instant)})`;

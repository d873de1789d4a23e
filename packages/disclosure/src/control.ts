import { isWithheld, rounded, type Level, type Profile } from './profile.js';

/** The exact counts of one row of an answer, and how many different people stand behind each. */
export interface ExactCounts {
  numerator: number;
  /** `null`: a count without a denominator. */
  denominator: number | null;
  /** `remainder`: behind denominator less numerator. A person may stand on both sides, by different sessions. */
  people: { numerator: number; denominator: number; remainder: number };
}

/** Counts as they may leave; `null` = withheld, or no denominator to begin with. */
export interface ControlledCounts {
  numerator: number | null;
  denominator: number | null;
  withheld: ('numerator' | 'denominator')[];
}

/**
 * Applies a profile to one row. Numerator and denominator are judged together: with either of the denominator's two
 * parts small the numerator is withheld, since the other part would tell it.
 *
 * This holds for an answer whose rows are not summed in it. A total that is rounded on its own may not stand beside its
 * parts: 15, 15 and a withheld count under a total of 25 leave that count only the value 1.
 */
export function controlled(exact: ExactCounts, profile: Profile, level: Level): ControlledCounts {
  const numerator = rounded(exact.numerator, profile);
  if (exact.denominator === null) {
    const few = isWithheld(exact.people.numerator, profile, level);
    return { numerator: few ? null : numerator, denominator: null, withheld: few ? ['numerator'] : [] };
  }
  const denominator = rounded(exact.denominator, profile);
  if (isWithheld(exact.people.denominator, profile, level)) {
    return { numerator: null, denominator: null, withheld: ['numerator', 'denominator'] };
  }
  const few =
    isWithheld(exact.people.numerator, profile, level) || isWithheld(exact.people.remainder, profile, level);
  if (few || roundsToNoneOrAll(exact.numerator, exact.denominator, { numerator, denominator })) {
    return { numerator: null, denominator, withheld: ['numerator'] };
  }
  return { numerator, denominator, withheld: [] };
}

/** A count that stands alone, with the people behind it; `null` = withheld. */
export function controlledCount(
  count: number,
  people: number,
  profile: Profile,
  level: Level,
): number | null {
  return isWithheld(people, profile, level) ? null : rounded(count, profile);
}

/** Rounding may not say "nobody" or "everybody" of a group in which it is not so. */
function roundsToNoneOrAll(
  numerator: number,
  denominator: number,
  shown: { numerator: number; denominator: number },
): boolean {
  return (
    (shown.numerator === 0 && numerator > 0) ||
    (shown.numerator === shown.denominator && numerator < denominator)
  );
}

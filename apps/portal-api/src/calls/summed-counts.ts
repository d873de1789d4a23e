import type { ControlledCounts } from '@waymark/disclosure';

export const ALL_WITHHELD: ControlledCounts = {
  ...{ numerator: null, denominator: null, withheld: ['numerator', 'denominator'] },
};

/** A row is told if those of its cells that are told in full hold this share of its denominator. */
const COVERED_LEAST = 0.9;

/**
 * Base cells added up to a row, so that the numerator stays within its denominator: of those that are told in full. Where these
 * are not nearly all, the share would be that of the cells which happen not to be withheld, and the numerator is withheld, too. What
 * is left out is judged by what is shown: it tells nothing.
 */
export function summed(cells: readonly ControlledCounts[]): ControlledCounts {
  const known = cells.filter(({ denominator }) => denominator !== null);
  // How many there are in all may not silently be how many may be told.
  if (known.length === 0 || known.length < cells.length) return ALL_WITHHELD;
  const full = known.filter(({ numerator }) => numerator !== null);
  const [covered, denominator] = [total(full, 'denominator'), total(known, 'denominator')];
  if (full.length === 0 || covered < COVERED_LEAST * denominator)
    return { numerator: null, denominator, withheld: ['numerator'] };
  return { numerator: total(full, 'numerator'), denominator: covered, withheld: [] };
}

function total(cells: readonly ControlledCounts[], of: 'numerator' | 'denominator'): number {
  return cells.reduce((sum, cell) => sum + (cell[of] ?? 0), 0);
}

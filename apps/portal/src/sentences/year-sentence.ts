import { rounded, type Unit } from '../labels/numbers.js';
import type { RankedBoard } from '../view/boards-at.js';
import { points } from './compare-sentence.js';

/** "−3.1 points", "+2 days"; nothing where it is not known. */
export function changeText(change: number | null, unit: Unit): string {
  if (change === null) return '';
  if (unit === 'proportion') return points(change);
  const sign = change === 0 ? '' : change > 0 ? '+' : '−';
  return `${sign}${rounded(Math.abs(change), unit)}`;
}

type Moved = RankedBoard & { overYear: number };

/** Where a measure fell and rose most since the same quarter a year before. */
export function yearSentence(boards: readonly RankedBoard[], unit: Unit): string {
  const known = boards
    .filter((board): board is Moved => board.overYear !== null)
    .sort((a, b) => a.overYear - b.overYear);
  const [fallen, risen] = [known[0], known.at(-1)];
  if (!fallen || !risen || known.length < 2) return '';
  const parts = [
    ...(fallen.overYear < 0 ? [`it fell most in ${fallen.name} (${changeText(fallen.overYear, unit)})`] : []),
    ...(risen.overYear > 0 ? [`it rose most in ${risen.name} (${changeText(risen.overYear, unit)})`] : []),
  ];
  return parts.length === 0 ? '' : `Since the same quarter a year before ${parts.join(' and ')}.`;
}

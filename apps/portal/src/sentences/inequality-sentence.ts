import type { InequalityAnswer, InequalityIndex } from '../api/inequality-schema.js';
import { lowerFirst } from '../labels/numbers.js';

/** How steeply a measure goes with deprivation, by both indices; or why that is not told. */
export function inequalitySentence(
  measure: { name: string },
  { sii, rii, withheld }: Pick<InequalityAnswer, 'sii' | 'rii' | 'withheld'>,
): string {
  const name = lowerFirst(measure.name);
  if (!sii) return `How steeply ${name} goes with deprivation is not told. ${withheld ?? ''}`.trim();
  const points = Math.abs(sii.value * 100).toFixed(1);
  const way = sii.value > 0 ? 'higher' : 'lower';
  const steep = `From the most to the least deprived, ${name} is ${points} percentage points ${way} (slope index of inequality ${indexText(sii, 'points')}).`;
  const ratio = rii ? ` The relative index is ${indexText(rii, 'ratio')}.` : '';
  return `${steep}${ratio} ${chanceText(sii)}`;
}

/** Limits that hold 0 say that it may be chance. */
function chanceText({ lower, upper }: NonNullable<InequalityIndex>): string {
  if (lower === null || upper === null) return 'There are no limits to say whether that may be chance.';
  return lower <= 0 && upper >= 0
    ? 'The limits hold no difference at all: this may be chance.'
    : 'The limits leave no difference out: this is more than chance would make likely.';
}

/** "6.8 (−6.3 to 19.9)" in points of a hundred; "1.16 (0.87 to 1.57)" as a ratio. */
export function indexText(index: NonNullable<InequalityIndex>, as: 'points' | 'ratio'): string {
  const text = (value: number): string =>
    (as === 'points' ? (value * 100).toFixed(1) : value.toFixed(2)).replace('-', '−');
  const { value, lower, upper } = index;
  if (lower === null || upper === null) return text(value);
  return `${text(value)}, 95% limits ${text(lower)} to ${text(upper)}`;
}

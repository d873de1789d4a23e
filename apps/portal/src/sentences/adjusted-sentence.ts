import { lowerFirst } from '../labels/numbers.js';

/** Observed over expected of one group, with its limits. */
export interface Ratio {
  name: string;
  ratio: number;
  lower: number;
  upper: number;
}

/** Which groups stand apart from what is expected of people like theirs; never why. */
export function adjustedSentence(measure: { name: string }, ratios: Ratio[]): string {
  const name = lowerFirst(measure.name);
  if (ratios.length === 0)
    return `Whom ${name} is expected of cannot be shown: each group is about too few people.`;
  const apart = ratios.filter(({ lower, upper }) => lower > 1 || upper < 1);
  const texts = apart.map(
    ({ name: group, ratio }) =>
      `“${group}” ${percent(ratio)} ${ratio > 1 ? 'more' : 'fewer'} people than expected`,
  );
  const told =
    apart.length === 0
      ? 'no group stands apart by more than chance would make likely'
      : `${texts.join(', ')}; the others do not stand apart by more than chance would make likely`;
  return `Among people alike in deprivation, age and sex, for ${name}: ${told}. This is an association, not an effect: who meets which role is not by chance.`;
}

/** "12%": how far a ratio is from 1. */
function percent(ratio: number): string {
  return `${Math.round(Math.abs(ratio - 1) * 100)}%`;
}

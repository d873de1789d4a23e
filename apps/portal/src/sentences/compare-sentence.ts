import type { CompareAnswer } from '../api/compare-schema.js';
import type { Measure } from '../api/schemas.js';
import { listed, lowerFirst, rounded } from '../labels/numbers.js';

export interface CompareFacts {
  measure: Pick<Measure, 'name' | 'unit'>;
  answer: CompareAnswer;
  nameOf: (code: string) => string;
  /** The codes of both, in the order chosen. */
  pair: [string, string];
  codeOf: (row: CompareAnswer['rows'][number]) => string | undefined;
}

const ADJUSTED_BY: Record<string, string> = {
  ...{ imd_quintile: 'deprivation', imd_decile: 'deprivation', age_band: 'age', sex: 'sex' },
  ...{ ethnicity: 'ethnic group', route: 'route', activity: 'activity' },
};

/** One paragraph: how far two places lie apart, and how much of it is who is referred and how much what happens to them. */
export function compareSentence({ measure, answer, nameOf, pair, codeOf }: CompareFacts): string {
  const [first, second] = pair;
  const valueOf = (code: string): number | null =>
    answer.rows.find((row) => codeOf(row) === code)?.value ?? null;
  const [one, other] = [valueOf(first), valueOf(second)];
  const name = lowerFirst(measure.name);
  if (one === null || other === null)
    return `${one === null ? nameOf(first) : nameOf(second)} is withheld or has nothing recorded, so there is no comparing the two.`;
  const apart = `In ${nameOf(first)}, ${name} is ${rounded(one, measure.unit)}; in ${nameOf(second)} ${rounded(other, measure.unit)}.`;
  const { split } = answer;
  if (!split)
    return `${apart} How much of the difference is mix and how much rates is not told: it rests on too few people.`;
  // The answer names them in the order of their codes.
  const sign = split.first === first ? 1 : -1;
  const by = listed([
    ...new Set(answer.adjust.map((each) => ADJUSTED_BY[each] ?? each.replaceAll('_', ' '))),
  ]);
  return `${apart} Of the difference of ${points(sign * split.difference)}, ${points(sign * split.mix)} come from who is referred (${by}: the mix), and ${points(sign * split.rates)} from what happens to like people (the rates).`;
}

/** "+3.1 points", "−0.4 points". */
export function points(share: number): string {
  const value = Math.abs(share * 100).toFixed(1);
  const sign = value === '0.0' ? '' : share > 0 ? '+' : '−';
  return `${sign}${value} points`;
}

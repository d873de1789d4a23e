import type { Measure } from '../api/schemas.js';
import { counted, lowerFirst, rounded } from '../labels/numbers.js';
import type { Figure } from '../view/rows.js';

interface Changed {
  name: string;
  first: number;
  last: number;
  /** The limits of the two do not overlap. */
  clear: 'rise' | 'fall' | undefined;
}

/** One paragraph: how many boards have clearly risen or fallen from their first full quarter to their last, and which fell most. */
export function multiplesSentence(
  boards: { name: string; figures: Figure[] }[],
  { name, unit }: Pick<Measure, 'name' | 'unit'>,
): string {
  const changes = boards.flatMap(changeOf);
  if (changes.length === 0) return 'No board has two full quarters that can be shown.';
  const over = `Of ${counted(changes.length, 'board')} with two full quarters or more`;
  const steepest = changes.toSorted((a, b) => a.last - a.first - (b.last - b.first))[0];
  const fell =
    steepest && steepest.last < steepest.first
      ? ` ${steepest.name} fell most: from ${rounded(steepest.first, unit)} to ${rounded(steepest.last, unit)}.`
      : '';
  if (unit === 'count')
    return `${over}, ${lowerFirst(name)} grew in ${changes.filter(({ first, last }) => last > first).length}.${fell}`;
  const clear = (way: 'rise' | 'fall'): number => changes.filter((change) => change.clear === way).length;
  return `${over}, ${lowerFirst(name)} has clearly risen in ${clear('rise')} and clearly fallen in ${clear('fall')}.${fell}`;
}

function changeOf({ name, figures }: { name: string; figures: Figure[] }): Changed[] {
  const told = figures.filter(({ value }) => value !== null);
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last || first === last) return [];
  return [{ name, first: first.value ?? 0, last: last.value ?? 0, clear: clearly(first, last) }];
}

function clearly(first: Figure, last: Figure): 'rise' | 'fall' | undefined {
  if (first.upper !== null && last.lower !== null && last.lower > first.upper) return 'rise';
  if (first.lower !== null && last.upper !== null && last.upper < first.lower) return 'fall';
  return undefined;
}

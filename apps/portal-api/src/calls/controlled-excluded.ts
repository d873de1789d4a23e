import { controlledCount } from '@waymark/disclosure';
import type { Basis } from '../data-call.js';

/**
 * What an answer leaves out, by why, as each count may leave; `null`: withheld.
 *
 * @param peopleOf how many people are at least behind so many that are left out; each another one unless it is given
 */
export function controlledExcluded(
  excluded: Readonly<Record<string, number>>,
  { profile, level }: Pick<Basis, 'profile' | 'level'>,
  peopleOf: (count: number) => number = (count) => count,
): Record<string, number | null> {
  const all = Object.entries(excluded).map(
    ([why, count]) => [why, controlledCount(count, peopleOf(count), profile, level)] as const,
  );
  return Object.fromEntries(all);
}

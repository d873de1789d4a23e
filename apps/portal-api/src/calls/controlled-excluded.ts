import { controlledCount } from '@waymark/disclosure';
import type { Basis } from '../data-call.js';

type Excluded = Readonly<Record<string, number>>;

/** What the answers leave out, by why: as each may leave, summed; `null`: withheld of all of them. */
export function controlledExcluded(
  answers: readonly { excluded: Excluded }[],
  { profile, level }: Pick<Basis, 'profile' | 'level'>,
): Record<string, number | null> {
  const all: Record<string, number | null> = {};
  for (const { excluded } of answers) {
    for (const [why, count] of Object.entries(excluded)) {
      const shown = controlledCount(count, count, profile, level);
      const before = all[why] ?? null;
      all[why] = shown === null ? before : (before ?? 0) + shown;
    }
  }
  return all;
}

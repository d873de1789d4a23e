import { controlled, controlledCount } from '@waymark/disclosure';
import type { StagesRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';

/**
 * How many reached each stage or a later one, as they may leave; `null` = withheld. A stage is judged within the last one before it
 * that is shown: too few in it, or too few who came no further than between the two, and it is withheld. So no difference of
 * two counts shown is of few people.
 */
export function controlledStages(
  { ended }: Pick<StagesRow, 'ended'>,
  { profile, level }: Pick<Basis, 'profile' | 'level'>,
): (number | null)[] {
  const from = (first: number, end = ended.length): Group => together(ended.slice(first, end));
  const all = from(0);
  const shown = [controlledCount(all.count, all.people, profile, level)];
  let last = 0;
  for (let stage = 1; stage < ended.length; stage += 1) {
    const [whole, reached, lost] = [from(last), from(stage), from(last, stage)];
    const { numerator } = controlled(
      {
        ...{ numerator: reached.count, denominator: whole.count },
        people: { numerator: reached.people, denominator: whole.people, remainder: lost.people },
      },
      profile,
      level,
    );
    if (numerator !== null && shown[last] !== null) last = stage;
    shown.push(shown[0] === null ? null : numerator);
  }
  return shown;
}

interface Group {
  count: number;
  people: number;
}

/** A person may stand in several parts by several referrals: there are at least as many as in the largest part. */
function together(parts: readonly Group[]): Group {
  return {
    count: parts.reduce((total, { count }) => total + count, 0),
    people: Math.max(0, ...parts.map(({ people }) => people)),
  };
}

/** Referrals that are left out, by why: each of one person. */
export function excludedReferrals(
  excluded: Readonly<Record<string, number>>,
  { profile, level }: Pick<Basis, 'profile' | 'level'>,
): Record<string, number | null> {
  const all = Object.entries(excluded).map(
    ([why, count]) => [why, controlledCount(count, count, profile, level)] as const,
  );
  return Object.fromEntries(all);
}

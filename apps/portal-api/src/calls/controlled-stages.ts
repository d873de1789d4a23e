import { controlled, controlledCount } from '@waymark/disclosure';
import type { MeasureDefinition } from '@waymark/measures';
import { countStages, type StagesRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { addedUp, baseQuestions } from '../base-cells/base-questions.js';
import { controlledCounts } from './controlled-counts.js';
import { controlledExcluded } from './controlled-excluded.js';

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

/** How many reached each stage, in a row of the answer. */
export interface StageCounts {
  key: readonly string[];
  shown: (number | null)[];
  /** Some of the row are too recent to be counted. */
  isImmature: boolean;
}

export interface ControlledPathway {
  /** In order of key. */
  rows: StageCounts[];
  excluded: Readonly<Record<string, number | null>>;
}

/**
 * The stages of a pathway under the profile of whoever asks: the sum of what may leave of each base cell. Besides, what
 * is withheld of the last stage's measure for the sake of another group is withheld here.
 *
 * @throws {Problem} 400 as `controlledCounts` does.
 */
export async function controlledPathway(
  basis: Basis,
  stages: readonly MeasureDefinition[],
): Promise<ControlledPathway> {
  const { warehouse, tables, scope, question } = basis;
  const asking = baseQuestions(basis).map((each) =>
    countStages(warehouse, tables, { ...each, stages }, scope),
  );
  const answers = await Promise.all(asking);
  const rows = answers
    .flatMap((answer) => answer.rows)
    .filter(({ ended }) => ended.some(({ count }) => count > 0));
  const groups = [...addedUp(rows, question.by)].sort(([a], [b]) => (a < b ? -1 : 1));
  const { isListed, isTold } = await toldOfLast(basis, stages);
  return {
    rows: groups
      .filter(([key]) => isListed(key))
      .map(([key, cells]) => ({
        key: JSON.parse(key) as string[],
        shown: summedStages(cells.map((cell) => controlledStages(cell, basis))).map((count, stage) =>
          isTold(key, stage) ? count : null,
        ),
        isImmature: cells.some(({ excluded: { immature = 0 } }) => immature > 0),
      })),
    excluded: controlledExcluded(answers, basis),
  };
}

/** Withheld where it is in one of the cells, as of every sum of base cells. */
export function summedStages(cells: readonly (number | null)[][]): (number | null)[] {
  const [first = []] = cells;
  return first.map((_, stage) =>
    cells.reduce<number | null>((total, cell) => {
      const count = cell[stage] ?? null;
      return total === null || count === null ? null : total + count;
    }, 0),
  );
}

interface ToldOfLast {
  /** Groups that are not listed are so few people that their number would tell how many each has. */
  isListed: (key: string) => boolean;
  isTold: (key: string, stage: number) => boolean;
}

/** What the last stage's measure tells of a group: how many are in it at all, and how many of them reached that stage. */
async function toldOfLast(basis: Basis, stages: readonly MeasureDefinition[]): Promise<ToldOfLast> {
  const last = stages.at(-1);
  if (basis.profile === 'none' || last === undefined) return { isListed: () => true, isTold: () => true };
  const { rows } = await controlledCounts(basis, last);
  const withheld = new Map(rows.map(({ key, shown }) => [JSON.stringify(key), shown.withheld]));
  return {
    isListed: (key) => withheld.has(key),
    isTold: (key, stage) => {
      const members = withheld.get(key) ?? ['denominator'];
      return !members.includes('denominator') && (stage < stages.length || members.length === 0);
    },
  };
}

import type { MeasureDefinition } from '@waymark/measures';
import type { Warehouse } from '../warehouse.js';
import type { CountedRules, Followed } from './counted.js';
import { countingSql, type CountingSql, type LeftOut } from './counting.js';
import type { CohortQuestion, Scope } from './question.js';
import {
  countApart,
  excludedTogether,
  groupedByKey,
  type ApartRow,
  type CountedApart,
} from './taken-apart.js';

/** Exact: only for the query layer, never for a client before disclosure control. */
export interface StagesRow {
  /** Codes of the breakdowns, in the order asked. */
  key: string[];
  /** Whose last stage it is, by stage; the first: referred, and no further. */
  ended: { count: number; people: number }[];
  /** Items of this row that are not counted, by why. Zeros are absent. */
  excluded: Readonly<Record<string, number>>;
}

export interface StagesAnswer {
  /** Sorted by key. */
  rows: StagesRow[];
  /** Totals of what is left out, each item once. */
  excluded: Readonly<Record<string, number>>;
}

/**
 * Referrals apart by the last stage that each reached, by its number. Only those are counted that are mature for every stage, so
 * that all stages are of one cohort.
 *
 * @param stages each by the measure over referrals that counts who reached it, in order; before the first, all were referred
 * @throws {RangeError} on a stage that is not counted over all referrals.
 */
export function countedStages(stages: readonly MeasureDefinition[]): CountedApart {
  return { over: 'referrals', rulesOf: (followed) => rulesOf(stages, followed) };
}

/** Counts referrals by the last stage that each reached, with one statement over one generation. */
export async function countStages(
  warehouse: Warehouse,
  generation: { database: string },
  stages: readonly MeasureDefinition[],
  asked: { question: CohortQuestion; scope: Scope },
): Promise<StagesAnswer> {
  const counted = countedStages(stages);
  const { rows, excluded } = await countApart(warehouse, generation, { ...asked, counted });
  return {
    rows: groupedByKey(rows).map((parts) => stagesRow(parts, stages.length + 1)),
    excluded: excludedTogether([...excluded.values()]),
  };
}

function rulesOf(stages: readonly MeasureDefinition[], { to: asOf, gap, byRole }: Followed): CountedRules {
  const rules = stages.map(({ id, counting }) => {
    if (counting.over !== 'referrals' || counting.having !== 'referred_at')
      throw new RangeError(`${id} is not counted over all referrals: it is no stage of theirs`);
    return countingSql(counting, { asOf, byRole, gap });
  });
  return {
    belongs: '1',
    steps: rules.flatMap(({ steps = [] }) => steps),
    leftOut: leftOutOfAny(rules),
    columns: { apart: `[toString(${lastReached(rules)})]`, is_counted: '[1]' },
  };
}

/** The number of the last stage reached, from 1; 0: none. Whoever reached a later one has come through all before. */
function lastReached(rules: readonly CountingSql[]): string {
  const cases = rules.map(({ counts }, nth) => `(${counts}), ${nth + 1}`).reverse();
  return `multiIf(${cases.join(', ')}, 0)`;
}

/** Who is left out of one stage is left out of all. */
function leftOutOfAny(rules: readonly CountingSql[]): LeftOut[] {
  const all = rules.flatMap(({ leftOut }) => leftOut);
  return [...new Set(all.map(({ why }) => why))].map((why) => ({
    why,
    when: [...new Set(all.filter((each) => each.why === why).map(({ when }) => when))]
      .map((when) => `(${when})`)
      .join(' OR '),
  }));
}

function stagesRow(parts: readonly ApartRow[], stages: number): StagesRow {
  return {
    key: parts[0]?.key ?? [],
    ended: Array.from({ length: stages }, (_, stage) => {
      const found = parts.find(({ apart }) => Number(apart) === stage);
      return { count: found?.denominator ?? 0, people: found?.people.denominator ?? 0 };
    }),
    excluded: excludedTogether(parts.map(({ excluded }) => excluded)),
  };
}

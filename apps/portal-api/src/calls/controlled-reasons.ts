import { controlled, type ControlledCounts } from '@waymark/disclosure';
import { countReasons, type CohortQuestion, type ReasonsAnswer, type ReasonsRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { addedUp, baseQuestions } from '../base-cells/base-questions.js';
import { controlledExcluded } from './controlled-excluded.js';
import { summed } from './summed-counts.js';

/** How many gave a reason, or met a barrier, of those who ended so or are engaged. */
export interface ControlledReason {
  key: readonly string[];
  ending: string;
  reason: string;
  shown: ControlledCounts;
}

export interface ControlledReasons {
  /** In order of key, ending, reason. */
  reasons: ControlledReason[];
  excluded: Readonly<Record<string, number | null>>;
}

/** Reasons under the profile of whoever asks. */
export async function controlledReasons(
  basis: Basis,
  of: 'endings' | 'barriers',
): Promise<ControlledReasons> {
  const { warehouse, tables, scope } = basis;
  return controlledGiven(basis, {
    count: (question) => countReasons(warehouse, tables, { ...question, of }, scope),
  });
}

interface Given {
  count: (question: CohortQuestion) => Promise<ReasonsAnswer>;
  /** Codes that stand in every row, in this order, given or not. Absent: those that are given. */
  codes?: readonly string[];
}

/** How many of what is counted each code is given of, under the profile of whoever asks. */
export async function controlledGiven(basis: Basis, { count, codes }: Given): Promise<ControlledReasons> {
  const { question } = basis;
  const asking = baseQuestions(basis).map(count);
  const answers = await Promise.all(asking);
  const rows = [
    ...addedUp(
      answers.flatMap((answer) => answer.rows),
      question.by,
    ),
  ];
  const inOrder = rows.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    reasons: inOrder.flatMap(([key, cells]) => reasonsOf(JSON.parse(key) as string[], cells, basis, codes)),
    excluded: controlledExcluded(answers, basis),
  };
}

function reasonsOf(
  key: readonly string[],
  cells: readonly ReasonsRow[],
  basis: Basis,
  codes: readonly string[] | undefined,
): ControlledReason[] {
  const endings = [...new Set(cells.map(({ ending }) => ending))].sort();
  return endings.flatMap((ending) => {
    const its = cells.filter((cell) => cell.ending === ending);
    const reasons = codes ?? [...new Set(its.flatMap((cell) => Object.keys(cell.reasons)))].sort();
    return reasons.map((reason) => ({
      ...{ key, ending, reason },
      shown: summed(its.map((cell) => controlledCell(cell, reason, basis))),
    }));
  });
}

function controlledCell(cell: ReasonsRow, reason: string, { profile, level }: Basis): ControlledCounts {
  const { count, people } = cell.reasons[reason] ?? { count: 0, people: 0 };
  // A person may stand on both sides, by different journeys: at least so many are behind the others.
  const remainder = cell.count === count ? 0 : Math.max(1, cell.people - people);
  return controlled(
    {
      numerator: count,
      denominator: cell.count,
      people: { numerator: people, denominator: cell.people, remainder },
    },
    profile,
    level,
  );
}

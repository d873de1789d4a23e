import type { MeasureDefinition, Timing } from '@waymark/measures';
import { GAP_DEFAULT, readDays } from '@waymark/pathways';
import { countFollowUpCells, type FollowUpRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { addedUp, baseQuestions } from '../base-cells/base-questions.js';
import { controlledCounts } from './controlled-counts.js';
import { allReferrals, startersAfter } from './counted-people.js';
import { AT_RISK_LEAST, exactCurve, roundedCurve, type Curve } from './curves.js';

/** A row of people followed to an end: exact for what is worked out inside, and what may leave. */
export interface FollowedRow {
  key: readonly string[];
  /** Base cells of which something may be told; without control the row itself. */
  cells: readonly FollowUpRow[];
  /** How many are followed; `null` = withheld. */
  followed: number | null;
  /** What may be told of it; `null` = withheld. */
  curve: Curve | null;
  /** Exact: who is too recent to be followed. */
  excluded: Readonly<Record<'immature', number>>;
}

export interface FollowedAnswer {
  /** In order of key; rows in which nobody is followed are absent. */
  rows: FollowedRow[];
  excluded: Readonly<Record<string, number | null>>;
}

/**
 * Curves under the profile of whoever asks. How many are followed leaves as every count of a measure does. A curve is drawn by
 * midpoint 6 from base cells of at least eight people; of none, or where the number is withheld, it does not leave.
 */
export async function followed(basis: Basis, until: Timing['until']): Promise<FollowedAnswer> {
  const { warehouse, tables, question, scope } = basis;
  // First what may refuse at once: a promise already begun would be left to fail unheard, which ends the program.
  const questions = baseQuestions(basis);
  const counting = controlledCounts(basis, countOfFollowed(until, question.gap ?? GAP_DEFAULT));
  const asking = questions.map((each) => countFollowUpCells(warehouse, tables, { ...each, until }, scope));
  const [counted, ...answers] = await Promise.all([counting, ...asking]);
  const shown = new Map(
    counted.rows.map(({ key, shown: { denominator } }) => [JSON.stringify(key), denominator]),
  );
  const cells = answers.flatMap(({ rows }) => rows);
  const rows = [...addedUp(cells, question.by)].sort(([a], [b]) => (a < b ? -1 : 1));
  const some = rows.filter(([key, its]) => shown.has(key) && its.some((cell) => cell.followed > 0));
  return {
    rows: some.map(([key, its]) => rowOf(JSON.parse(key) as string[], its, shown.get(key) ?? null, basis)),
    excluded: counted.excluded,
  };
}

function rowOf(
  key: readonly string[],
  all: readonly FollowUpRow[],
  number: number | null,
  basis: Basis,
): FollowedRow {
  const isExact = basis.profile === 'none';
  const cells = isExact ? all : all.filter(({ people }) => people >= AT_RISK_LEAST);
  const isTold = number !== null && cells.length > 0;
  return {
    ...{ key, cells, followed: number },
    curve: isTold ? (isExact ? exactCurve(cells) : roundedCurve(cells)) : null,
    excluded: { immature: all.reduce((total, cell) => total + immatureIn(cell), 0) },
  };
}

const immatureIn = ({ excluded }: FollowUpRow): number => excluded['immature'] ?? 0;

/** The measure whose denominator is those who are followed. */
export function countOfFollowed(until: Timing['until'], gap: number): MeasureDefinition {
  return until === 'disengagement' ? startersAfter(readDays(gap)) : allReferrals(until);
}

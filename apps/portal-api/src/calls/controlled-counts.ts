import { controlled, type ControlledCounts } from '@waymark/disclosure';
import type { Breakdown, MeasureDefinition } from '@waymark/measures';
import { countMeasure, type CountedRow } from '@waymark/warehouse';
import { addedUpExcluded, addedUpRows } from '../base-cells/add-up.js';
import { protectedCells } from '../base-cells/protected-cells.js';
import type { Basis } from '../data-call.js';
import { controlledExcluded } from './controlled-excluded.js';

/** A row of a measure: exact for what is worked out inside, and as it may leave. */
export interface ControlledRow {
  /** Codes of the breakdowns, in the order asked. */
  key: readonly string[];
  exact: CountedRow;
  shown: ControlledCounts;
}

export interface ControlledAnswer {
  /** In order of key; rows with neither numerator nor denominator are absent. */
  rows: ControlledRow[];
  /** What was left out, by why; `null` = withheld. */
  excluded: Readonly<Record<string, number | null>>;
}

/**
 * The counts of a measure under the profile of whoever asks: the one way by which counts leave the tables. Exact ones are
 * counted as asked; controlled ones are added up from base cells, so that no question tells more than its parts.
 *
 * @param by breakdowns of the rows; those of the question unless others are named
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function controlledCounts(
  basis: Basis,
  measure: MeasureDefinition,
  by: readonly Breakdown[] = basis.question.by,
): Promise<ControlledAnswer> {
  const asked = { ...basis, question: { ...basis.question, by } };
  return basis.profile === 'none' ? exactCounts(asked, measure) : addedUpCounts(asked, measure);
}

async function exactCounts(basis: Basis, measure: MeasureDefinition): Promise<ControlledAnswer> {
  const { warehouse, tables, question, scope, profile, level } = basis;
  const asked = { ...question, measure, people: 'uncounted' } as const;
  const counted = await countMeasure(warehouse, tables, asked, scope);
  const some = counted.rows.filter(({ numerator, denominator }) => numerator > 0 || (denominator ?? 0) > 0);
  return {
    rows: some.map((exact) => ({ key: exact.key, exact, shown: controlled(exact, profile, level) })),
    excluded: counted.excluded,
  };
}

async function addedUpCounts(basis: Basis, measure: MeasureDefinition): Promise<ControlledAnswer> {
  const { question, scope } = basis;
  const cells = await protectedCells(basis, measure);
  const excluded = addedUpExcluded(cells, question, scope);
  // Many sessions may be of one person, and how many people are behind those left out is not counted: as if it were one.
  const isOfSessions = measure.counting.over === 'sessions';
  return {
    rows: addedUpRows(cells, question, scope),
    excluded: controlledExcluded(excluded, basis, isOfSessions ? () => 1 : undefined),
  };
}

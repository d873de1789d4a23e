import { protectNested } from '@waymark/disclosure';
import type { MeasureDefinition } from '@waymark/measures';
import { countedStages, countStages } from '@waymark/warehouse';
import { addedUpExcluded, addedUpRows } from '../base-cells/add-up.js';
import { nestedCounts, nestedTables } from '../base-cells/nested-tables.js';
import { decidedCells, protectedCells, protectionOf, withTables } from '../base-cells/protected-cells.js';
import type { Basis } from '../data-call.js';
import { controlledExcluded } from './controlled-excluded.js';

/** How many reached each stage, in a row of the answer. */
export interface StageCounts {
  key: readonly string[];
  /** Reached the stage or a later one; `null` = withheld. */
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
 * The stages of a pathway under the profile of whoever asks: the sum of what may leave of each base cell. The offer and the last
 * stage are told only where the last stage's measure tells them, and no stage that tells of few beside it.
 *
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function controlledPathway(
  basis: Basis,
  stages: readonly MeasureDefinition[],
): Promise<ControlledPathway> {
  return basis.profile === 'none' ? exactPathway(basis, stages) : addedUpPathway(basis, stages);
}

async function exactPathway(basis: Basis, stages: readonly MeasureDefinition[]): Promise<ControlledPathway> {
  const { warehouse, tables, question, scope } = basis;
  const { rows, excluded } = await countStages(warehouse, tables, stages, { question, scope });
  const some = rows.filter(({ ended }) => ended.some(({ count }) => count > 0));
  return {
    rows: some.map(({ key, ended, excluded: left }) => ({
      ...{ key, isImmature: (left['immature'] ?? 0) > 0 },
      shown: ended.map((_, stage) => ended.slice(stage).reduce((total, { count }) => total + count, 0)),
    })),
    excluded,
  };
}

async function addedUpPathway(
  basis: Basis,
  stages: readonly MeasureDefinition[],
): Promise<ControlledPathway> {
  const { question, scope } = basis;
  const names = [...stages.keys(), stages.length].map(String);
  const last = stages.at(-1);
  const told = last && (await protectedCells(basis, last)).decided;
  const what = { name: ['stages', stages.map(({ counting }) => counting)], counted: countedStages(stages) };
  const cells = await decidedCells(basis, { ...what, isApart: true }, (all) => {
    const counts = nestedCounts(all, names);
    const protection = { ...protectionOf(basis), ...(told && { told }) };
    return { counts, decided: protectNested(nestedTables(counts, basis), protection) };
  });
  const { counts, decided } = cells.decided;
  const byStage = decided.map((its) => addedUpRows(withTables(cells, counts, its), question, scope));
  const [all = []] = byStage;
  const shownOf = byStage.map(
    (rows) => new Map(rows.map(({ key, shown }) => [JSON.stringify(key), shown.numerator])),
  );
  const excluded = addedUpExcluded({ ...cells, tables: counts }, question, scope);
  return {
    rows: all.map(({ key, exact }) => ({
      ...{ key, isImmature: (exact.excluded['immature'] ?? 0) > 0 },
      shown: shownOf.map((shown) => shown.get(JSON.stringify(key)) ?? null),
    })),
    excluded: controlledExcluded(excluded, basis),
  };
}

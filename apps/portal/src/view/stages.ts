import type { Breakdown } from '@waymark/measures';
import type { Stage } from '@waymark/charts';
import { STAGES, type PathwayRow, type StageName } from '../api/pathway-schema.js';
import type { Areas } from '../api/schemas.js';
import { codeName } from './breakdowns.js';
import type { Group } from './groups.js';

/** What each stage is called. */
export const STAGE_NAMES: Readonly<Record<StageName, string>> = {
  offered: 'Referred',
  accepted: 'Accepted',
  contacted: 'Contacted',
  booked: 'Booked a session',
  started: 'Went to a session',
  retained_12w: 'Going at 12 weeks',
  completed: 'Completed',
};

/** What a person does who comes from the stage before to this one. */
export const STEP_NAMES: Readonly<Record<Exclude<StageName, 'offered'>, string>> = {
  accepted: 'Referred to accepted',
  contacted: 'Accepted to contacted',
  booked: 'Contacted to booked',
  started: 'Booked to first session',
  retained_12w: 'First session to 12 weeks',
  completed: '12 weeks to completed',
};
export type StepName = keyof typeof STEP_NAMES;
export const STEPS = STAGES.slice(1) as readonly StepName[];

export function stepOf(text: string | undefined): StepName | undefined {
  return STEPS.find((step) => step === text);
}

/** The rows of one group, or of everybody, in the order of the stages. */
export function stagesOf(rows: readonly PathwayRow[]): Stage[] {
  return STAGES.flatMap((name) => {
    const row = rows.find(({ stage }) => stage === name);
    if (!row) return [];
    return [{ id: name, name: STAGE_NAMES[name], count: row.count, share: row.referred?.value ?? null }];
  });
}

/** One step of every group as figures: of those at the stage before, who came further. */
export function stepFigures(
  rows: readonly PathwayRow[],
  by: Breakdown,
  step: StepName,
  areas: Areas,
): Group[] {
  const before = STAGES[STAGES.indexOf(step) - 1];
  return codesOf(rows, by).flatMap((code) => {
    const own = rows.filter((row) => row[by] === code);
    const row = own.find(({ stage }) => stage === step);
    if (!row) return [];
    const { previous, count: numerator, suppressed = [], flags = [] } = row;
    return [
      {
        ...{ code, name: codeName(by, code, areas), numerator, flags },
        denominator: own.find(({ stage }) => stage === before)?.count ?? null,
        value: previous?.value ?? null,
        lower: previous?.lower ?? null,
        upper: previous?.upper ?? null,
        withheld: suppressed.includes('previous'),
        // All of them are mature: who is too recent is not among those referred.
        provisional: false,
      },
    ];
  });
}

/** The codes of a breakdown in the order of the answer. */
export function codesOf(rows: readonly PathwayRow[], by: Breakdown): string[] {
  const codes = rows.map((row) => row[by]).filter((code) => typeof code === 'string');
  return [...new Set(codes)];
}

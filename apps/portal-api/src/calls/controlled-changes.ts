import type { OutcomeDefinition } from '@waymark/measures';
import { mean, pairedT } from '@waymark/statistics';
import { countChanges, excludedTogether, type ChangeRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { addedUp, baseQuestions } from '../base-cells/base-questions.js';
import { controlledExcluded } from './controlled-excluded.js';
import { AT_RISK_LEAST } from './curves.js';
import { periodFlags, shownRow } from './measure-rows.js';
import { pairsTold, type PairsTold } from './pairs-told.js';
import type { Row, RowMember } from '../schemas.js';

export interface ControlledChanges {
  /** In order of key. */
  rows: Row[];
  excluded: Readonly<Record<string, number | null>>;
}

/**
 * Paired changes under the profile of whoever asks: worked out on exact scores, and released rounded where they are of eight people
 * at least and no other group's follows from them.
 *
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function controlledChanges(
  basis: Basis,
  { outcome }: OutcomeDefinition,
): Promise<ControlledChanges> {
  const { warehouse, tables, scope, question } = basis;
  // First what may refuse at once: a promise already begun would be left to fail unheard, which ends the program.
  const questions = baseQuestions(basis);
  const asking = questions.map((each) => countChanges(warehouse, tables, { ...each, outcome }, scope));
  const [answers, toldOf] = await Promise.all([Promise.all(asking), pairsTold(basis, outcome)]);
  const cells = answers.flatMap(({ rows }) => rows);
  const rows = [...addedUp(cells, question.by)].sort(([a], [b]) => (a < b ? -1 : 1));
  const some = rows.filter(([, its]) => its.some(({ baseline }) => baseline > 0));
  return {
    rows: some.flatMap(([key, its]) => {
      const told = toldOf(key, its);
      if (!told) return [];
      return rowOf({ key: JSON.parse(key) as string[], cells: its, told }, outcome.summary, basis);
    }),
    excluded: controlledExcluded(excludedTogether(answers.map(({ excluded }) => excluded)), basis),
  };
}

interface Changed {
  key: readonly string[];
  cells: readonly ChangeRow[];
  told: PairsTold;
}

function rowOf(
  { key, cells, told }: Changed,
  summary: OutcomeDefinition['outcome']['summary'],
  { profile, question }: Basis,
): Row {
  const { shown } = told;
  const people = (of: keyof ChangeRow['people']): number =>
    Math.max(0, ...cells.map(({ people: its }) => its[of]));
  const toldCells = (isTold: boolean, of: keyof ChangeRow['people']): readonly ChangeRow[] =>
    isTold && (profile === 'none' || people(of) >= AT_RISK_LEAST) ? cells : [];
  const paired = toldCells(told.paired, 'numerator');
  const unpaired = toldCells(told.unpaired, 'remainder');
  const round = roundingOf(profile, summary);
  const changed = changeOf(paired, summary);
  // Of nobody there is no change: that is no secret where their number is none.
  const isHidden = paired.length === 0 && shown.numerator !== 0;
  const hidden: RowMember[] = isHidden ? ['value', 'lower', 'upper'] : [];
  const suppressed = [...shown.withheld, ...hidden];
  const immature = cells.reduce((total, { excluded }) => total + (excluded['immature'] ?? 0), 0);
  const flags = periodFlags({ key, excluded: { immature } }, question);
  const { suppressed: _, ...counted } = shownRow({ key, shown }, question.by, 'proportion');
  return {
    ...counted,
    ...{ value: round(changed.value), lower: round(changed.lower), upper: round(changed.upper) },
    baseline: {
      paired: round(meanOf(paired, 'paired')),
      unpaired: round(meanOf(unpaired, 'unpaired')),
    },
    ...(suppressed.length > 0 && { suppressed }),
    ...(flags.length > 0 && { flags }),
  };
}

type Figure = number | null;

/** Means to a tenth; a median, which is somebody's own change, to tens. */
function roundingOf(profile: Basis['profile'], summary: 'mean' | 'median'): (figure: Figure) => Figure {
  if (profile === 'none') return (figure) => figure;
  const steps = summary === 'median' ? 0.1 : 10;
  return (figure) => (figure === null ? null : Math.round(figure * steps) / steps);
}

function changeOf(
  cells: readonly ChangeRow[],
  summary: 'mean' | 'median',
): { value: Figure; lower: Figure; upper: Figure } {
  if (summary === 'median') {
    const changes = cells.flatMap(({ changes: its }) => its).sort((a, b) => a - b);
    return { value: middleOf(changes), lower: null, upper: null };
  }
  const n = cells.reduce((total, { paired }) => total + paired, 0);
  if (n === 0) return { value: null, lower: null, upper: null };
  const sum = cells.reduce((total, { change }) => total + change.sum, 0);
  const squares = cells.reduce((total, { change }) => total + change.sumOfSquares, 0);
  const variance = n === 1 ? null : Math.max(0, (squares - sum ** 2 / n) / (n - 1));
  const limits = pairedT({ n, mean: sum / n, variance });
  return { value: sum / n, lower: limits?.lower ?? null, upper: limits?.upper ?? null };
}

function middleOf(sorted: readonly number[]): Figure {
  const half = sorted.length / 2;
  const middle = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return sorted.length === 0 ? null : mean(middle);
}

function meanOf(cells: readonly ChangeRow[], of: 'paired' | 'unpaired'): Figure {
  const count = ({ paired, baseline }: ChangeRow): number => (of === 'paired' ? paired : baseline - paired);
  const n = cells.reduce((total, cell) => total + count(cell), 0);
  return n === 0 ? null : cells.reduce((total, { baselines }) => total + baselines[of], 0) / n;
}

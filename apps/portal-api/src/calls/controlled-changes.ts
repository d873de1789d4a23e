import { controlled } from '@waymark/disclosure';
import type { OutcomeDefinition } from '@waymark/measures';
import { mean, pairedT } from '@waymark/statistics';
import { countChanges, type ChangeRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { addedUp, baseQuestions } from '../base-cells/base-questions.js';
import { controlledExcluded } from './controlled-excluded.js';
import { AT_RISK_LEAST } from './curves.js';
import { periodFlags, shownRow } from './measure-rows.js';
import type { Row, RowMember } from '../schemas.js';
import { ALL_WITHHELD, summed } from './summed-counts.js';

export interface ControlledChanges {
  /** In order of key. */
  rows: Row[];
  excluded: Readonly<Record<string, number | null>>;
}

/**
 * Paired changes under the profile of whoever asks: worked out on exact scores of groups of at least eight people, and released
 * rounded.
 */
export async function controlledChanges(
  basis: Basis,
  { outcome }: OutcomeDefinition,
): Promise<ControlledChanges> {
  const { warehouse, tables, scope, question } = basis;
  const asking = baseQuestions(basis).map((each) =>
    countChanges(warehouse, tables, { ...each, outcome }, scope),
  );
  const answers = await Promise.all(asking);
  const cells = answers.flatMap(({ rows }) => rows);
  const rows = [...addedUp(cells, question.by)].sort(([a], [b]) => (a < b ? -1 : 1));
  const some = rows.filter(([, its]) => its.some(({ baseline }) => baseline > 0));
  return {
    rows: some.map(([key, its]) => rowOf(JSON.parse(key) as string[], its, outcome.summary, basis)),
    excluded: controlledExcluded(answers, basis),
  };
}

function rowOf(
  key: readonly string[],
  cells: readonly ChangeRow[],
  summary: OutcomeDefinition['outcome']['summary'],
  { profile, level, question }: Basis,
): Row {
  const some = cells.filter(({ baseline }) => baseline > 0);
  const counts = some.map(({ paired, baseline, people }) =>
    controlled({ numerator: paired, denominator: baseline, people }, profile, level),
  );
  const shown = some.length === 0 ? ALL_WITHHELD : summed(counts);
  const isTold = (people: number): boolean => profile === 'none' || people >= AT_RISK_LEAST;
  const paired = some.filter(({ people }) => isTold(people.numerator));
  const unpaired = some.filter(({ people }) => isTold(people.remainder));
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

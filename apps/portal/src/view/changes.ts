import type { Breakdown } from '@waymark/measures';
import type { OutcomesAnswer, ScoreAnswer } from '../api/outcomes-schema.js';
import type { Areas, Measure } from '../api/schemas.js';
import { codeName } from './breakdowns.js';
import { groupOf, named, rankOf, type Group } from './groups.js';

/** The change of one score, of everybody or of one group. */
export interface Change extends Group {
  unit: ScoreAnswer['unit'];
  improvement: ScoreAnswer['improvement'];
  /** Share of those with a baseline who were asked again. */
  coverage: number | null;
  /** Where people began: those asked again, and those who were not. */
  paired: number | null;
  unpaired: number | null;
}

/** One row for each score, or for each group of one score. @param by undefined = everybody */
export function changesOf(
  answer: OutcomesAnswer,
  by: Breakdown | undefined,
  score: string | undefined,
  { measures, areas }: { measures: Measure[]; areas: Areas },
): Change[] {
  if (by === undefined) {
    return answer.scores.flatMap((each) => {
      const name = measures.find(({ id }) => id === each.measure)?.name ?? each.score;
      return each.rows.slice(0, 1).map((row) => changeOf(each, row, each.score, name));
    });
  }
  const chosen = answer.scores.find((each) => each.score === score) ?? answer.scores[0];
  return (chosen?.rows ?? [])
    .flatMap((row) => {
      const code = row[by];
      if (!chosen || typeof code !== 'string') return [];
      return [changeOf(chosen, row, code, codeName(by, code, named(areas, answer)))];
    })
    .sort((a, b) => rankOf(by, a.code) - rankOf(by, b.code));
}

function changeOf(score: ScoreAnswer, row: ScoreAnswer['rows'][number], code: string, name: string): Change {
  const group = groupOf(row, score.unit, code, name);
  const { numerator, denominator } = group;
  return {
    ...group,
    ...{ unit: score.unit, improvement: score.improvement },
    coverage:
      numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator,
    ...{ paired: row.baseline?.paired ?? null, unpaired: row.baseline?.unpaired ?? null },
  };
}

/** Whether a change is for the better, the worse, or may be none. */
export function directionOf({ value, lower, upper, improvement }: Change): 'better' | 'worse' | 'unclear' {
  if (value === null || lower === null || upper === null || (lower <= 0 && upper >= 0)) return 'unclear';
  if (improvement === 'neutral') return 'unclear';
  return value > 0 === (improvement === 'increase') ? 'better' : 'worse';
}

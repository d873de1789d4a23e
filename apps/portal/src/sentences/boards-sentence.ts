import type { Measure } from '../api/schemas.js';
import { counted, lowerFirst, rounded } from '../labels/numbers.js';
import { periodName, type Period } from '../labels/periods.js';
import type { BoardFigure } from '../view/rows.js';
import { standingAgainst } from './trend-sentence.js';

export interface BoardsFacts {
  measure: Pick<Measure, 'name' | 'unit'>;
  quarter: Period;
  figures: BoardFigure[];
  england: number | null;
  own: { name: string; figure: BoardFigure } | undefined;
}

/** One paragraph that says how many boards stand apart from England, and where the person's own board is. */
export function boardsSentence(facts: BoardsFacts): string {
  const values = facts.figures.filter((figure) => figure.value !== null);
  if (values.length === 0) {
    return `No board has a figure that can be shown for ${periodName(facts.quarter)}.`;
  }
  if (facts.measure.unit === 'count') return countsSentence(facts, values);
  return [apartSentence(facts, values), ownSentence(facts)].filter((part) => part !== '').join(' ');
}

function apartSentence({ measure, quarter, england }: BoardsFacts, values: BoardFigure[]): string {
  const when = periodName(quarter);
  if (england === null) {
    return `In ${when}, ${counted(values.length, 'board')} had a figure for ${lowerFirst(measure.name)}.`;
  }
  const standings = values.map((figure) => standingAgainst(figure, england));
  const higher = standings.filter((standing) => standing === 'higher').length;
  const lower = standings.filter((standing) => standing === 'lower').length;
  const chance = Math.round(values.length * 0.05);
  const byChance =
    values.length >= 10 && higher + lower > 0
      ? ` With this many boards, about ${chance} would stand apart by chance alone.`
      : '';
  return `In ${when}, ${higher} of ${counted(values.length, 'board')} stood above England (${rounded(england, measure.unit)}) and ${lower} below it.${byChance}`;
}

function ownSentence({ own, england, measure }: BoardsFacts): string {
  if (!own) return '';
  const { value } = own.figure;
  if (value === null) return `${own.name} is withheld: it is about too few people.`;
  if (england === null) return `${own.name}: ${rounded(value, measure.unit)}.`;
  const words = { higher: 'higher than', lower: 'lower than', similar: 'similar to' };
  const standing = words[standingAgainst(own.figure, england)];
  return `${own.name} was ${standing} England, at ${rounded(value, measure.unit)}.`;
}

function countsSentence({ measure, quarter, own }: BoardsFacts, values: BoardFigure[]): string {
  const sorted = values.map(({ value }) => value ?? 0).sort((a, b) => a - b);
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const range =
    values.length === 1
      ? rounded(most, measure.unit)
      : `from ${rounded(least, measure.unit)} to ${rounded(most, measure.unit)}`;
  const mine =
    own?.figure.value == null ? '' : ` ${own.name} had ${rounded(own.figure.value, measure.unit)}.`;
  return `In ${periodName(quarter)}, ${lowerFirst(measure.name)} by board: ${range}.${mine} Counts follow the size of a board and of the feeds from it.`;
}

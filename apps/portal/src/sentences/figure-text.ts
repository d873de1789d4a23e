import { flagLabel } from '../labels/codes.js';
import { count, exact, listed, type Unit } from '../labels/numbers.js';
import { periodName } from '../labels/periods.js';
import type { Figure } from '../view/rows.js';

/** A figure whatever it is of: a period, a place, a group of people. */
export type Undated = Omit<Figure, 'period'>;

/** "54.1%", "withheld", "none". */
export function valueText(figure: Pick<Figure, 'value' | 'withheld'>, unit: Unit): string {
  if (figure.value !== null) return exact(figure.value, unit);
  return figure.withheld ? 'withheld' : 'none';
}

/** "50.2% to 58.0%"; empty where there are none. */
export function limitsText({ lower, upper }: Pick<Figure, 'lower' | 'upper'>, unit: Unit): string {
  return lower === null || upper === null ? '' : `${exact(lower, unit)} to ${exact(upper, unit)}`;
}

/** "312 of 577"; empty for counts and where either is withheld. */
export function partsText({ numerator, denominator }: Pick<Figure, 'numerator' | 'denominator'>): string {
  return numerator === null || denominator === null ? '' : `${count(numerator)} of ${count(denominator)}`;
}

/** "54.1% (95% limits 50.2% to 58.0%), 312 of 577". */
export function figureText(figure: Undated, unit: Unit): string {
  const limits = limitsText(figure, unit);
  const parts = partsText(figure);
  return `${valueText(figure, unit)}${limits === '' ? '' : ` (95% limits ${limits})`}${parts === '' ? '' : `, ${parts}`}`;
}

/** What has to be known beside a figure: "The period is not over." Empty when nothing. */
export function notesText(figure: Pick<Figure, 'flags' | 'provisional'>): string {
  const notes = figure.flags.map(flagLabel);
  if (notes.length === 0) return '';
  const text = listed(notes);
  return `${figure.provisional ? 'Not final: ' : ''}${figure.provisional ? text : text.charAt(0).toUpperCase() + text.slice(1)}.`;
}

/** A period of the trend in one breath, for screen readers. */
export function readingText(figure: Figure, england: Figure | undefined, area: string, unit: Unit): string {
  const beside = england ? ` England ${valueText(england, unit)}.` : '';
  const notes = notesText(figure);
  return `${periodName(figure.period)}: ${area} ${figureText(figure, unit)}.${beside}${notes === '' ? '' : ` ${notes}`}`;
}

import { parsePeriod } from '../labels/periods.js';
import type { BoardFigure, Figure } from '../view/rows.js';

/** A figure of a period, `2026-Q1` or `2026-01`, with limits 5 points either side unless told otherwise. */
export function figure(period: string, value: number | null, more: Partial<Figure> = {}): Figure {
  const parsed = parsePeriod(period);
  if (!parsed) throw new Error(`no period: ${period}`);
  const limits = value === null ? { lower: null, upper: null } : { lower: value - 0.05, upper: value + 0.05 };
  return {
    ...{ period: parsed, value, withheld: false, provisional: false, flags: [] },
    ...(value === null
      ? { numerator: null, denominator: null }
      : { numerator: value * 200, denominator: 200 }),
    ...limits,
    ...more,
  };
}

export function withheld(period: string): Figure {
  return figure(period, null, { withheld: true });
}

/** A count: no denominator, no limits. */
export function tally(period: string, value: number): Figure {
  return figure(period, value, { numerator: value, denominator: null, lower: null, upper: null });
}

export function ofBoard(board: string, each: Figure): BoardFigure {
  return { ...each, board };
}

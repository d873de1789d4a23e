import type { Row } from '../api/schemas.js';
import type { Unit } from '../labels/numbers.js';
import { parsePeriod, periodsBetween, type Period } from '../labels/periods.js';

/** A figure of one period, as everything on the page reads it. */
export interface Figure {
  period: Period;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  lower: number | null;
  upper: number | null;
  /** Kept back because it is about too few people. */
  withheld: boolean;
  /** The period is not over, or some of its people are too recent to be counted. */
  provisional: boolean;
  flags: string[];
}

export interface BoardFigure extends Figure {
  board: string;
}

/** The rows of an answer broken down by month or quarter, in order of time. */
export function timeFigures(rows: Row[], unit: Unit): Figure[] {
  return rows.flatMap((row) => figureOf(row, unit)).sort((a, b) => a.period.start - b.period.start);
}

/** The rows of an answer by board and quarter. */
export function boardFigures(rows: Row[], unit: Unit): BoardFigure[] {
  return rows.flatMap((row) => {
    const board = row['icb'];
    return typeof board === 'string' ? figureOf(row, unit).map((figure) => ({ ...figure, board })) : [];
  });
}

function figureOf(row: Row, unit: Unit): Figure[] {
  const text = row['month'] ?? row['quarter'];
  const period = typeof text === 'string' ? parsePeriod(text) : undefined;
  return period ? [{ ...figureIn(row, unit), period }] : [];
}

/** The figure in a row, whatever the row is of. */
export function figureIn(row: Row, unit: Unit): Omit<Figure, 'period'> {
  const flags = row.flags ?? [];
  const numerator = row.numerator ?? null;
  const value = row.value ?? (unit === 'count' ? numerator : null);
  return {
    ...{ numerator, value, flags },
    denominator: row.denominator ?? null,
    lower: row.lower ?? null,
    upper: row.upper ?? null,
    withheld: value === null && (row.suppressed ?? []).length > 0,
    provisional: flags.includes('partial') || flags.includes('immature'),
  };
}

/**
 * Several boards as one area, for people whose answers name boards only: sums of the counts that can be shown, without
 * limits, since what is withheld is missing from them.
 */
export function summedFigures(figures: BoardFigure[], unit: Unit): Figure[] {
  const periods = new Map<number, BoardFigure[]>();
  for (const figure of figures) {
    const { start } = figure.period;
    periods.set(start, [...(periods.get(start) ?? []), figure]);
  }
  return [...periods.values()]
    .map((parts) => sumOf(parts, unit))
    .sort((a, b) => a.period.start - b.period.start);
}

function sumOf(parts: BoardFigure[], unit: Unit): Figure {
  const shown = parts.filter(
    ({ value, numerator, denominator }) =>
      value !== null && numerator !== null && (unit === 'count' || denominator !== null),
  );
  const total = (of: (figure: Figure) => number | null): number =>
    shown.reduce((sum, figure) => sum + (of(figure) ?? 0), 0);
  const numerator = shown.length === 0 ? null : total((figure) => figure.numerator);
  const denominator = shown.length === 0 || unit === 'count' ? null : total((figure) => figure.denominator);
  return {
    period: parts[0]?.period ?? { start: 0, months: 3 },
    ...{ numerator, denominator, lower: null, upper: null },
    value: unit === 'count' ? numerator : ratio(numerator, denominator),
    withheld: shown.length === 0 && parts.some((part) => part.withheld),
    provisional: parts.some((part) => part.provisional),
    flags: [...new Set(parts.flatMap((part) => part.flags))],
  };
}

function ratio(numerator: number | null, denominator: number | null): number | null {
  return numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
}

/** The quarters in which any board has a figure, latest first. */
export function quartersOf(figures: Pick<Figure, 'period'>[]): Period[] {
  const starts = new Map(figures.map(({ period }) => [period.start, period]));
  return [...starts.values()].sort((a, b) => b.start - a.start);
}

/** The latest quarter that is over and whose people are all counted; else the latest with a value; else the latest. */
export function latestFullQuarter(figures: Figure[]): Period | undefined {
  const latest = (wanted: (figure: Figure) => boolean): Period | undefined =>
    quartersOf(figures.filter(wanted))[0];
  const unready = new Set(figures.filter((each) => each.provisional).map((each) => each.period.start));
  return (
    latest((each) => each.value !== null && !unready.has(each.period.start)) ??
    latest((each) => each.value !== null) ??
    latest(() => true)
  );
}

/**
 * The same figures with every period between the first and the last, so that a gap in time is a gap in the line.
 * @param unlisted whether a period that is absent may hold a few people all the same
 */
export function withGaps(figures: Figure[], unlisted = false): Figure[] {
  const [first, last] = [figures[0], figures.at(-1)];
  if (!first || !last) return [];
  const known = new Map(figures.map((figure) => [figure.period.start, figure]));
  const grain = first.period.months === 1 ? 'month' : 'quarter';
  return periodsBetween(first.period.start, last.period.start, grain).map(
    (period) => known.get(period.start) ?? { ...NOTHING, withheld: unlisted, period },
  );
}

const NOTHING = {
  ...{ numerator: null, denominator: null, value: null, lower: null, upper: null },
  ...{ withheld: false, provisional: false, flags: [] },
};

/** The figure whose period holds another period. */
export function covering(figures: Figure[], period: Period): Figure | undefined {
  return figures.find(
    (figure) =>
      figure.period.start <= period.start &&
      figure.period.start + figure.period.months >= period.start + period.months,
  );
}

export function hasValue(figure: Figure): boolean {
  return figure.value !== null;
}

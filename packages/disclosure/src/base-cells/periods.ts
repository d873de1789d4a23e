/** How long the period of a base cell is, the longest first; `ever`: all time. */
export const PERIOD_LEVELS = ['ever', 'year', 'quarter', 'month'] as const;
export type PeriodLevel = (typeof PERIOD_LEVELS)[number];

/** The one period of {@link PERIOD_LEVELS} `ever`. */
export const EVER = '';

/** The year or quarter that a period lies in; undefined for the longest. */
export function periodAbove(period: string): string | undefined {
  const level = levelOfPeriod(period);
  if (level === 'month') return periodHolding(period, 'quarter');
  return level === 'quarter' ? period.slice(0, 4) : undefined;
}

/** The month, quarter or year that a month lies in. */
export function periodHolding(month: string, level: Exclude<PeriodLevel, 'ever'>): string {
  if (level === 'month') return month;
  const year = month.slice(0, 4);
  return level === 'year' ? year : `${year}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

/** How long a period is: `2026`, `2026-Q1`, `2026-03`. */
export function levelOfPeriod(period: string): PeriodLevel {
  if (period === EVER) return 'ever';
  if (period.length === 4) return 'year';
  return period.includes('Q') ? 'quarter' : 'month';
}

/** Months of a period, in order. */
export function monthsOf(period: string): string[] {
  const year = period.slice(0, 4);
  switch (levelOfPeriod(period)) {
    case 'ever':
      return [];
    case 'year':
      return range(1, 12).map((month) => monthText(year, month));
    case 'quarter': {
      const last = 3 * Number(period.slice(6));
      return range(last - 2, last).map((month) => monthText(year, month));
    }
    case 'month':
      return [period];
  }
}

/** Months from one to another, both included. */
export function monthsBetween(from: string, to: string): string[] {
  const number = (month: string): number => 12 * Number(month.slice(0, 4)) + Number(month.slice(5)) - 1;
  return range(number(from), number(to)).map((nth) =>
    monthText(String(Math.floor(nth / 12)), (nth % 12) + 1),
  );
}

/** The fewest whole years, quarters and months that these months make up, in order. */
export function wholePeriods(months: readonly string[]): string[] {
  const wanted = new Set(months);
  const isWhole = (period: string): boolean => monthsOf(period).every((month) => wanted.has(month));
  const periods = months.map((month) => {
    const [quarter, year] = [periodHolding(month, 'quarter'), periodHolding(month, 'year')];
    if (isWhole(year)) return year;
    return isWhole(quarter) ? quarter : month;
  });
  return [...new Set(periods)];
}

function monthText(year: string, month: number): string {
  return `${year}-${String(month).padStart(2, '0')}`;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, nth) => from + nth);
}

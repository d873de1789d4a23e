/** Lengths of the periods that a chart may be drawn by. */
export type PeriodLength = 'month' | 'quarter';

/** All periods from the first to the last, both included. */
export function periodsBetween(first: string, last: string): string[] {
  const isQuarter = first.includes('Q');
  const perYear = isQuarter ? 4 : 12;
  const nth = (period: string): number =>
    Number(period.slice(0, 4)) * perYear + Number(period.slice(isQuarter ? 6 : 5)) - 1;
  const count = nth(last) - nth(first) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => named(nth(first) + i, perYear));
}

function named(nth: number, perYear: number): string {
  const [year, part] = [Math.floor(nth / perYear), (nth % perYear) + 1];
  return perYear === 4 ? `${year}-Q${part}` : `${year}-${String(part).padStart(2, '0')}`;
}

/** Whether a quarter begins before the first month asked, or ends after the last: it holds a part of its months only. */
export function isCut(
  quarter: string,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): boolean {
  const [year, nth] = [quarter.slice(0, 4), Number(quarter.slice(6))];
  const month = (number: number): string => `${year}-${String(number).padStart(2, '0')}`;
  return (from !== undefined && month(3 * nth - 2) < from) || (to !== undefined && month(3 * nth) > to);
}

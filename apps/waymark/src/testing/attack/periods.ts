/** Breakdowns by time, the longest first. */
export const TIMES: readonly string[] = ['year', 'quarter', 'month'];

/** The year or the quarter that a shorter period is in. */
export function periodAbove(period: string, longer: string): string {
  if (longer === 'year') return period.slice(0, 4);
  return `${period.slice(0, 4)}-Q${Math.ceil(Number(period.slice(5)) / 3)}`;
}

/** The first and the last month of a year, a quarter or a month. */
export function monthsIn(period: string): [from: string, to: string] {
  const year = period.slice(0, 4);
  if (period.length === 4) return [`${year}-01`, `${year}-12`];
  if (!period.includes('Q')) return [period, period];
  const last = 3 * Number(period.slice(6));
  const month = (nth: number): string => `${year}-${String(nth).padStart(2, '0')}`;
  return [month(last - 2), month(last)];
}

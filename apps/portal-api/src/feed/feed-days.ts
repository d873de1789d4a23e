const DAY_MS = 86_400_000;
const WEEKS = 8;

/** Dates and months as text, counted on the calendar. */
export const daysBefore = (date: string, days: number): string =>
  new Date(Date.parse(date) - days * DAY_MS).toISOString().slice(0, 10);

/** The month and those before it, the earliest first. */
export function monthsUpTo(month: string, count: number): string[] {
  const [year = 0, nth = 0] = month.split('-').map(Number);
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(year, nth - count + at, 1)).toISOString().slice(0, 7),
  );
}

/** The seven days up to a date, each beside the median of the same weekday over the eight weeks before. */
export function weekBesideNormal(
  today: string,
  byDay: ReadonlyMap<string, number>,
): { date: string; events: number; normal: number }[] {
  return Array.from({ length: 7 }, (_, at) => {
    const date = daysBefore(today, 6 - at);
    const before = Array.from(
      { length: WEEKS },
      (__, week) => byDay.get(daysBefore(date, 7 * (week + 1))) ?? 0,
    );
    return { date, events: byDay.get(date) ?? 0, normal: median(before) };
  });
}

/** Days that a week and what is normal take to be told. */
export const WEEK_DAYS_READ = 7 * (WEEKS + 1);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}

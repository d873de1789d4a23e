/** A calendar period as the API writes it: `2026-03`, `2026-Q1` or `2026`. */
export interface Period {
  /** Months since year 0: a linear axis without time zones. */
  start: number;
  /** Length in months: 1, 3 or 12. */
  months: number;
}

export type Grain = 'month' | 'quarter';

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** @returns undefined when the text is no period. */
export function parsePeriod(text: string): Period | undefined {
  const found = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?$/.exec(text);
  if (!found) return undefined;
  const [, year, month, quarter] = found;
  const january = Number(year) * 12;
  if (month !== undefined) return { start: january + Number(month) - 1, months: 1 };
  if (quarter !== undefined) return { start: january + (Number(quarter) - 1) * 3, months: 3 };
  return { start: january, months: 12 };
}

/** `2026-03` of a month index. */
export function monthText(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** `2026-Q1` of the quarter that holds a month index. */
export function quarterText(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-Q${Math.floor((index % 12) / 3) + 1}`;
}

/** "March 2026", "January to March 2026", "2026". */
export function periodName(period: Period): string {
  const year = Math.floor(period.start / 12);
  if (period.months === 12) return String(year);
  const first = monthName(period.start);
  if (period.months === 1) return `${first} ${year}`;
  return `${first} to ${monthName(period.start + period.months - 1)} ${year}`;
}

/** "Mar 2026". */
export function shortMonth(index: number): string {
  return `${monthName(index).slice(0, 3)} ${Math.floor(index / 12)}`;
}

function monthName(index: number): string {
  return MONTHS[index % 12] ?? '';
}

/** The whole periods of a grain that cover the months from `from` to `to`, both included. */
export function periodsBetween(from: number, to: number, grain: Grain): Period[] {
  const months = grain === 'month' ? 1 : 3;
  const first = from - (from % months);
  const count = Math.max(0, Math.floor((to - first) / months) + 1);
  return Array.from({ length: count }, (_, index) => ({ start: first + index * months, months }));
}

export function overlaps(period: Period, from: number | undefined, to: number | undefined): boolean {
  return (
    (from === undefined || period.start + period.months > from) && (to === undefined || period.start <= to)
  );
}

const londonDate = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  ...{ hourCycle: 'h23', timeZone: 'Europe/London' },
});

/** "24 November 2026, 10:42" in London. */
export function londonTime(instant: string): string {
  const parts = Object.fromEntries(
    londonDate.formatToParts(new Date(instant)).map((part) => [part.type, part.value]),
  );
  return `${parts['day'] ?? ''} ${parts['month'] ?? ''} ${parts['year'] ?? ''}, ${parts['hour'] ?? ''}:${parts['minute'] ?? ''}`;
}

/** "Jan to Mar 2026", "Jan 2026". */
export function shortPeriod({ start, months }: Period): string {
  if (months === 1) return shortMonth(start);
  return `${monthName(start).slice(0, 3)} to ${shortMonth(start + months - 1)}`;
}

const londonDigits = new Intl.DateTimeFormat('en-CA', {
  ...{
    day: '2-digit' as const,
    month: '2-digit' as const,
    year: 'numeric' as const,
    timeZone: 'Europe/London',
  },
});

/** `2026-11-24` of an instant in London; of a date, itself; empty of anything else. */
export function londonDay(instant: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(instant)) return instant;
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : londonDigits.format(date);
}

/** "24 November 2026, 10:42" of an instant, "the end of 24 November 2026" of a date; anything else as it is. */
export function asOfText(asOf: string): string {
  if (londonDay(asOf) === '') return asOf;
  if (londonDay(asOf) !== asOf) return londonTime(asOf);
  return `the end of ${londonTime(`${asOf}T12:00:00Z`).replace(/,.*/, '')}`;
}

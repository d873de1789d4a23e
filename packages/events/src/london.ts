const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Start and end of British Summer Time by year, epoch ms: last Sundays of March and October, 01:00 UTC (since 1996). */
const summers = new Map<number, [from: number, to: number]>();

function lastSundayAtOne(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, lastDay.getUTCDate() - lastDay.getUTCDay(), 1);
}

function londonOffsetMs(epochMs: number): number {
  const year = new Date(epochMs).getUTCFullYear();
  let summer = summers.get(year);
  if (!summer) {
    summer = [lastSundayAtOne(year, 2), lastSundayAtOne(year, 9)];
    summers.set(year, summer);
  }
  return epochMs >= summer[0] && epochMs < summer[1] ? HOUR_MS : 0;
}

/** The calendar date in Europe/London of an instant (epoch ms), as days since 1970-01-01. For instants from 1996 on. */
export function londonDate(epochMs: number): number {
  return Math.floor((epochMs + londonOffsetMs(epochMs)) / DAY_MS);
}

/** The same date as `YYYY-MM-DD`. */
export function londonDateText(epochMs: number): string {
  return new Date(londonDate(epochMs) * DAY_MS).toISOString().slice(0, 10);
}

/** The last millisecond (epoch) of a London calendar day given as `YYYY-MM-DD`. */
export function endOfLondonDay(date: string): number {
  const nextMidnight = Date.parse(`${date}T00:00:00.000Z`) + DAY_MS;
  return nextMidnight - londonOffsetMs(nextMidnight - HOUR_MS) - 1;
}

import { at } from '../numeric/at.js';

/** One person's follow-up. Times in whole days: two equal times must be equal numbers. */
export interface FollowUp {
  time: number;
  /** 0: still in (censored); 1 and up: what ended it. */
  cause: number;
  /** Delayed entry: at risk on (entry, time]. Left out: at risk from the start, time 0 included. */
  entry?: number;
  /** How many people this stands for; 1 when left out. */
  weight?: number;
}

/** Everybody's follow-up at one time: what every estimate of this folder is worked out from. */
export interface RiskRow {
  time: number;
  atRisk: number;
  /** Ends of any cause at this time. */
  events: number;
  censored: number;
  /** Ends by cause; the first is cause 1. */
  byCause: number[];
}

/**
 * Counts people at risk and ends at each time that anybody's follow-up stops, in order of time. Ends come before
 * censorings at the same time, so that the censored count as at risk.
 *
 * @throws {RangeError} on negative or unordered times.
 */
export function riskTable(people: Iterable<FollowUp>): RiskRow[] {
  const rows = new Map<number, { leaving: number; byCause: number[]; censored: number }>();
  const entries: { entry: number; weight: number }[] = [];
  let total = 0;
  let causes = 1;
  for (const { time, cause, entry, weight = 1 } of people) {
    assertFollowUp(time, entry);
    const row = rows.get(time) ?? { leaving: 0, byCause: [], censored: 0 };
    rows.set(time, row);
    row.leaving += weight;
    if (cause === 0) row.censored += weight;
    else row.byCause[cause - 1] = (row.byCause[cause - 1] ?? 0) + weight;
    causes = Math.max(causes, cause);
    total += weight;
    if (entry !== undefined) entries.push({ entry, weight });
  }
  entries.sort((a, b) => b.entry - a.entry);
  let notYet = entries.reduce((count, { weight }) => count + weight, 0);
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([time, { leaving, byCause, censored }]) => {
      while (entries.length > 0 && at(entries, entries.length - 1).entry < time)
        notYet -= entries.pop()?.weight ?? 0;
      const counts = Array.from({ length: causes }, (_, k) => byCause[k] ?? 0);
      const row = {
        time,
        atRisk: total - notYet,
        events: counts.reduce((a, b) => a + b, 0),
        censored,
        byCause: counts,
      };
      total -= leaving;
      return row;
    });
}

function assertFollowUp(time: number, entry: number | undefined): void {
  if (!(time >= 0) || (entry !== undefined && !(entry < time)))
    throw new RangeError('follow-up: expected time >= 0, and entry < time');
}

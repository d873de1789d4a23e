import {
  EVER,
  levelOfPeriod,
  monthsBetween,
  PERIOD_LEVELS,
  periodHolding,
  wholePeriods,
  type PeriodLevel,
} from '@waymark/disclosure';
import { londonDateText } from '@waymark/events';
import { isTimeBreakdown, TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import type { CohortQuestion } from '@waymark/warehouse';

type Asked = Pick<CohortQuestion, 'by' | 'filters' | 'from' | 'to' | 'asOf'>;
type Time = (typeof TIME_BREAKDOWNS)[number];

/** No event is older. */
const EARLIEST = '2015-01';

/** Which base periods a question is about, and which row of the answer each belongs to. */
export interface PeriodsAsked {
  /** How long they are, and all longer ones: the longest first. */
  levels: readonly PeriodLevel[];
  /** Codes of the row's periods by base period, in the order of the question's breakdowns by time. */
  rowOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * The fewest whole years, quarters and months that make up what was asked: of the range, or of each value of a filter by
 * time; within each period that the answer is broken down by. Without any of these, all time is one period: as a sum of years it
 * would be withheld for the first weeks of a feed.
 */
export function periodsAsked(asked: Asked): PeriodsAsked {
  if (isOfAllTime(asked)) return { levels: ['ever'], rowOf: new Map([[EVER, []]]) };
  const times = asked.by.filter(isTimeBreakdown);
  const shortest = [...TIME_BREAKDOWNS].find((time) => times.includes(time));
  const rowOf = new Map<string, string[]>();
  for (const months of piecesOf(asked)) {
    for (const part of shortest === undefined ? [months] : splitBy(months, shortest)) {
      const row = times.map((time) => periodHolding(part[0] ?? '', time));
      for (const period of wholePeriods(part)) rowOf.set(period, row);
    }
  }
  const shortestLevel = Math.max(
    1,
    ...[...rowOf.keys()].map((period) => PERIOD_LEVELS.indexOf(levelOfPeriod(period))),
  );
  return { levels: PERIOD_LEVELS.slice(0, shortestLevel + 1), rowOf };
}

function isOfAllTime({ by, filters, from, to }: Asked): boolean {
  const isInTime = [...by, ...Object.keys(filters)].some((name) => isTimeBreakdown(name as Breakdown));
  return from === undefined && to === undefined && !isInTime;
}

/** The months asked: all of them, or those of each value of the filter by the shortest periods. */
function piecesOf({ filters, from = EARLIEST, to, asOf }: Asked): string[][] {
  const last = to ?? `${Number(londonDateText(asOf).slice(0, 4)) + 1}-12`;
  const named = [...TIME_BREAKDOWNS].filter((time) => filters[time] !== undefined);
  const all = monthsBetween(from, last).filter((month) =>
    named.every((time) => filters[time]?.includes(periodHolding(month, time))),
  );
  const [shortest] = named;
  return shortest === undefined ? [all] : splitBy(all, shortest);
}

function splitBy(months: readonly string[], time: Time): string[][] {
  const parts = new Map<string, string[]>();
  for (const month of months) {
    const period = periodHolding(month, time);
    parts.set(period, [...(parts.get(period) ?? []), month]);
  }
  return [...parts.values()];
}

import { monthsBetween, monthsOf, wholePeriods } from '@waymark/disclosure';
import { londonDateText } from '@waymark/events';
import { DIMENSIONS, TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { Problem } from '@waymark/service';
import type { CohortQuestion } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';

/** No event is older. */
const EARLIEST_MONTH = '2015-01';

/**
 * A question as questions whose rows are base cells: one code of every dimension that is named, one whole month, quarter or year.
 * What leaves is the sum of what may leave of each, so that a filter of several codes, or a range of months, tells no more than
 * its parts do. A row's key begins with that of the row it adds to. Without control the question is left as it is.
 *
 * @throws {Problem} 400 overlapping_codes: codes that share people do not add up.
 */
export function baseQuestions({ profile, question }: Pick<Basis, 'profile' | 'question'>): CohortQuestion[] {
  if (profile === 'none') return [question];
  const { by, filters } = question;
  const named = Object.entries(filters) as [Breakdown, readonly string[]][];
  const several = named.filter(([, codes]) => codes.length > 1).map(([name]) => name);
  refuseOverlapping(several);
  const split = several.filter((name) => !by.includes(name));
  const cells = { ...question, by: [...by, ...split] };
  const isInTime = [...by, ...Object.keys(filters)].some((name) => isTime(name));
  const isWhole = question.from === undefined && question.to === undefined;
  if (isWhole) return isInTime ? [cells] : [{ ...cells, by: [...cells.by, 'year'] }];
  return periodsOf(question).map(([level, periods]) => inPeriods(cells, level, periods));
}

/** Who has two of the codes would count twice in their sum. */
function refuseOverlapping(several: readonly Breakdown[]): void {
  const parameter = several.find((name) => !DIMENSIONS[name].additive);
  if (parameter === undefined) return;
  const detail =
    'Groups that share people cannot be added up under your disclosure profile: ask for one at a time.';
  throw new Problem(400, 'overlapping_codes', detail, { parameter });
}

type TimeLevel = (typeof TIME_BREAKDOWNS)[number];
const isTime = (name: string): name is TimeLevel => (TIME_BREAKDOWNS as readonly string[]).includes(name);

/** The fewest whole periods of a range, within those that the answer is broken down by, by how long they are. */
function periodsOf({ by, from, to, asOf }: CohortQuestion): [TimeLevel, string[]][] {
  const months = monthsBetween(from ?? EARLIEST_MONTH, to ?? londonDateText(asOf).slice(0, 7));
  const shown = by.find(isTime);
  const parts = shown === undefined ? [months] : [...groupedBy(months, shown).values()];
  const periods = parts.flatMap((part) => wholePeriods(part));
  return TIME_BREAKDOWNS.map((level): [TimeLevel, string[]] => [
    level,
    periods.filter((period) => levelOf(period) === level),
  ]).filter(([, some]) => some.length > 0);
}

function groupedBy(months: readonly string[], level: TimeLevel): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const month of months) {
    const period = periodOf(month, level);
    groups.set(period, [...(groups.get(period) ?? []), month]);
  }
  return groups;
}

function periodOf(month: string, level: TimeLevel): string {
  if (level === 'month') return month;
  const year = month.slice(0, 4);
  return level === 'year' ? year : `${year}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

function levelOf(period: string): TimeLevel {
  return ({ 12: 'year', 3: 'quarter' } as const)[monthsOf(period).length] ?? 'month';
}

/** The months asked are those of the periods: `from` and `to` stay, for what else they say. */
function inPeriods(question: CohortQuestion, level: TimeLevel, periods: readonly string[]): CohortQuestion {
  const asked = question.filters[level];
  const wanted = asked ? periods.filter((period) => asked.includes(period)) : periods;
  const by = question.by.includes(level) ? question.by : [...question.by, level];
  return { ...question, by, filters: { ...question.filters, [level]: wanted } };
}

/** Rows by the key of the row that they add to. */
export function addedUp<R extends { key: readonly string[] }>(
  rows: readonly R[],
  by: readonly Breakdown[],
): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.key.slice(0, by.length));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

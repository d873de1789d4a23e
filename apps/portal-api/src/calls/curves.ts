import { midpoint6 } from '@waymark/disclosure';
import {
  cumulativeIncidence,
  kaplanMeier,
  riskTable,
  timeByWhich,
  type FollowUp,
  type Limits,
  type SurvivalStep,
} from '@waymark/statistics';
import type { FollowUpDay, FollowUpEnd, FollowUpRow } from '@waymark/warehouse';

/** Causes by number, as the statistics have them; 1 is what is waited for, the others compete, 0 is censored. */
const CAUSES: Readonly<Record<FollowUpEnd, number>> = {
  ...{ disengaged: 1, happened: 1, completed: 2, closed: 2, died: 3 },
  ...{ censored: 0, unrecorded: 0 },
};
export const CAUSE = { event: 1, completed: 2, died: 3 } as const;

/** Followed people of one row, ready to be estimated from. */
export interface Curve {
  people: readonly FollowUp[];
  /** The last day on which the curve says something; `Infinity`: nobody is left after it. */
  until: number;
}

type Counts = Pick<FollowUpRow, 'days' | 'followed'>;

/** The curve's people as they are. */
export function exactCurve(cells: readonly Counts[]): Curve {
  const people = cells
    .flatMap(({ days }) => days)
    .flatMap(({ day, ended }) =>
      Object.entries(ended).map(([end, weight]) => ({
        time: day,
        cause: CAUSES[end as FollowUpEnd],
        weight,
      })),
    );
  return { people, until: endOf(people) };
}

/** With fewer than this many left, a controlled curve is not told any further. */
export const AT_RISK_LEAST = 8;

/**
 * The same by midpoint 6: of each cell everybody followed, those censored and the ends of each cause, counted from the start, and
 * of these the sum. The roundings do not cancel, so that towards the end fewer may be left than have yet to leave: it ends before that.
 */
export function roundedCurve(cells: readonly Counts[]): Curve {
  const people: FollowUp[] = [];
  let left = cells.reduce((total, { followed }) => total + midpoint6(followed), 0);
  for (const { day, atRisk, leaving } of roundedDays(cells)) {
    const [censored = 0, ...ends] = leaving;
    const ending = ends.reduce((total, weight) => total + weight, 0);
    if (Math.min(atRisk, left) < AT_RISK_LEAST || ending > left) return cutBefore(day, people, left);
    const staying = Math.min(censored, left - ending);
    const some = [staying, ...ends].map((weight, cause) => ({ time: day, cause, weight }));
    people.push(...some.filter(({ weight }) => weight > 0));
    left -= ending + staying;
  }
  const last = Math.max(0, ...cells.map(({ days }) => days.at(-1)?.day ?? 0));
  const everybody = [...people, ...stillThere(last, left)];
  return { people: everybody, until: endOf(everybody) };
}

interface RoundedDay {
  day: number;
  /** Exact. */
  atRisk: number;
  /** By cause, rounded. */
  leaving: number[];
}

/** The days of all cells in order, and by how many people the rounded counts grow on each. */
function roundedDays(cells: readonly Counts[]): RoundedDay[] {
  const rounded = cells.map(() => new RoundedLeaving());
  const all = cells.flatMap(({ days }, cell) => days.map(({ day, ended }) => ({ cell, day, ended })));
  let left = cells.reduce((total, { followed }) => total + followed, 0);
  const days: RoundedDay[] = [];
  for (const { cell, day, ended } of all.sort((a, b) => a.day - b.day)) {
    const leaving = rounded[cell]?.after(ended) ?? [];
    const same = days.at(-1);
    if (same?.day === day) same.leaving = same.leaving.map((weight, cause) => weight + (leaving[cause] ?? 0));
    else days.push({ day, atRisk: left, leaving });
    left -= Object.values(ended).reduce((total, count) => total + count, 0);
  }
  return days;
}

/** By how many the rounded counts of a cell grow, day by day, by cause. */
class RoundedLeaving {
  private readonly counted = [0, 0, 0, 0];

  after(ended: FollowUpDay['ended']): number[] {
    return leavingBy(ended).map((count, cause) => {
      const before = this.counted[cause] ?? 0;
      this.counted[cause] = before + count;
      return midpoint6(before + count) - midpoint6(before);
    });
  }
}

/** Whose follow-up stopped on a day, by cause. */
function leavingBy(ended: FollowUpDay['ended']): number[] {
  const counts = [0, 0, 0, 0];
  for (const [end, count] of Object.entries(ended)) {
    const cause = CAUSES[end as FollowUpEnd];
    counts[cause] = (counts[cause] ?? 0) + count;
  }
  return counts;
}

function cutBefore(day: number, people: readonly FollowUp[], left: number): Curve {
  const until = Math.max(0, day - 1);
  return { people: [...people, ...stillThere(until, left)], until };
}

/** Whoever is left is censored; the roundings may have left nobody. */
function stillThere(time: number, weight: number): FollowUp[] {
  return weight === 0 ? [] : [{ time, cause: 0, weight }];
}

/** Somebody censored on the last day: what comes after it is not known. Nobody: nothing comes after it. */
function endOf(people: readonly FollowUp[]): number {
  const last = people.reduce((latest, { time }) => Math.max(latest, time), 0);
  const isKnown = people.every(({ time, cause }) => time < last || cause > 0);
  return isKnown ? Infinity : last;
}

/** Followed no further than a day: what is estimated up to it stays the same, and is worked out sooner. */
export function followedTo({ people, until }: Curve, day: number): Curve {
  const cut = people.map((person) => (person.time > day ? { ...person, time: day, cause: 0 } : person));
  return { people: cut, until: Math.min(until, day) };
}

/** Competing ends censored: what would be if only the first cause could end it. */
export function firstCauseOnly({ people }: Curve): FollowUp[] {
  return people.map((person) => (person.cause > CAUSE.event ? { ...person, cause: 0 } : person));
}

/** Kaplan-Meier of being free of the first cause, log-log limits. */
export function stayingFree(curve: Curve): SurvivalStep[] {
  return kaplanMeier(riskTable(firstCauseOnly(curve)));
}

/** The share in whom something has happened from a day on. */
export interface ShareStep {
  day: number;
  share: number;
  limits: Limits | null;
}

/** 1 - Kaplan-Meier of the first cause. */
export function shareByKaplanMeier(curve: Curve): ShareStep[] {
  return stayingFree(curve).map(({ time, survival, limits }) => ({
    ...{ day: time, share: 1 - survival },
    limits: limits && { lower: 1 - limits.upper, upper: 1 - limits.lower },
  }));
}

/** Aalen-Johansen's cumulative incidence of a cause; the others compete. */
export function shareByIncidence({ people }: Curve, cause: number = CAUSE.event): ShareStep[] {
  if (people.length === 0) return [];
  return cumulativeIncidence(people).map(({ time, causes }) => {
    const it = causes[cause - 1];
    return { day: time, share: it?.incidence ?? 0, limits: it?.limits ?? null };
  });
}

/** The share by a day; `undefined`: nobody is followed that far. */
export function shareAt(
  steps: readonly ShareStep[],
  { until }: Curve,
  day: number,
): Omit<ShareStep, 'day'> | undefined {
  if (day > until) return undefined;
  return steps.findLast((step) => step.day <= day) ?? { share: 0, limits: null };
}

/** Shares closer than this are the same: sums of fractions end on a speck. */
const SAME = 1e-9;

export interface DayReached {
  /** `null`: not reached. */
  day: number | null;
  lower: number | null;
  upper: number | null;
}

/** The first day on which a share is reached; its limits are where the curve's own limits reach the same share. */
export function dayReached(steps: readonly ShareStep[], share: number): DayReached {
  const first = steps.find((step) => step.share >= share - SAME);
  const { lower, upper } = timeByWhich(steps.map(asSurvival), share);
  return { day: first?.day ?? null, lower, upper };
}

/** As far as crossings are read: a curve that falls, with its limits. */
function asSurvival({ day, share, limits }: ShareStep): SurvivalStep {
  return {
    ...{ time: day, survival: 1 - share },
    limits: limits && { lower: 1 - limits.upper, upper: 1 - limits.lower },
    ...{ atRisk: 0, events: 0, censored: 0, se: null, hazard: 0, hazardSe: 0 },
  };
}

import { at } from '../numeric/at.js';
import {
  assertDays,
  coversOf,
  daysCovered,
  inOrder,
  within,
  type CoveringEvent,
  type DayRange,
} from './covered.js';

/** The nine measures of how much of a time is covered; `null`: there is none, for want of a first or second event. */
export type Availability = Readonly<Record<`cma${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`, number | null>>;

/**
 * Continuous multiple-interval measures of availability (CMA1 to CMA9), of one person, over an observation window:
 *
 * - CMA1: durations of all events but the last / days from the first to the last; CMA3: at most 1.
 * - CMA2: durations of all events / days from the first to the window's end; CMA4: at most 1.
 * - CMA5: share covered, with what is carried over, from the first event to the last; CMA6: to the window's end.
 * - CMA7: share of the whole window covered, with what is carried into it.
 * - CMA8: share covered of the window without the days that what is carried into it covers.
 * - CMA9: share of the days up to the next event that an event covers, averaged over the days of the window.
 *
 * Source: Vollmer WM et al. (2012), BMC Health Serv Res 12:155; Dima AL, Dediu D (2017), PLoS ONE 12:e0174426 (AdhereR).
 *
 * @param followUp outside which events are not looked at; the window lies within it
 * @throws {RangeError} unless days are whole and ranges not empty.
 */
export function availability(
  events: readonly CoveringEvent[],
  { followUp, window }: { followUp: DayRange; window: DayRange },
): Availability {
  assertDays(events, followUp, window);
  const followed = inOrder(events.filter(within(followUp)));
  const inside = followed.filter(within(window));
  const [cma1, cma2] = [toLast(inside, durations), toEnd(inside, window.to, durations)];
  return {
    ...{ cma1, cma2, cma3: atMostOne(cma1), cma4: atMostOne(cma2) },
    ...{ cma5: toLast(inside, covered), cma6: toEnd(inside, window.to, covered) },
    ...{ cma7: share(daysCovered(coversOf(followed), window), window) },
    cma8: lagged(followed, window),
    cma9: averaged(followed, followUp, window),
  };
}

/** What events amount to over a range, in days. */
type Amount = (events: readonly CoveringEvent[], range: DayRange) => number;

const durations: Amount = (events) => events.reduce((days, { duration }) => days + duration, 0);
const covered: Amount = (events, range) => daysCovered(coversOf(events), range);

function share(days: number, { from, to }: DayRange): number | null {
  return to > from ? days / (to - from) : null;
}

const atMostOne = (value: number | null): number | null => (value === null ? null : Math.min(1, value));

function toLast(events: readonly CoveringEvent[], amount: Amount): number | null {
  if (events.length < 2) return null;
  const range = { from: at(events, 0).day, to: at(events, events.length - 1).day };
  return share(amount(events.slice(0, -1), range), range);
}

function toEnd(events: readonly CoveringEvent[], to: number, amount: Amount): number | null {
  if (events.length === 0) return null;
  const range = { from: at(events, 0).day, to };
  return share(amount(events, range), range);
}

/** Events in the days that are covered already count from when that cover is used up. */
function lagged(followed: readonly CoveringEvent[], window: DayRange): number | null {
  const before = coversOf(followed.filter(({ day }) => day < window.from));
  const from = Math.max(window.from, ...before.map(({ to }) => to));
  const inside = followed.filter(within(window));
  const range = { from, to: window.to };
  return share(daysCovered(coversOf(inside, from), range), range);
}

/** Before the first event nothing is covered. */
function averaged(followed: readonly CoveringEvent[], followUp: DayRange, window: DayRange): number | null {
  if (followed.length === 0) return null;
  const covers = coversOf(followed);
  const days = covers.map(({ day }, nth) => {
    const until = covers[nth + 1]?.day ?? followUp.to;
    const rate = share(daysCovered(covers.slice(0, nth + 1), { from: day, to: until }), {
      from: day,
      to: until,
    });
    const inWindow = Math.min(until, window.to) - Math.max(day, window.from);
    return (rate ?? 0) * Math.max(0, inWindow);
  });
  return share(
    days.reduce((sum, each) => sum + each, 0),
    window,
  );
}

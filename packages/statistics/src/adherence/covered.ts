/** An event that covers days from its own on: an attended weekly session covers 7. */
export interface CoveringEvent {
  /** Whole days since any fixed day. */
  day: number;
  /** Days that it covers, at least 1. */
  duration: number;
}

/** Days from the first up to, not with, the last. */
export interface DayRange {
  from: number;
  to: number;
}

/** An event with when its cover begins, and when it would be used up. */
export interface Cover extends CoveringEvent, DayRange {}

/**
 * The stretches that events cover, in order: what one covers beyond the next event is carried over, and the next one's cover
 * begins when it is used up.
 * @param from no cover begins earlier
 */
export function coversOf(events: readonly CoveringEvent[], from = -Infinity): Cover[] {
  let usedUp = from;
  return inOrder(events).map(({ day, duration }) => {
    const start = Math.max(day, usedUp);
    usedUp = start + duration;
    return { day, duration, from: start, to: usedUp };
  });
}

export function inOrder(events: readonly CoveringEvent[]): CoveringEvent[] {
  return [...events].sort((a, b) => a.day - b.day);
}

/** Days of a range that are covered. */
export function daysCovered(covers: readonly Cover[], { from, to }: DayRange): number {
  return covers.reduce(
    (days, cover) => days + Math.max(0, Math.min(cover.to, to) - Math.max(cover.from, from)),
    0,
  );
}

export function within({ from, to }: DayRange): (event: CoveringEvent) => boolean {
  return ({ day }) => day >= from && day < to;
}

/** @throws {RangeError} unless the days are whole, and every event covers one. */
export function assertDays(events: readonly CoveringEvent[], ...ranges: readonly DayRange[]): void {
  const isWhole = events.every(
    ({ day, duration }) => Number.isInteger(day) && Number.isInteger(duration) && duration >= 1,
  );
  if (!isWhole) throw new RangeError('expected whole days, and at least one covered by each event');
  if (ranges.some(({ from, to }) => !(to > from)))
    throw new RangeError('expected a range of at least one day');
}

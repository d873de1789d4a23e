/** What a reader must know of a row before comparing it: worked out from dates and counts, of which the caller decides what is shown. */

/** Dates (`YYYY-MM-DD`), both included; absent = open. */
export interface Period {
  from?: string | undefined;
  to?: string | undefined;
}

/** The dates of a row of `month`, `quarter` or `year`. */
export function datesOfPeriod(code: string): { from: string; to: string } {
  const [year, part] = [Number(code.slice(0, 4)), code.slice(5)];
  const [first, months] =
    part === '' ? [1, 12] : part.startsWith('Q') ? [3 * Number(part[1]) - 2, 3] : [Number(part), 1];
  const day = (month: number, nth: number): string =>
    new Date(Date.UTC(year, month, nth)).toISOString().slice(0, 10);
  return { from: day(first - 1, 1), to: day(first - 1 + months, 0) };
}

/** From and up to when a provider's feed is complete (dates, both included); absent = always. */
export interface FeedPeriod {
  completeFrom?: string | undefined;
  completeTo?: string | undefined;
}

/**
 * Whether a provider joined or left within a period, so that it is not to be compared with the one before.
 * @param feeds of the providers that the row may hold
 */
export function feedFlags(
  { from = '', to = '9999-12-31' }: Period,
  feeds: Iterable<FeedPeriod>,
): ('provider_joined' | 'provider_left')[] {
  const within = (date: string | undefined): boolean => date !== undefined && date >= from && date <= to;
  const all = [...feeds];
  return [
    ...(all.some(({ completeFrom }) => within(completeFrom)) ? (['provider_joined'] as const) : []),
    ...(all.some(({ completeTo }) => within(completeTo)) ? (['provider_left'] as const) : []),
  ];
}

/** How a provider records its booked sessions that have begun. */
export interface RecordingHabits {
  /** Booked sessions that have begun. */
  begun: number;
  /** Of those, with an outcome or a cancellation. */
  recorded: number;
  attended: number;
  /** Did not attend. */
  missed: number;
  /** Cancelled, by anybody. */
  cancelled: number;
  /** Cancellations that came as such, and not as an outcome of attendance: 1 stands for more. */
  cancellations: number;
}

/** Of so many sessions one would have been missed. */
const SESSIONS_MIN = 100;

/** Records no missed session in 100, or cancellations only as attendance outcomes: it stands outside comparisons of attendance. */
export function isAttendancesOnly({ attended, missed, cancelled, cancellations }: RecordingHabits): boolean {
  const missesNobody = attended + missed >= SESSIONS_MIN && missed === 0;
  return missesNobody || (cancelled > 0 && cancellations === 0);
}

/** Below this share with an outcome, who is not recorded may decide the figure. */
export const LOW_RECORDING_BELOW = 0.8;

export function isLowRecording({ begun, recorded }: Pick<RecordingHabits, 'begun' | 'recorded'>): boolean {
  return begun > 0 && recorded < LOW_RECORDING_BELOW * begun;
}

import { londonDate } from '@waymark/events';
import type { Pathway } from '@waymark/pathways';

export const day = londonDate;

/** Share of the items for which something holds. */
export function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

export function startedWithin(days: number): (pathway: Pathway) => boolean {
  return ({ first_attended_at: first, referred_at }) =>
    first !== null && day(first) <= day(referred_at) + days;
}

/** Attended on a day of the four weeks that begin so many weeks after the first session. */
export function retainedAt(weeks: number): (pathway: Pathway) => boolean {
  return (pathway) => attendedDays(pathway).some((n) => n >= 7 * weeks && n <= 7 * weeks + 27);
}

/** Days since the first attended session of every attended one. */
export function attendedDays({
  first_attended_at: first,
  session_start,
  session_outcome,
}: Pathway): number[] {
  if (first === null) return [];
  const attended = session_start.filter((_, n) => session_outcome[n] === 'attended');
  return attended.map((start) => day(start) - day(first));
}

export interface Session {
  provider: string;
  ref: number;
  start: number;
  outcome: string;
  booked: boolean;
  late: boolean;
}

/** The sessions of journeys that began before an instant. */
export function sessionsBefore(pathways: readonly Pathway[], until: number): Session[] {
  return pathways
    .flatMap((p) =>
      p.session_start.map((start, n) => ({
        provider: p.referral_provider[p.session_ref[n] ?? 0] ?? '',
        ref: p.session_ref[n] ?? 0,
        start,
        outcome: p.session_outcome[n] ?? '',
        booked: p.session_booked[n] === 1,
        late: p.session_late[n] === 1,
      })),
    )
    .filter(({ start }) => start < until);
}

import type { AttendanceOutcome } from '@waymark/events';
import { only, type Counted } from './counted.js';

export type SessionOutcome = 'attended' | 'dna' | 'cancelled_by_person' | 'cancelled_by_provider' | '';

export interface Session {
  booking: string;
  /** Epoch ms. */
  start: number;
  /** '' = no outcome recorded: whether it is still to come is told by whoever asks, and when. */
  outcome: SessionOutcome;
  /** With a `booking.made` or `booking.rescheduled`; else a drop-in. */
  booked: boolean;
  /** Cancelled by the person less than 24 hours before the start, or after it. */
  late: boolean;
  activity: string;
  activityProvider: string;
  reason: string;
}

type BookingName = 'booking.made' | 'booking.rescheduled' | 'booking.cancelled' | 'attendance.recorded';
type BookingEvent = Counted<BookingName>;

export interface FoldedBookings {
  sessions: Session[];
  /** Bookings of which only a cancellation is known: they have no date and are no session. */
  undated: number;
  /** Sessions that a reschedule moved after an outcome of theirs was recorded. */
  rescheduledAfterOutcome: number;
}

const LATE_MS = 24 * 60 * 60 * 1000;

const OUTCOME_OF: Record<AttendanceOutcome, SessionOutcome> = {
  attended: 'attended',
  attended_late: 'attended',
  did_not_attend: 'dna',
  arrived_too_late: 'dna',
  cancelled_by_person: 'cancelled_by_person',
  cancelled_by_provider: 'cancelled_by_provider',
};

/** A referral's sessions from its counting events, in counting order. */
export function foldBookings(events: readonly Counted[]): FoldedBookings {
  const bookings = [...byBooking(events)];
  const sessions = bookings.flatMap(([booking, its]) => sessionOf(booking, its) ?? []);
  return {
    sessions,
    undated: bookings.length - sessions.length,
    rescheduledAfterOutcome: bookings.filter(([, its]) => isRescheduledAfterOutcome(its)).length,
  };
}

function byBooking(events: readonly Counted[]): Map<string, BookingEvent[]> {
  const bookings = new Map<string, BookingEvent[]>();
  const names = ['booking.made', 'booking.rescheduled', 'booking.cancelled', 'attendance.recorded'] as const;
  for (const event of only(events, ...names)) {
    const its = bookings.get(event.data.bookingId);
    if (its) its.push(event);
    else bookings.set(event.data.bookingId, [event]);
  }
  return bookings;
}

function sessionOf(booking: string, events: readonly BookingEvent[]): Session | undefined {
  const state = only(events, 'booking.made', 'booking.rescheduled', 'booking.cancelled').at(-1);
  const appointment = only(events, 'booking.made', 'booking.rescheduled').at(-1);
  const made = only(events, 'booking.made').at(-1);
  const attendance = only(events, 'attendance.recorded').at(-1);

  const cancellation = state?.name === 'booking.cancelled' ? state : undefined;
  const start = appointment ? Date.parse(appointment.data.startsAt) : attendance && dropInStart(attendance);
  if (start === undefined) return undefined;

  const outcome = attendance ? OUTCOME_OF[attendance.data.outcome] : cancelledBy(cancellation);
  const what = appointment ? made : attendance;
  return {
    booking,
    start,
    outcome,
    booked: appointment !== undefined,
    late:
      outcome === 'cancelled_by_person' &&
      cancellation?.data.by === 'person' &&
      start - cancellation.at < LATE_MS,
    activity: what?.data.activity ?? '',
    activityProvider: what?.data.activityProvider ?? '',
    reason: (attendance ?? cancellation)?.data.reason ?? '',
  };
}

function dropInStart(attendance: Counted<'attendance.recorded'>): number {
  return attendance.data.startsAt === undefined ? attendance.at : Date.parse(attendance.data.startsAt);
}

function cancelledBy(cancellation: Counted<'booking.cancelled'> | undefined): SessionOutcome {
  if (!cancellation) return '';
  return cancellation.data.by === 'person' ? 'cancelled_by_person' : 'cancelled_by_provider';
}

function isRescheduledAfterOutcome(events: readonly BookingEvent[]): boolean {
  const firstOutcome = events.findIndex((event) => event.name === 'attendance.recorded');
  const lastMove = events.findLastIndex((event) => event.name === 'booking.rescheduled');
  return firstOutcome >= 0 && lastMove > firstOutcome;
}

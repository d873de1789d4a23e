import type { Activity, BarrierOrReason } from '@waymark/events';
import { DAY, HOUR, MINUTE, instantText, londonTime, month, dateText } from './calendar.js';
import type { Dossier } from './dossier.js';
import { HABITS, type BookingStyle, type Habits } from './habits.js';
import type { Random } from './random.js';
import { MISSING } from './reasons.js';

export interface CoursePlan {
  dossier: Dossier;
  activity: Activity;
  /** The site, as bookings name it. */
  activityProvider: string;
  style: BookingStyle;
  agreedAt: number;
  /** Epoch day and London minutes of the first session, and how many follow in a week. */
  firstDay: number;
  minutes: number;
  perWeek: number;
  /** Block bookings reach this far at first; then four weeks at a time. */
  plannedWeeks: number;
  /** Sessions are held from week 0 up to this; below 0 nobody ever comes. */
  activeWeeks: number;
  /** Missed appointments before the provider gives up on somebody who stays away. */
  patience: number;
  /** Share of the sessions that the person comes to while active. */
  propensity: number;
}

export interface CourseEnd {
  /** Start of the last session held, missed or not; of the first slot when nobody ever came. */
  lastAt: number;
}

const BLOCK_WEEKS_MAX = 12;
const FURTHER_WEEKS = 4;
const MOVED_AFTERWARDS = 0.002;
const LATE_CANCEL_MS = 24 * HOUR;

/** Holds the sessions of one course: bookings ahead, attendances, absences, cancellations, what nobody entered. */
export function holdCourse(plan: CoursePlan, random: Random): CourseEnd {
  const course = new Course(plan, HABITS[plan.dossier.provider], random);
  return course.hold();
}

interface Slot {
  bookingId: string;
  day: number;
  startsAt: number;
  booked: boolean;
  /** Nothing happens to a booking within an hour of this: it could be recorded before the booking itself. */
  bookedAt: number;
}

class Course {
  private missedAtEnd = 0;
  private lastAt: number;
  private bookedAt: number;

  constructor(
    private readonly plan: CoursePlan,
    private readonly habits: Habits,
    private readonly random: Random,
  ) {
    this.lastAt = londonTime(plan.firstDay, plan.minutes);
    this.bookedAt = plan.agreedAt;
  }

  hold(): CourseEnd {
    const { activeWeeks, style, patience } = this.plan;
    for (let first = 0, count = this.blockOf(0); ; first += count, count = this.blockOf(first)) {
      const slots = this.book(first, count);
      for (const [n, slot] of slots.entries()) {
        if (this.weeksIn(slot) <= activeWeeks) this.holdWhileActive(slot, first + n === 0);
        else if (this.missedAtEnd < patience && slot.booked) this.stayAway(slot);
        else {
          if (slot.booked) this.callOff(slots.slice(n));
          return { lastAt: this.lastAt };
        }
      }
      const next = this.slot(first + count, '');
      if (this.weeksIn(next) > activeWeeks && (style === 'drop_in' || patience <= this.missedAtEnd)) break;
    }
    return { lastAt: this.lastAt };
  }

  /** How many sessions are booked at once. */
  private blockOf(first: number): number {
    const { style, perWeek, plannedWeeks } = this.plan;
    if (style !== 'block') return 1;
    return Math.min(first === 0 ? plannedWeeks : FURTHER_WEEKS, BLOCK_WEEKS_MAX) * perWeek;
  }

  private weeksIn({ day }: Slot): number {
    return (day - this.plan.firstDay) / 7;
  }

  private slot(n: number, bookingId: string): Slot {
    const { firstDay, perWeek, minutes, style } = this.plan;
    const day = firstDay + 7 * Math.floor(n / perWeek) + 3 * (n % perWeek);
    const startsAt = londonTime(day, minutes);
    const bookedAt = Math.min(this.bookedAt, startsAt - HOUR);
    return { bookingId, day, startsAt, booked: style !== 'drop_in', bookedAt };
  }

  private book(first: number, count: number): Slot[] {
    const { dossier, activity, activityProvider } = this.plan;
    const slots: Slot[] = [];
    for (let n = first; n < first + count; n += 1) {
      const slot = this.slot(n, dossier.nextBookingId());
      slots.push(slot);
      if (!slot.booked) continue;
      const { bookingId, startsAt, bookedAt } = slot;
      dossier.add('booking.made', bookedAt, {
        activity,
        activityProvider,
        bookingId,
        endsAt: instantText(startsAt + HOUR),
        setting: this.habits.setting,
        startsAt: instantText(startsAt),
      });
    }
    return slots;
  }

  private holdWhileActive(slot: Slot, isFirst: boolean): void {
    const { random, habits, plan } = this;
    if (!isFirst && this.isCalledOff(slot)) return;
    if (slot.booked && !isFirst && random.chance(0.04)) this.reschedule(slot);
    this.lastAt = slot.startsAt;
    this.bookedAt = slot.startsAt + HOUR;
    if (isFirst || random.chance(plan.propensity)) {
      if (random.chance(habits.unrecorded)) return;
      this.record(slot, random.chance(0.06) ? 'attended_late' : 'attended');
      if (slot.booked && random.chance(MOVED_AFTERWARDS)) this.moveAfterwards(slot);
    } else if (slot.booked) this.miss(slot, random.chance(0.5));
  }

  /** Closed between Christmas and New Year, and for weather, illness, too few people; outdoors more in winter. */
  private isCalledOff(slot: Slot): boolean {
    const { random, habits } = this;
    const holidays = CLOSED.test(dateText(slot.day));
    if (holidays && !slot.booked) return true;
    const winter = habits.setting === 'outdoor' && WINTER.has(month(slot.day)) ? 1.6 : 1;
    if (!holidays && !random.chance(habits.cancels * winter)) return false;
    if (!slot.booked) return true;
    if (habits.onlyAttendances) return true;
    if (random.chance(0.25)) this.record(slot, 'cancelled_by_provider');
    else this.cancel(slot, 'provider', random.whole(1, 60) * HOUR);
    return true;
  }

  private reschedule(slot: Slot): void {
    const { random, plan } = this;
    const moved = londonTime(slot.day + random.whole(1, 2), plan.minutes);
    const at = Math.max(slot.bookedAt + HOUR, slot.startsAt - random.whole(5, 60) * HOUR);
    plan.dossier.add('booking.rescheduled', at, {
      bookingId: slot.bookingId,
      by: random.chance(0.7) ? 'person' : 'provider',
      startsAt: instantText(moved),
    });
    slot.startsAt = moved;
  }

  /** A mistake at the desk: the appointment that was held is moved instead of a new one made. */
  private moveAfterwards({ bookingId, startsAt }: Slot): void {
    this.plan.dossier.add('booking.rescheduled', startsAt + 20 * DAY, {
      bookingId,
      by: 'provider',
      startsAt: instantText(startsAt + DAY),
    });
  }

  private stayAway(slot: Slot): void {
    this.missedAtEnd += 1;
    this.bookedAt = slot.startsAt + HOUR;
    this.lastAt = Math.max(this.lastAt, slot.startsAt);
    this.miss(slot, this.random.chance(0.75));
  }

  private miss(slot: Slot, withoutWord: boolean): void {
    const { random, habits } = this;
    if (habits.onlyAttendances || random.chance(habits.unrecorded)) return;
    if (withoutWord) this.record(slot, random.chance(0.06) ? 'arrived_too_late' : 'did_not_attend');
    else if (random.chance(0.2)) this.record(slot, 'cancelled_by_person');
    else
      this.cancel(
        slot,
        'person',
        random.chance(0.45) ? random.whole(1, 23) * HOUR : random.whole(25, 60) * HOUR,
      );
  }

  /** What was booked ahead for somebody who will not come: mostly cancelled in one go, else left standing. */
  private callOff(slots: readonly Slot[]): void {
    if (this.habits.onlyAttendances || this.random.chance(0.25)) return;
    const noticeAt = this.lastAt + this.random.whole(1, 5) * HOUR;
    for (const slot of slots) {
      const notice = Math.max(slot.startsAt - noticeAt, LATE_CANCEL_MS);
      this.cancel(slot, 'person', notice);
    }
  }

  private cancel({ bookingId, startsAt, bookedAt }: Slot, by: 'person' | 'provider', noticeMs: number): void {
    this.plan.dossier.add('booking.cancelled', Math.max(bookedAt + HOUR, startsAt - noticeMs), {
      ...{ bookingId, by },
      reason: by === 'person' ? this.why() : undefined,
    });
  }

  private record({ bookingId, startsAt, booked }: Slot, outcome: AttendanceOutcome): void {
    const { dossier, activity, activityProvider } = this.plan;
    const missed = outcome === 'did_not_attend' || outcome === 'cancelled_by_person';
    dossier.add('attendance.recorded', startsAt + (booked ? 5 * MINUTE : 0), {
      ...(!booked && { activity, activityProvider }),
      ...{ bookingId, outcome, reason: missed ? this.why() : undefined },
      ...(!booked && { startsAt: instantText(startsAt) }),
    });
  }

  private why(): BarrierOrReason | undefined {
    return this.random.chance(0.6) ? MISSING.pick(this.random) : undefined;
  }
}

type AttendanceOutcome =
  | 'attended'
  | 'attended_late'
  | 'arrived_too_late'
  | 'did_not_attend'
  | 'cancelled_by_person'
  | 'cancelled_by_provider';

const CLOSED = /-12-2[4-9]|-12-3|-01-01/;
const WINTER = new Set([11, 0, 1]);

/** Days of a course's first slot are never before it was agreed. */
export function firstDayAfter(at: number, wanted: number): number {
  return Math.max(Math.floor(at / DAY) + 1, wanted);
}

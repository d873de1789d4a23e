import type {
  AnyStoredEvent,
  AttendanceOutcome,
  CancelledBy,
  CloseOutcome,
  DeclinedBy,
  Instrument,
  MeasureStage,
  Role,
  StoredData,
} from '@waymark/events';
import type { EventName } from '../counted.js';
import type { KnownEvent } from '../known-event.js';
import { anyPartition, appended, type Sent } from './append.js';

/** An instant, ISO 8601 in UTC; a date alone means its noon, UTC. */
export type When = string;

/** Envelope attributes and receipt, where an example depends on them. */
export interface Envelope {
  /** Default: `e1`, `e2`, ... in the order of the world. */
  id?: string;
  /** Default: `urn:<provider>:feed`. */
  source?: string;
  /** Default 0. */
  revision?: number;
  /** `recordedtime`; absent unless given. */
  recorded?: When;
  /** Append time. Default: `time`, but later than every append before it. */
  received?: When;
}

type Data<N extends EventName> = StoredData[`org.waymark.${N}.v1`];

/**
 * A small language for histories written by hand. Events are appended in the order they are written.
 *
 *     const history = world();
 *     history.provider('trust').referral('r1').received('2026-01-05').attended('2026-01-12', 'b1');
 *     foldPathways(history.events());
 */
export function world(): World {
  return new World();
}

export class World {
  private readonly sends: Sent[] = [];
  private clock = -Infinity;

  provider(id: string): { referral(subject: string): ReferralHistory } {
    return { referral: (subject) => new ReferralHistory(this, id, subject) };
  }

  /** What the log knows, in append order. */
  events(partitionOf: (key: string) => number = anyPartition): KnownEvent[] {
    return appended(this.sends, partitionOf);
  }

  /** The appends themselves, for tests that go through a log. */
  sent(): readonly Sent[] {
    return this.sends;
  }

  /** Appends an event; `received` default: its `time`, but later than every append before it. */
  append(event: AnyStoredEvent, received?: When): void {
    const receivedAt =
      received === undefined
        ? Math.max(Date.parse(event.time), this.clock + 1)
        : Date.parse(instant(received));
    this.clock = Math.max(this.clock, receivedAt);
    this.sends.push({ event, receivedAt });
  }

  nextId(): string {
    return `e${this.sends.length + 1}`;
  }

  /** Appends the last event again, as it is: a provider's retry. */
  again(): this {
    const last = this.sends.at(-1);
    if (!last) throw new Error('nothing was sent yet');
    this.clock += 1;
    this.sends.push({ event: last.event, receivedAt: this.clock });
    return this;
  }
}

function instant(when: When): string {
  return new Date(when.includes('T') ? when : `${when}T12:00:00.000Z`).toISOString();
}

/** One referral's events, each appended to its world; every call returns the same history to go on with. */
export class ReferralHistory {
  constructor(
    private readonly world: World,
    private readonly provider: string,
    private readonly subject: string,
  ) {}

  /** Any event; the other methods are this one with their type's members named. */
  says<N extends EventName>(name: N, time: When, data: Data<N>, envelope: Envelope = {}): this {
    const { id, source, revision, recorded, received } = envelope;
    const event = {
      specversion: '1.0',
      id: id ?? this.world.nextId(),
      source: source ?? `urn:${this.provider}:feed`,
      type: `org.waymark.${name}.v1`,
      subject: this.subject,
      time: instant(time),
      ...(recorded === undefined ? {} : { recordedtime: instant(recorded) }),
      revision: revision ?? 0,
      providerid: this.provider,
      data,
    } as AnyStoredEvent;
    this.world.append(event, received);
    return this;
  }

  received(time: When, data: Partial<Data<'referral.received'>> = {}, envelope?: Envelope): this {
    const person = { id: `p1.${this.provider}.${this.subject}` };
    return this.says('referral.received', time, { person, ...data }, envelope);
  }

  accepted(time: When, data: Data<'referral.accepted'> = {}, envelope?: Envelope): this {
    return this.says('referral.accepted', time, data, envelope);
  }

  declined(
    time: When,
    by: DeclinedBy,
    data: Partial<Data<'referral.declined'>> = {},
    envelope?: Envelope,
  ): this {
    return this.says('referral.declined', time, { by, ...data }, envelope);
  }

  /** Default: a link worker reached the person by telephone. */
  contact(time: When, data: Partial<Data<'contact.recorded'>> = {}, envelope?: Envelope): this {
    const usual = { role: 'link_worker', mode: 'telephone', outcome: 'reached' } as const;
    return this.says('contact.recorded', time, { ...usual, ...data }, envelope);
  }

  assigned(time: When, role: Role, envelope?: Envelope): this {
    return this.says('support.assigned', time, { role }, envelope);
  }

  /** Default: the gym at `leisure`. */
  agreed(time: When, data: Partial<Data<'programme.agreed'>> = {}, envelope?: Envelope): this {
    return this.says(
      'programme.agreed',
      time,
      { activityProvider: 'leisure', activity: 'gym', ...data },
      envelope,
    );
  }

  /** Default: the gym at `leisure`. */
  booked(
    time: When,
    bookingId: string,
    startsAt: When,
    data: Partial<Data<'booking.made'>> = {},
    envelope?: Envelope,
  ): this {
    const usual = { activityProvider: 'leisure', activity: 'gym' } as const;
    const booking = { bookingId, ...usual, startsAt: instant(startsAt), ...data };
    return this.says('booking.made', time, booking, envelope);
  }

  rescheduled(
    time: When,
    bookingId: string,
    startsAt: When,
    data: Partial<Data<'booking.rescheduled'>> = {},
    envelope?: Envelope,
  ): this {
    return this.says(
      'booking.rescheduled',
      time,
      { bookingId, startsAt: instant(startsAt), ...data },
      envelope,
    );
  }

  cancelled(
    time: When,
    bookingId: string,
    by: CancelledBy,
    data: Partial<Data<'booking.cancelled'>> = {},
    envelope?: Envelope,
  ): this {
    return this.says('booking.cancelled', time, { bookingId, by, ...data }, envelope);
  }

  /** Attended; a drop-in at `time` where nothing was booked. */
  attended(
    time: When,
    bookingId: string,
    data: Partial<Data<'attendance.recorded'>> = {},
    envelope?: Envelope,
  ): this {
    return this.attendance(time, bookingId, 'attended', data, envelope);
  }

  attendance(
    time: When,
    bookingId: string,
    outcome: AttendanceOutcome,
    data: Partial<Data<'attendance.recorded'>> = {},
    envelope?: Envelope,
  ): this {
    return this.says('attendance.recorded', time, { bookingId, outcome, ...data }, envelope);
  }

  measured(
    time: When,
    instrument: Instrument,
    stage: MeasureStage,
    scores: Record<string, number>,
    envelope?: Envelope,
  ): this {
    return this.says('measure.recorded', time, { instrument, stage, scores }, envelope);
  }

  closed(
    time: When,
    outcome: CloseOutcome,
    data: Partial<Data<'referral.closed'>> = {},
    envelope?: Envelope,
  ): this {
    return this.says('referral.closed', time, { outcome, ...data }, envelope);
  }

  voided(time: When, eventId: string, data: Partial<Data<'event.voided'>> = {}, envelope?: Envelope): this {
    return this.says('event.voided', time, { eventId, ...data }, envelope);
  }
}

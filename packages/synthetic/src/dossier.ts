import type { EventType, StoredData } from '@waymark/events';
import { sourcePrefix, type ProviderId } from './providers.js';

/** `referral.received` for `org.waymark.referral.received.v1`. */
export type ShortType = EventType extends infer T
  ? T extends `org.waymark.${infer Short}.v1`
    ? Short
    : never
  : never;

type DataOf<T extends ShortType> = StoredData[`org.waymark.${T}.v1`];
/** Data with members that may be left out by `undefined`. Members are given in order of name: that is what canonical JSON wants. */
export type Loose<D> = { [K in keyof D]: Loose<D[K]> | undefined };

/** An event that happened, before it is known when it was recorded and sent. */
export interface Draft {
  id: string;
  source: string;
  type: ShortType;
  /** Epoch ms, whole seconds. */
  time: number;
  revision: number;
  data: object;
}

const SESSION_TYPES = new Set<ShortType>([
  'booking.made',
  'booking.rescheduled',
  'booking.cancelled',
  'attendance.recorded',
]);

/** One referral's file at one provider: what the provider will tell of it, in the order in which it came about. */
export class Dossier {
  readonly drafts: Draft[] = [];
  /** Of its records in the log. */
  readonly key: string;
  private bookings = 0;

  /** @param subject the provider's own id of the referral */
  constructor(
    readonly provider: ProviderId,
    readonly subject: string,
  ) {
    this.key = `${provider}/${subject}`;
  }

  add<T extends ShortType>(type: T, time: number, data: Loose<DataOf<T>>): Draft {
    // Bookings are kept in a system of their own, as in a leisure centre: one provider, two sources.
    const system = SESSION_TYPES.has(type) ? 'sessions' : 'cases';
    const draft: Draft = {
      id: `${this.subject}.${this.drafts.length + 1}`,
      source: `${sourcePrefix(this.provider)}${system}`,
      type,
      time: Math.floor(time / 1000) * 1000,
      revision: 0,
      data,
    };
    this.drafts.push(draft);
    return draft;
  }

  nextBookingId(): string {
    this.bookings += 1;
    return `${this.subject}-b${this.bookings}`;
  }
}

import { counted, only, type Counted } from './counted.js';
import type { KnownEvent } from './known-event.js';
import { earliest } from './order.js';
import { foldBookings, type FoldedBookings } from './sessions.js';

/** One provider's referral, folded from its counting events. Lists are in counting order unless they say otherwise. */
export interface Referral extends FoldedBookings {
  provider: string;
  subject: string;
  /** The last `referral.received`. */
  facts: Counted<'referral.received'>;
  answers: Counted<'referral.accepted' | 'referral.declined'>[];
  closings: Counted<'referral.closed'>[];
  contacts: Counted<'contact.recorded'>[];
  roles: RoleSeen[];
  programmes: Counted<'programme.agreed'>[];
  measures: Counted<'measure.recorded'>[];
  /** Earliest `time` of a counting `booking.made`, epoch ms. */
  firstBookedAt: number | null;
}

export interface RoleSeen {
  at: number;
  role: string;
}

/**
 * Folds one referral's counting events, in counting order (see `countingEvents`).
 * `undefined` when no `referral.received` is among them: an orphan, which joins when one arrives.
 */
export function foldReferral(counting: readonly KnownEvent[]): Referral | undefined {
  const events = counting.map(counted);
  const facts = only(events, 'referral.received').at(-1);
  const first = counting[0];
  if (!facts || !first) return undefined;
  return {
    provider: first.event.providerid,
    subject: first.event.subject,
    facts,
    answers: only(events, 'referral.accepted', 'referral.declined'),
    closings: only(events, 'referral.closed'),
    contacts: only(events, 'contact.recorded'),
    roles: rolesSeen(events),
    programmes: only(events, 'programme.agreed'),
    measures: only(events, 'measure.recorded'),
    firstBookedAt: earliest(only(events, 'booking.made').map((made) => made.at)),
    ...foldBookings(events),
  };
}

/** Every counting event that names a role tells of one; a `referral.received` that a later one replaced as facts does too. */
function rolesSeen(events: readonly Counted[]): RoleSeen[] {
  return only(
    events,
    'referral.received',
    'referral.accepted',
    'support.assigned',
    'contact.recorded',
  ).flatMap(({ at, data }) => (data.role === undefined ? [] : [{ at, role: data.role }]));
}

import { contentHash } from './canonical.js';
import { EVENT_TYPES, type AnyStoredEvent, type EventType } from './stored-event.js';

export type DecodedEvent =
  | { ok: true; event: AnyStoredEvent; contentHash: string }
  /** Never understood, whoever reads it; `detail` quotes nothing of the record. */
  | { ok: false; code: 'not_json' | 'not_an_event' | 'unknown_type'; detail: string };

/** Turns a stored event of an older type version into the next version. Pure; the log keeps what was written. */
export type Upcaster = (event: Record<string, unknown>) => Record<string, unknown>;

/** By the type they read. A new version of a type adds its upcaster here; no old event is ever refused. */
export const UPCASTERS: Readonly<Record<string, Upcaster>> = {};

const TYPES = new Set<string>(EVENT_TYPES);
const TEXTS = ['id', 'source', 'type', 'subject', 'time', 'providerid'] as const;
/** Members of `data` that the projection cannot do without, by type. */
const NEEDED: Partial<Record<EventType, readonly string[]>> = {
  'org.waymark.referral.received.v1': ['person'],
  'org.waymark.referral.declined.v1': ['by'],
  'org.waymark.contact.recorded.v1': ['role', 'mode', 'outcome'],
  'org.waymark.support.assigned.v1': ['role'],
  'org.waymark.programme.agreed.v1': ['activityProvider', 'activity'],
  'org.waymark.booking.made.v1': ['bookingId', 'activityProvider', 'activity', 'startsAt'],
  'org.waymark.booking.rescheduled.v1': ['bookingId', 'startsAt'],
  'org.waymark.booking.cancelled.v1': ['bookingId', 'by'],
  'org.waymark.attendance.recorded.v1': ['bookingId', 'outcome'],
  'org.waymark.measure.recorded.v1': ['instrument', 'stage', 'scores'],
  'org.waymark.referral.closed.v1': ['outcome'],
  'org.waymark.event.voided.v1': ['eventId'],
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a record of the events topic. What was admitted once is trusted in its details; the shape is checked, so that a
 * foreign record becomes a dead letter and never stops the processor. The hash is over the record as written.
 */
export function decodeStored(
  value: Uint8Array,
  upcasters: Readonly<Record<string, Upcaster>> = UPCASTERS,
): DecodedEvent {
  let text: string;
  let parsed: unknown;
  try {
    text = utf8.decode(value);
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, code: 'not_json', detail: 'The record is not JSON in UTF-8.' };
  }
  if (!isObject(parsed)) return { ok: false, code: 'not_an_event', detail: 'The record is not an object.' };
  const event = upcast(parsed, upcasters);
  const missing = TEXTS.find((name) => typeof event[name] !== 'string');
  if (missing !== undefined)
    return { ok: false, code: 'not_an_event', detail: `The record has no ${missing}.` };
  if (!TYPES.has(event['type'] as string))
    return { ok: false, code: 'unknown_type', detail: 'No reader knows this event type.' };
  const fault = shapeFault(event);
  if (fault !== undefined) return { ok: false, code: 'not_an_event', detail: fault };
  return { ok: true, event: event as unknown as AnyStoredEvent, contentHash: contentHash(text) };
}

function upcast(
  event: Record<string, unknown>,
  upcasters: Readonly<Record<string, Upcaster>>,
): Record<string, unknown> {
  let current = event;
  // Bounded: an upcaster that did not change the type would otherwise turn for ever.
  for (let step = 0; step < 20; step += 1) {
    const type = current['type'];
    const next = typeof type === 'string' && Object.hasOwn(upcasters, type) ? upcasters[type] : undefined;
    if (!next) return current;
    current = next(current);
  }
  throw new Error('upcasters do not come to an end');
}

function shapeFault(event: Record<string, unknown>): string | undefined {
  const { data, revision, time, recordedtime } = event;
  if (!isObject(data)) return 'The record has no data.';
  if (!Number.isInteger(revision)) return 'The record has no revision.';
  if (Number.isNaN(Date.parse(time as string))) return 'The time is no instant.';
  if (
    recordedtime !== undefined &&
    (typeof recordedtime !== 'string' || Number.isNaN(Date.parse(recordedtime)))
  ) {
    return 'The recordedtime is no instant.';
  }
  const absent = NEEDED[event['type'] as EventType]?.find((name) => data[name] === undefined);
  return absent === undefined ? undefined : `The data has no ${absent}.`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

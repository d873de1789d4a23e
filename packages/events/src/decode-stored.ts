import { contentHash } from './canonical.js';
import { EVENT_TYPES, type AnyStoredEvent } from './stored-event.js';
import { isObject, shapeFault } from './stored-shape.js';

export type DecodedEvent =
  | { ok: true; event: AnyStoredEvent; contentHash: string }
  /** Never understood, whoever reads it; `detail` quotes nothing of the record. */
  | { ok: false; code: 'not_json' | 'not_an_event' | 'unknown_type' | 'unknown_version'; detail: string };

/** Turns a stored event of an older type version into the next version. Pure; the log keeps what was written. */
export type Upcaster = (event: Record<string, unknown>) => Record<string, unknown>;

/** By the type they read. A new version of a type adds its upcaster here; no old event is ever refused. */
export const UPCASTERS: Readonly<Record<string, Upcaster>> = {};

const TYPES = new Set<string>(EVENT_TYPES);
/** Half a character written as an escape: JSON can hold it, UTF-8 and the tables cannot. Canonical JSON has no such escapes. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
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
  if (!isObject(parsed) || SURROGATE_ESCAPE.test(text))
    return { ok: false, code: 'not_an_event', detail: 'The record is not an object of text.' };
  const event = upcast(parsed, upcasters);
  const { type } = event;
  if (typeof type !== 'string') return { ok: false, code: 'not_an_event', detail: 'The record has no type.' };
  if (!TYPES.has(type)) return unknown(type);
  const fault = shapeFault(event);
  if (fault !== undefined) return { ok: false, code: 'not_an_event', detail: fault };
  return { ok: true, event: event as unknown as AnyStoredEvent, contentHash: contentHash(text) };
}

/** An event of a version that this program does not know yet waits among the dead letters for one that does. */
function unknown(type: string): DecodedEvent {
  return TYPES.has(type.replace(/\.v\d+$/, '.v1'))
    ? {
        ok: false,
        code: 'unknown_version',
        detail: 'This reader does not know this version of the event type.',
      }
    : { ok: false, code: 'unknown_type', detail: 'No reader knows this event type.' };
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

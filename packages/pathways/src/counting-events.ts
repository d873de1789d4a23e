import type { KnownEvent } from './known-event.js';
import { by } from './order.js';
import { eventKey, voidedKeys } from './voids.js';

export interface CountingEvents {
  /** The events that count, voids themselves left out, in counting order: later corrects earlier. */
  events: KnownEvent[];
  /** Records that said again, content and all, what the log already held. */
  duplicates: number;
  /** Records with other content under a source, id and revision the log already held, or an id's revision of another type. */
  conflicts: number;
}

/**
 * Which of one referral's events count ("Which event counts" in the event contract).
 *
 * @param events one referral's records in any order, a record as often as it was delivered
 * @param asOf epoch ms; only what was received up to then is known
 */
export function countingEvents(events: readonly KnownEvent[], asOf = Infinity): CountingEvents {
  const records = inLogOrder(events.filter((known) => known.receivedAt <= asOf));
  const { firsts, duplicates, conflicts } = firstOfEachRevision(records);
  const { current, ofAnotherType } = highestRevisions(firsts);
  const voided = voidedKeys(current);
  const counting = current.filter(
    ({ event }) =>
      event.type !== 'org.waymark.event.voided.v1' && !voided.has(eventKey(event.source, event.id)),
  );
  return { events: inCountingOrder(counting), duplicates, conflicts: conflicts + ofAnotherType };
}

/** A referral lives in one partition, so its offsets order its records; one offset is one record however often it comes. */
function inLogOrder(events: readonly KnownEvent[]): KnownEvent[] {
  return [...events]
    .sort(by((known) => known.offset))
    .filter((known, at, all) => known.offset !== all[at - 1]?.offset);
}

function firstOfEachRevision(records: readonly KnownEvent[]) {
  const firsts = new Map<string, KnownEvent>();
  let duplicates = 0;
  let conflicts = 0;
  for (const record of records) {
    const key = `${record.event.revision} ${eventKey(record.event.source, record.event.id)}`;
    const first = firsts.get(key);
    if (!first) firsts.set(key, record);
    else if (first.contentHash === record.contentHash) duplicates += 1;
    else conflicts += 1;
  }
  return { firsts: [...firsts.values()], duplicates, conflicts };
}

/** `firsts` in log order, so the first met of an id fixes the id's type, whatever its revision. */
function highestRevisions(firsts: readonly KnownEvent[]) {
  const current = new Map<string, KnownEvent>();
  let ofAnotherType = 0;
  for (const record of firsts) {
    const key = eventKey(record.event.source, record.event.id);
    const held = current.get(key);
    if (held && held.event.type !== record.event.type) ofAnotherType += 1;
    else if (!held || held.event.revision < record.event.revision) current.set(key, record);
  }
  return { current: [...current.values()], ofAnotherType };
}

function inCountingOrder(events: readonly KnownEvent[]): KnownEvent[] {
  return events
    .map((known) => ({
      known,
      recorded: known.event.recordedtime ? Date.parse(known.event.recordedtime) : known.receivedAt,
      time: Date.parse(known.event.time),
    }))
    .sort(
      by(
        (entry) => entry.recorded,
        (entry) => entry.time,
        (entry) => entry.known.offset,
      ),
    )
    .map((entry) => entry.known);
}

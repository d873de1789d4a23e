import { TOPICS, type EventLog } from '@waymark/event-log';
import { decodeStored } from '@waymark/events';
import type { KnownEvent } from '@waymark/pathways';

/** Every record of the log, as the fold reads it. */
export async function knownEvents(log: EventLog): Promise<KnownEvent[]> {
  const topic = TOPICS.events.name;
  const until = new Map((await log.ends(topic)).entries());
  const from = new Map([...until.keys()].map((partition) => [partition, 0]));
  const events: KnownEvent[] = [];
  for await (const { partition, records } of log.read(topic, { from, until })) {
    for (const { value, offset, appendedAt } of records) {
      const decoded = decodeStored(value ?? new Uint8Array());
      if (!decoded.ok) throw new Error(decoded.detail);
      events.push({ ...decoded, partition, offset, receivedAt: appendedAt });
    }
  }
  return events;
}

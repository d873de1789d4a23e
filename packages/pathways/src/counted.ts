import type { EventType, StoredData } from '@waymark/events';
import type { KnownEvent } from './known-event.js';

type Named<T> = T extends `org.waymark.${infer Name}.v1` ? Name : never;

/** An event type without the prefix and suffix that all share, such as `booking.made`. */
export type EventName = Named<EventType>;

/** A counting event as the fold reads it: what happened, when, and what was said of it. */
export type Counted<N extends EventName = EventName> = {
  [K in N]: {
    name: K;
    /** `time`, epoch ms. */
    at: number;
    data: StoredData[`org.waymark.${K}.v1`];
  };
}[N];

export function counted({ event }: KnownEvent): Counted {
  const name = event.type.slice('org.waymark.'.length, -'.v1'.length);
  return { name, at: Date.parse(event.time), data: event.data } as Counted;
}

/** The events of the given names, order kept. */
export function only<E extends Counted, N extends E['name']>(
  events: readonly E[],
  ...names: N[]
): Extract<E, { name: N }>[] {
  const wanted: ReadonlySet<string> = new Set(names);
  return events.filter((event): event is Extract<E, { name: N }> => wanted.has(event.name));
}

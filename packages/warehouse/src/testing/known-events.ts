import type { AnyStoredEvent } from '@waymark/events';
import type { KnownEvent } from '@waymark/pathways';

/** An event as a test writes it: what it says, and only what matters of the rest. */
export interface Written {
  /** Without `org.waymark.` and `.v1`. */
  type: string;
  time: string;
  data: object;
  provider?: string;
  subject?: string;
  id?: string;
  source?: string;
  revision?: number;
  recordedtime?: string;
  partition?: number;
  offset?: number;
  receivedAt?: number;
}

let counted = 0;

/** A known event; ids and offsets that are not given count up, receipt is an hour after `time`. */
export function knownEvent(written: Written): KnownEvent {
  counted += 1;
  const { type, time, data, provider = 'lw', subject = 'r1', id = `e${counted}`, revision = 0 } = written;
  const event = {
    specversion: '1.0',
    id,
    source: written.source ?? `urn:${provider}:`,
    type: `org.waymark.${type}.v1`,
    subject,
    time,
    ...(written.recordedtime !== undefined && { recordedtime: written.recordedtime }),
    revision,
    providerid: provider,
    data,
  } as AnyStoredEvent;
  return {
    event,
    contentHash: JSON.stringify(event),
    partition: written.partition ?? 0,
    offset: written.offset ?? counted,
    receivedAt: written.receivedAt ?? Date.parse(time) + 3_600_000,
  };
}

import { instantText } from './calendar.js';
import type { Dossier, Draft } from './dossier.js';

/** A record for the events topic. */
export interface SyntheticRecord {
  /** `providerid/subject` */
  key: string;
  /** Canonical JSON (RFC 8785) of the stored event, UTF-8. */
  value: Uint8Array;
  /** Simulated append time, epoch ms. */
  appendedAt: number;
}

/** A draft with what its delivery added: the provider's own recording, where it tells, and the time of append. Epoch ms. */
export interface Delivered {
  draft: Draft;
  dossier: Dossier;
  recordedAt: number | undefined;
  appendedAt: number;
}

/**
 * The stored event by a template with the members in canonical order. `data` was built in order of name from ASCII codes and
 * short numbers, which `JSON.stringify` writes as RFC 8785 does.
 */
export function eventText({ draft, dossier, recordedAt }: Delivered): string {
  const { provider, subject } = dossier;
  const recorded = recordedAt === undefined ? '' : `"recordedtime":"${instantText(recordedAt)}",`;
  return (
    `{"data":${JSON.stringify(draft.data)},"id":"${draft.id}","providerid":"${provider}",${recorded}` +
    `"revision":${draft.revision},"source":"${draft.source}","specversion":"1.0","subject":"${subject}",` +
    `"time":"${instantText(draft.time)}","type":"org.waymark.${draft.type}.v1"}`
  );
}

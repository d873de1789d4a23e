import type { TransportItem } from '@grafana/faro-web-sdk';
import { scrubItem, scrubMeta, type Kind } from '@waymark/telemetry';

const KINDS: Readonly<Record<string, Kind>> = {
  event: 'events',
  measurement: 'measurements',
  log: 'logs',
  exception: 'exceptions',
};

/** The one gate in the browser: what Faro is about to send, scrubbed; null for what is not sent at all (traces, the unknown). */
export function scrubTransportItem({ type, payload, meta }: TransportItem): TransportItem | null {
  const kind = KINDS[type];
  const scrubbed = kind === undefined ? undefined : scrubItem(kind, payload);
  if (!scrubbed) return null;
  // Our members are a part of Faro's, under the same names.
  return { type, payload: scrubbed, meta: scrubMeta(meta) } as unknown as TransportItem;
}

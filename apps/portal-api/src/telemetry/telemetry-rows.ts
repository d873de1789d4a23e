import type { Kind, ScrubbedPayload } from '@waymark/telemetry';
import type { TelemetryRow } from '@waymark/warehouse';

const KINDS: [Kind, string][] = [
  ['events', 'event'],
  ['measurements', 'measurement'],
  ['logs', 'log'],
  ['exceptions', 'exception'],
];

/** The rows of a scrubbed payload. */
export function telemetryRows(
  { meta, ...items }: ScrubbedPayload,
  batch: string,
  receivedAt: number,
): TelemetryRow[] {
  const shared = {
    ...{ batch, receivedAt },
    view: meta.view?.name ?? meta.page?.id ?? '',
    session: meta.session?.id ?? '',
    browser: [meta.browser?.name, meta.browser?.version].filter(Boolean).join(' '),
    build: meta.app?.version ?? '',
  };
  const all = KINDS.flatMap(([list, kind]) =>
    (items[list] ?? []).map((item) => ({ kind, name: nameOf(item), body: JSON.stringify(item) })),
  );
  return all.map((row, item) => ({ ...shared, ...row, item }));
}

function nameOf(item: { name?: string; type?: string; level?: string }): string {
  return item.name ?? item.type ?? item.level ?? '';
}

import type { LogHealth } from '@waymark/event-log';
import type { InFlight } from '@waymark/ingest-api';
import type { Behind } from '@waymark/portal-api';
import type { PipelineHealth, RebuildState, Shown } from '@waymark/processor';
import type { RegistryHealth } from '@waymark/service';
import type { WarehouseHealth } from '@waymark/warehouse';

/** What is not shown for longer than this makes the processor late; less is how it works. */
const LATE_SECONDS = 5;
/** A refusal is told for so long. */
const REFUSED_MS = 10_000;

/** What one look at the parts of a process saw; absent: this process has no such part, or could not tell. */
export interface Seen {
  at: number;
  log: LogHealth;
  registry?: RegistryHealth;
  warehouse?: WarehouseHealth;
  shown?: Shown;
  pipeline?: PipelineHealth;
  rebuild?: RebuildState;
  inFlight?: Pick<InFlight, 'bytes' | 'refusedAt'>;
}

/** Since when (epoch ms) a part has been seen to be at fault. */
export type SinceWhen = (part: 'log' | 'registry' | 'warehouse', atFault: boolean) => number | undefined;

/** Which part is behind, and by how much; empty when none is. */
export function partsBehind(seen: Seen, sinceWhen: SinceWhen): Behind[] {
  const { log, registry, warehouse } = seen;
  const logSince = sinceWhen('log', !log.writable);
  const registrySince = sinceWhen('registry', registry?.current === false);
  const warehouseSince = sinceWhen('warehouse', warehouse?.answers === false);
  return [
    ...ingestBehind(seen),
    ...(log.writable ? [] : [{ part: 'log' as const, ...faultSince(log.fault, logSince) }]),
    ...(registry?.current === false
      ? [{ part: 'registry' as const, ...faultSince(registry.fault, registrySince) }]
      : []),
    ...processorBehind(seen),
    ...(warehouse?.answers === false
      ? [{ part: 'warehouse' as const, ...faultSince(warehouse.fault, warehouseSince) }]
      : []),
    ...rebuildBehind(seen),
  ];
}

/** Age of the oldest record that is not shown, at most. */
export function secondsBehind({ at, shown }: Pick<Seen, 'at' | 'shown'>): number | undefined {
  if (!shown) return undefined;
  if (shown.lag === 0) return 0;
  // Before anything is shown, nothing is known of when the first record came.
  return shown.shownUpTo < 0 ? undefined : Math.max(0, Math.round((at - shown.shownUpTo) / 1000));
}

function ingestBehind({ at, inFlight }: Seen): Behind[] {
  const { bytes, refusedAt } = inFlight ?? {};
  if (refusedAt === undefined || at - refusedAt > REFUSED_MS) return [];
  return [{ part: 'ingest', fault: `busy: pushes were refused; ${bytes ?? 0} bytes are held` }];
}

function processorBehind(seen: Seen): Behind[] {
  const { shown, pipeline } = seen;
  const seconds = secondsBehind(seen);
  const retrying = pipeline?.state === 'retrying';
  const late = shown !== undefined && shown.lag > 0 && (seconds === undefined || seconds >= LATE_SECONDS);
  if (!retrying && !late) return [];
  return [
    {
      part: 'processor',
      ...(shown && { records: shown.lag }),
      ...(seconds !== undefined && { seconds }),
      ...(retrying && faultSince(pipeline.fault, pipeline.since)),
    },
  ];
}

function rebuildBehind({ rebuild }: Seen): Behind[] {
  if (rebuild?.state !== 'running') return [];
  const { read, of } = rebuild.progress;
  return [{ part: 'rebuild', records: Math.max(0, of - read) }];
}

function faultSince(fault: string | undefined, since: number | undefined): Partial<Behind> {
  return {
    ...(fault !== undefined && { fault }),
    ...(since !== undefined && { since: new Date(since).toISOString() }),
  };
}

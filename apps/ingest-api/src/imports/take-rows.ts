import { admit, type Admission, type AdmissionContext } from '@waymark/events';
import {
  type CompiledProfile,
  type MappedEvent,
  type MappingContext,
  type RowFault,
  type RowFaultCode,
  type TableRow,
} from '@waymark/provider-formats';
import { fileRows, type FileKind } from './file-rows.js';
import type { PushAnswer, PushResult } from '../push.js';
import type { Tally } from './tally.js';

/** As many events as one push may hold: one append is shared by them, and little is repeated when it fails. */
const BATCH_EVENTS = 1_000;

/** The door that the events of rows go through. */
export interface Door {
  context(): AdmissionContext;
  take(admissions: readonly Admission[]): Promise<PushAnswer>;
}

export interface RowsOptions {
  body: AsyncIterable<Uint8Array>;
  /** Absent = CSV. */
  kind?: FileKind;
  profile: CompiledProfile;
  mapping: Omit<MappingContext, 'pseudonyms' | 'providerId'>;
  door: Door;
  tally: Tally;
  /** Told after every batch. */
  onBatch?: () => void;
}

/** A row of the batch under way: its events, or why it has none. */
type PendingRow = { row: number } & ({ events: AdmittedEvent[] } | { fault: RowFault });
interface AdmittedEvent {
  mapped: MappedEvent;
  admission: Extract<Admission, { ok: true }>;
}

/**
 * Takes the rows of a file through the door in batches, in their order and in constant memory. A row goes in whole or not at
 * all. Resolves, and throws, after the last row read is durable.
 * @throws {CsvFault} when the file cannot be read on; whatever the body or the door throws.
 */
export async function takeRows(options: RowsOptions): Promise<void> {
  const { body, kind = 'csv', profile, tally, onBatch } = options;
  let batch = new Batch(options);
  const flush = async (): Promise<void> => {
    const full = batch;
    batch = new Batch(options);
    await full.take(tally);
    onBatch?.();
  };
  try {
    for await (const row of fileRows(body, kind, profile)) {
      batch.add(row);
      if (batch.events >= BATCH_EVENTS) await flush();
    }
  } finally {
    // Rows that were whole when the body broke are taken, too; when the door refused a batch, nothing waits here.
    await flush();
  }
}

class Batch {
  events = 0;
  private readonly rows: PendingRow[] = [];
  private readonly admissionContext: AdmissionContext;
  private readonly mapping: MappingContext;

  constructor(private readonly options: RowsOptions) {
    this.admissionContext = options.door.context();
    const { pseudonyms, provider } = this.admissionContext;
    this.mapping = { ...options.mapping, pseudonyms, providerId: provider.id };
  }

  add(table: TableRow): void {
    const pending = this.admitRow(table);
    this.rows.push(pending);
    // A refused row weighs, too: a file of nothing else must not pile up.
    this.events += 'events' in pending ? Math.max(1, pending.events.length) : 1;
  }

  async take(tally: Tally): Promise<void> {
    const admitted = this.rows.flatMap((row) => ('events' in row ? row.events : []));
    const { results } =
      admitted.length === 0
        ? { results: [] }
        : await this.options.door.take(admitted.map(({ admission }) => admission));
    let at = 0;
    for (const row of this.rows) {
      if ('fault' in row) {
        tally.reject(row.row, row.fault);
        continue;
      }
      tallyRow(row, results.slice(at, at + row.events.length), tally);
      at += row.events.length;
    }
  }

  private admitRow(table: TableRow): PendingRow {
    const { row } = table;
    if (!table.ok) return { row, fault: table.fault };
    const made = this.options.profile.map(table.cells, this.mapping);
    if (!made.ok) return { row, fault: made.fault };
    const events: AdmittedEvent[] = [];
    for (const mapped of made.events) {
      const admission = admit(mapped.event, this.admissionContext);
      if (!admission.ok) return { row, fault: faultOf(mapped, admission) };
      events.push({ mapped, admission });
    }
    return { row, events };
  }
}

function tallyRow(
  { row, events }: { row: number; events: AdmittedEvent[] },
  results: readonly PushResult[],
  tally: Tally,
): void {
  const appended = results.filter(({ status }) => status === 'accepted').length;
  const refused = results.findIndex(({ status }) => status === 'rejected');
  const { code, detail } = results[refused] ?? {};
  const mapped = events[refused]?.mapped;
  if (mapped) {
    const fault = { code: code as RowFaultCode, expected: detail ?? '', column: mapped.columnAt('/id') };
    tally.reject(row, fault, appended);
  } else if (events.length === 0) tally.count('leftOut');
  else tally.count(appended > 0 ? 'accepted' : 'duplicates', appended);
}

function faultOf(mapped: MappedEvent, refusal: Extract<Admission, { ok: false }>): RowFault {
  const { code, pointer, detail } = refusal;
  return { column: mapped.columnAt(pointer), code, expected: detail };
}

import { admit, type Admission, type AdmissionContext, type AnyStoredEvent } from '@waymark/events';
import {
  type CompiledProfile,
  type MappedEvent,
  type MappingContext,
  type RowFault,
  type RowFaultCode,
  type SourceRow,
  type TableRow,
} from '@waymark/provider-formats';
import { fileRows, type FileKind } from './file-rows.js';
import type { PushAnswer, PushResult } from '../push.js';
import type { RowOutcome, Tally } from './tally.js';

/** As many events as one push may hold: one append is shared by them, and little is repeated when it fails. */
const BATCH_EVENTS = 1_000;
/** Where somebody wants the rows themselves, few long ones are as much as many short ones. */
const BATCH_CHARS = 2 * 1024 * 1024;

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
  /** Told once, with the first row. */
  onHeader?: (header: SourceRow['header']) => void;
  /** Told of each row, in their order, what became of it. */
  onRow?: (row: TakenRow) => void;
  /** Told after every batch. */
  onBatch?: () => void;
}

/** A row, and what became of it. */
export interface TakenRow {
  row: number;
  source: SourceRow;
  outcome: RowOutcome;
  /** Of a refused row: what is wrong with each of its cells that could be looked at. */
  faults: readonly RowFault[];
  /** Of another: as they are stored. */
  events: readonly AnyStoredEvent[];
}

/** A row of the batch under way: its events, or why it has none. */
type PendingRow = { row: number; source?: SourceRow } & (
  { events: AdmittedEvent[] } | { faults: readonly [RowFault, ...RowFault[]] }
);
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
  const { body, kind = 'csv', profile, tally, onHeader, onBatch } = options;
  let begun = false;
  let batch = new Batch(options);
  const flush = async (): Promise<void> => {
    const full = batch;
    batch = new Batch(options);
    await full.take(tally);
    onBatch?.();
  };
  try {
    for await (const row of fileRows(body, kind, profile)) {
      if (!begun) onHeader?.(row.source.header);
      begun = true;
      batch.add(row);
      if (batch.isFull) await flush();
    }
  } finally {
    // Rows that were whole when the body broke are taken, too; when the door refused a batch, nothing waits here.
    await flush();
  }
}

class Batch {
  private events = 0;
  private chars = 0;
  private readonly rows: PendingRow[] = [];
  private readonly admissionContext: AdmissionContext;
  private readonly mapping: MappingContext;

  constructor(private readonly options: RowsOptions) {
    this.admissionContext = options.door.context();
    const { pseudonyms, provider } = this.admissionContext;
    this.mapping = { ...options.mapping, pseudonyms, providerId: provider.id };
  }

  get isFull(): boolean {
    return this.events >= BATCH_EVENTS || this.chars >= BATCH_CHARS;
  }

  add(table: TableRow): void {
    const pending = this.admitRow(table);
    this.rows.push(this.options.onRow ? { ...pending, source: table.source } : pending);
    if (this.options.onRow) for (const text of table.source.texts) this.chars += text.length;
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
      if ('faults' in row) {
        tally.reject(row.row, row.faults[0]);
        this.tell(row, 'rejected', row.faults);
        continue;
      }
      const { outcome, fault } = tallyRow(row, results.slice(at, at + row.events.length), tally);
      this.tell(row, outcome, fault ? [fault] : []);
      at += row.events.length;
    }
  }

  private tell(pending: PendingRow, outcome: RowOutcome, faults: readonly RowFault[]): void {
    const { row, source } = pending;
    if (!source) return;
    const events = 'events' in pending ? pending.events.map(({ admission }) => admission.event) : [];
    this.options.onRow?.({ row, source, outcome, faults, events });
  }

  private admitRow(table: TableRow): PendingRow {
    const { row } = table;
    if (!table.ok) return { row, faults: [table.fault] };
    const made = this.options.profile.map(table.cells, this.mapping);
    if (!made.ok) return { row, faults: [made.fault, ...made.others] };
    const events: AdmittedEvent[] = [];
    const faults = new Map<string | null, RowFault>();
    for (const mapped of made.events) {
      const admission = admit(mapped.event, this.admissionContext);
      if (admission.ok) events.push({ mapped, admission });
      else noteFault(faults, faultOf(mapped, admission));
    }
    const [first, ...others] = faults.values();
    return first ? { row, faults: [first, ...others] } : { row, events };
  }
}

/** Several events of a row are made of the same cell: its fault is told once. */
function noteFault(faults: Map<string | null, RowFault>, fault: RowFault): void {
  if (!faults.has(fault.column)) faults.set(fault.column, fault);
}

function tallyRow(
  { row, events }: { row: number; events: AdmittedEvent[] },
  results: readonly PushResult[],
  tally: Tally,
): { outcome: RowOutcome; fault?: RowFault } {
  const appended = results.filter(({ status }) => status === 'accepted').length;
  const refused = results.findIndex(({ status }) => status === 'rejected');
  const { code, detail } = results[refused] ?? {};
  const mapped = events[refused]?.mapped;
  if (mapped) {
    const fault = { code: code as RowFaultCode, expected: detail ?? '', column: mapped.columnAt('/id') };
    tally.reject(row, fault, appended);
    return { outcome: 'rejected', fault };
  }
  const known = appended > 0 ? 'accepted' : 'duplicates';
  const outcome = events.length === 0 ? 'leftOut' : known;
  tally.count(outcome, appended);
  return { outcome };
}

function faultOf(mapped: MappedEvent, refusal: Extract<Admission, { ok: false }>): RowFault {
  const { code, pointer, detail } = refusal;
  return { column: mapped.columnAt(pointer), code, expected: detail };
}

import { decodeStored } from '@waymark/events';
import { TOPICS, type Consumer, type EventLog, type LogRecord, type RecordBatch } from '@waymark/event-log';
import type { KnownEvent } from '@waymark/pathways';
import { logger } from '@waymark/service';
import type { DeadLetter, PartitionProgress, Projection } from '@waymark/warehouse';
import { inWords, patiently } from './patience.js';

/** Behind by more than this at start, with nothing folded yet, the raw events go in first and are folded once. */
const BULK_BEHIND = 20_000;
const BULK_BATCH = { maxRecords: 50_000, maxBytes: 64 * 1024 * 1024 };
const GROUP = 'waymark-processor';

export interface PipelineHealth {
  state: 'starting' | 'running' | 'retrying' | 'stopped';
  /** Why it is retrying, in words without record contents. */
  fault?: string;
  partitions: readonly number[];
}

export interface PipelineOptions {
  log: EventLog;
  projection: Projection;
  /** Empty tables and at least this many records in the log: a first load in bulk. Default 20,000. */
  bulkBehind?: number;
  /** Told how many records of how many are read while a first load runs. */
  onLoad?(read: number, of: number): void;
}

/** Log to tables: reads from its own durable progress, projects batch by batch, commits after the rows are in. */
export class Pipeline {
  private readonly stopping = new AbortController();
  private consumer: Consumer | undefined;
  private state: Omit<PipelineHealth, 'partitions'> = { state: 'starting' };

  constructor(private readonly options: PipelineOptions) {}

  health(): PipelineHealth {
    return { ...this.state, partitions: this.consumer?.assignment() ?? [] };
  }

  /** Resolves when it follows the log; a first load is finished by then. */
  async start(): Promise<void> {
    const { log, projection } = this.options;
    const { signal } = this.stopping;
    await patiently(() => this.loadInBulk(), { signal, onRetry: (fault) => this.retrying(fault) });
    if (signal.aborted) return;
    this.running();
    this.consumer = await log.consume({
      group: GROUP,
      topic: TOPICS.events.name,
      startAt: async (partition) => {
        const progress = await projection.progress();
        this.running();
        return progress.get(partition)?.nextOffset ?? 0;
      },
      handle: async (batches, context) => {
        await projection.project(decodeBatches(batches), () => context.heartbeat());
        this.running();
      },
      onRetry: (fault, attempt) => {
        if (attempt === 0) this.running();
        else this.retrying(fault);
      },
    });
  }

  /** Rejects when the consumer died of something that is not a passing fault. */
  get died(): Promise<never> {
    if (!this.consumer) throw new Error('the pipeline was not started');
    return this.consumer.died;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.consumer?.stop();
    this.state = { state: 'stopped' };
  }

  private running(): void {
    this.state = { state: 'running' };
  }

  private retrying(fault: unknown): void {
    this.state = { state: 'retrying', fault: inWords(fault) };
    logger.warn({ fault: inWords(fault) }, 'projection_will_be_tried_again');
  }

  /**
   * A long history folded batch by batch would fold the same journeys again and again. Only for tables that hold
   * nothing: progress is written after the fold, so a crash in between starts the load again and changes nothing.
   */
  private async loadInBulk(): Promise<void> {
    const { log, projection, bulkBehind = BULK_BEHIND } = this.options;
    const { signal } = this.stopping;
    const ends = await log.ends(TOPICS.events.name);
    const total = ends.reduce((sum, end) => sum + end, 0);
    if (total < bulkBehind || (await projection.progress()).size > 0) return;
    const progress = new Map<number, PartitionProgress>();
    let read = 0;
    const from = new Map(ends.map((_, partition) => [partition, 0]));
    const until = new Map(ends.map((end, partition) => [partition, end]));
    for await (const batch of log.read(TOPICS.events.name, { from, until, signal, ...BULK_BATCH })) {
      const { events, deadLetters } = decodeBatches([batch]);
      await projection.appendRaw(events, deadLetters);
      for (const entry of progressOf([batch])) progress.set(entry.partition, entry);
      read += batch.records.length;
      this.options.onLoad?.(read, total);
    }
    if (!signal.aborted) await projection.foldAll([...progress.values()]);
  }
}

interface Decoded {
  events: KnownEvent[];
  deadLetters: DeadLetter[];
  progress: PartitionProgress[];
}

/** Only what can never be understood becomes a dead letter; everything else is an event. */
export function decodeBatches(batches: readonly RecordBatch[]): Decoded {
  const events: KnownEvent[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const record of batches.flatMap((batch) => batch.records)) {
    const { partition, offset, appendedAt: receivedAt, value } = record;
    const decoded = decodeRecord(record);
    if (decoded.ok) {
      events.push({ event: decoded.event, contentHash: decoded.contentHash, partition, offset, receivedAt });
    } else {
      const { code, detail } = decoded;
      deadLetters.push({ partition, offset, receivedAt, code, detail, bytes: value?.length ?? 0 });
    }
  }
  return { events, deadLetters, progress: progressOf(batches) };
}

/** All meaning rests on one partition holding all of a referral: what stands under another's key belongs to nobody. */
function decodeRecord({ key, value }: LogRecord) {
  const decoded = decodeStored(value ?? new Uint8Array());
  if (!decoded.ok || key === `${decoded.event.providerid}/${decoded.event.subject}`) return decoded;
  const detail = 'The key is not that of the referral the event names.';
  return { ok: false, code: 'wrong_key', detail } as const;
}

function progressOf(batches: readonly RecordBatch[]): PartitionProgress[] {
  const last = new Map<number, LogRecord>();
  for (const { records } of batches) for (const record of records) last.set(record.partition, record);
  return [...last.values()].map(({ partition, offset, appendedAt }) => ({
    partition,
    nextOffset: offset + 1,
    lastReceivedAt: appendedAt,
  }));
}

import {
  TOPICS,
  type Consumer,
  type EventLog,
  type HandleContext,
  type RecordBatch,
} from '@waymark/event-log';
import { logger, type Metrics } from '@waymark/service';
import type { Projection } from '@waymark/warehouse';
import { decodeBatches, type Upcasters } from './decode-batches.js';
import { BulkLoad, endsWhile } from './load.js';
import { PipelineMetrics } from './metrics.js';
import { inWords, mayPass, patiently, pause } from './patience.js';

/** Behind by more than this at start, with nothing folded yet, the raw events go in first and are folded once. */
const BULK_BEHIND = 20_000;
const GROUP = 'waymark-processor';
/** How soon a processor without records of its own notices that another generation answers. */
const LOOK_MS = 1_000;

export interface PipelineHealth {
  state: 'starting' | 'running' | 'retrying' | 'stopped';
  /** Why it is retrying, in words without record contents. */
  fault?: string;
  /** Since when (epoch ms) it has been retrying. */
  since?: number;
  partitions: readonly number[];
}

export interface PipelineOptions {
  log: EventLog;
  /** Where it begins. When another generation becomes current, the pipeline goes on in that, with a projection of its own. */
  projection: Projection;
  /** Empty tables and at least this many records in the log: a first load in bulk. Default 20,000. */
  bulkBehind?: number;
  /** While it is pending, somebody fills the log: a first load takes that in as it comes, and folds once. */
  growing?: Promise<unknown>;
  /** Told how many records of how many are read while a first load runs. */
  onLoad?: (read: number, of: number) => void;
  /** Where metrics are registered; absent = nowhere. */
  metrics?: Metrics;
  upcasters?: Upcasters;
}

/** Thrown at a batch that came for tables that answer no longer: it is to be read again, from where the new ones end. */
class GenerationSwitched extends Error {}

/**
 * Log to tables: reads from its own durable progress, projects batch by batch, commits after the rows are in. Before each
 * batch it makes sure that it writes to the generation that answers.
 */
export class Pipeline {
  /** Rejects when it died of something that is not a passing fault. */
  readonly died: Promise<never>;
  private die: (fault: unknown) => void = () => undefined;
  private readonly stopping = new AbortController();
  private consumer: Consumer | undefined;
  private projection: Projection;
  private turn: Promise<unknown> = Promise.resolve();
  private looking: Promise<void> = Promise.resolve();
  private state: Omit<PipelineHealth, 'partitions'> = { state: 'starting' };
  private readonly metrics: PipelineMetrics;

  constructor(private readonly options: PipelineOptions) {
    this.projection = options.projection;
    this.metrics = new PipelineMetrics(options.metrics);
    this.died = new Promise<never>((_, reject) => (this.die = reject));
    this.died.catch(() => undefined);
  }

  health(): PipelineHealth {
    return { ...this.state, partitions: this.consumer?.assignment() ?? [] };
  }

  /** Resolves when it follows the log; a first load is finished by then. */
  async start(): Promise<void> {
    const { signal } = this.stopping;
    await patiently(() => this.firstLoad(), { signal, onRetry: (fault) => this.retrying(fault) });
    if (signal.aborted) return;
    this.running();
    await this.follow();
    this.looking = this.look();
  }

  /** Does the work while no batch is being projected; batches that come meanwhile wait. */
  async betweenBatches<T>(work: (live: Projection) => Promise<T>): Promise<T> {
    const done = this.turn.then(() => work(this.projection));
    this.turn = done.catch(() => undefined);
    return done;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking;
    await this.consumer?.stop();
    if (this.projection !== this.options.projection) await this.projection.close();
    this.state = { state: 'stopped' };
  }

  private async follow(): Promise<void> {
    const consumer = await this.options.log.consume({
      group: GROUP,
      topic: TOPICS.events.name,
      startAt: async (partition) => {
        const progress = await this.projection.progress();
        this.running();
        return progress.get(partition)?.nextOffset ?? 0;
      },
      handle: (batches, context) => this.betweenBatches((live) => this.project(live, batches, context)),
      onRetry: (fault, attempt) => {
        if (fault instanceof GenerationSwitched) return;
        if (attempt === 0) this.running();
        else this.retrying(fault);
      },
    });
    consumer.died.catch(this.die);
    this.consumer = consumer;
  }

  private async project(live: Projection, batches: RecordBatch[], context: HandleContext): Promise<void> {
    if (!(await live.isCurrent())) throw new GenerationSwitched();
    const done = this.metrics.projecting();
    await live.project(decodeBatches(batches, this.options.upcasters), () => context.heartbeat());
    done(batches.reduce((sum, { records }) => sum + records.length, 0));
    this.running();
  }

  private async look(): Promise<void> {
    const { signal } = this.stopping;
    let failed = false;
    while (!signal.aborted) {
      try {
        await this.moveOn();
        if (failed) this.running();
        failed = false;
      } catch (fault) {
        if (!mayPass(fault)) {
          this.die(fault);
          return;
        }
        this.retrying(fault);
        failed = true;
      }
      await pause(LOOK_MS, signal);
    }
  }

  /** Goes over to the generation that answers, and begins in each partition where that one's progress ends. */
  private async moveOn(): Promise<void> {
    const next = await this.projection.successor();
    if (next) {
      await this.consumer?.stop();
      this.consumer = undefined;
      const former = this.projection;
      this.projection = next;
      logger.info({ generation: next.generation }, 'generation_switched');
      // Not under the feet of one who works with it between batches.
      await this.betweenBatches(() => former.close());
    }
    // Also after a fault at an earlier attempt.
    if (!this.consumer && !this.stopping.signal.aborted) await this.follow();
  }

  private running(): void {
    this.state = { state: 'running' };
  }

  private retrying(fault: unknown): void {
    const since = this.state.since ?? Date.now();
    this.state = { state: 'retrying', fault: inWords(fault), since };
    this.metrics.retried(fault);
    logger.warn({ fault: inWords(fault) }, 'projection_will_be_tried_again');
  }

  private async firstLoad(): Promise<void> {
    const { log, projection, bulkBehind = BULK_BEHIND, growing, onLoad, upcasters } = this.options;
    const { signal } = this.stopping;
    const waiting = (await log.ends(TOPICS.events.name)).reduce((sum, end) => sum + end, 0);
    if ((!growing && waiting < bulkBehind) || (await projection.progress()).size > 0) return;
    let loaded = 0;
    const load = new BulkLoad({
      ...{ log, projection, signal },
      onLoad: (read, of) => {
        this.metrics.projected(read - loaded);
        loaded = read;
        onLoad?.(read, of);
      },
      ...(upcasters && { upcasters }),
    });
    for await (const ends of endsWhile(growing ?? Promise.resolve(), { log, signal })) {
      await load.readUpTo(ends);
    }
    await load.fold();
  }
}

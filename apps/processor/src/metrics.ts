import { LogUnavailable } from '@waymark/event-log';
import { Counter, Histogram, Metrics, SECONDS_BUCKETS } from '@waymark/service';
import { WarehouseFault } from '@waymark/warehouse';

/** What a pipeline counts. */
export class PipelineMetrics {
  private readonly batches: Counter;
  private readonly events: Counter;
  private readonly seconds: Histogram;
  private readonly retries: Counter;

  constructor(registry = new Metrics()) {
    const registers = [registry];
    this.batches = new Counter({
      name: 'waymark_projection_batches_total',
      help: 'Batches of the log that are in the tables',
      registers,
    });
    this.events = new Counter({
      name: 'waymark_projection_events_total',
      help: 'Records of the log that are in the tables, dead letters among them; a batch read again counts again',
      registers,
    });
    this.seconds = new Histogram({
      name: 'waymark_projection_batch_seconds',
      help: 'Time that a batch took to be in the tables, by the live pipeline',
      buckets: SECONDS_BUCKETS,
      registers,
    });
    this.retries = new Counter({
      name: 'waymark_projection_retries_total',
      help: 'Attempts that failed and are made again, by the name of the fault',
      labelNames: ['code'],
      registers,
    });
  }

  /** Begins the time of a batch; called when its rows are in, it counts it. */
  projecting(): (records: number) => void {
    const ended = this.seconds.startTimer();
    return (records) => {
      ended();
      this.projected(records);
    };
  }

  projected(records: number): void {
    this.batches.inc();
    this.events.inc(records);
  }

  retried(fault: unknown): void {
    this.retries.inc({ code: codeOf(fault) });
  }
}

/** Never a message: it may quote a record. */
function codeOf(fault: unknown): string {
  if (fault instanceof WarehouseFault) return fault.code;
  if (fault instanceof LogUnavailable) return 'LOG_UNAVAILABLE';
  return fault instanceof Error ? fault.name : 'unknown';
}

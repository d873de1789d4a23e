import { Counter, Gauge, Histogram, Metrics, SECONDS_BUCKETS } from '@waymark/service';
import type { InFlight } from './in-flight.js';
import type { PushResult } from './push-answer.js';

/** What ingest counts. */
export class IngestMetrics {
  private readonly events: Counter;
  private readonly requests: Counter;
  private readonly appends: Histogram;

  constructor(registry: Metrics, inFlight: InFlight) {
    const registers = [registry];
    this.events = new Counter({
      name: 'waymark_ingest_events_total',
      help: 'Events answered, by what became of them; code says why they were rejected',
      labelNames: ['outcome', 'code'],
      registers,
    });
    this.requests = new Counter({
      name: 'waymark_ingest_requests_total',
      help: 'Requests to the ingest API, by status of the answer',
      labelNames: ['status'],
      registers,
    });
    this.appends = new Histogram({
      name: 'waymark_log_append_seconds',
      help: 'Time that the log took to make the events of a push durable, or to refuse them',
      buckets: SECONDS_BUCKETS,
      registers,
    });
    new Gauge({
      name: 'waymark_ingest_bytes_in_flight',
      help: 'Bytes of pushes and imports held, of which there is a bound',
      registers,
      collect() {
        this.set(inFlight.bytes);
      },
    });
  }

  answeredEvents(results: readonly PushResult[]): void {
    for (const { status, code } of results)
      this.events.inc({ outcome: status, ...(code !== undefined && { code }) });
  }

  answered(status: number): void {
    this.requests.inc({ status });
  }

  /** Begins the time of an append; what it answers ends it. */
  appending(): () => void {
    return this.appends.startTimer();
  }
}

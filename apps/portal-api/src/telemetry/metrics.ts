import { Counter, type Metrics } from '@waymark/service';

/** What becomes of the portal's telemetry. */
export class TelemetryMetrics {
  private readonly itemsTotal: Counter;
  private readonly forwardsTotal: Counter;

  constructor(registry: Metrics) {
    const registers = [registry];
    this.itemsTotal = new Counter({
      name: 'waymark_telemetry_items_total',
      help: 'Items of telemetry by what became of them: stored, or lost because the tables were away or too much came',
      labelNames: ['outcome'],
      registers,
    });
    this.forwardsTotal = new Counter({
      name: 'waymark_telemetry_forwards_total',
      help: 'Batches of telemetry for the receiver at FARO_FORWARD_URL, by whether it took them',
      labelNames: ['outcome'],
      registers,
    });
  }

  items(outcome: 'stored' | 'lost', count: number): void {
    if (count > 0) this.itemsTotal.inc({ outcome }, count);
  }

  forwarded(outcome: 'sent' | 'lost'): void {
    this.forwardsTotal.inc({ outcome });
  }
}

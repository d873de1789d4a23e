import { Gauge, type Metrics } from '@waymark/service';
import { secondsBehind } from './behind.js';
import type { Health, Look } from './health.js';

type Value = number | undefined;

/** Gauges over the whole process, looked at when scraped. What cannot be known at the time is left out, and nothing fails. */
export function registerProgramMetrics(metrics: Metrics, health: Health): void {
  const gauge = (name: string, help: string, valueOf: (look: Look) => Value | Promise<Value>): Gauge =>
    new Gauge({
      name,
      help,
      registers: [metrics],
      async collect() {
        const value = await valueOf(await health.look());
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  gauge('waymark_log_records', 'Records that the event log holds', ({ records }) => records);
  gauge('waymark_lag_records', 'Records in the log that are not shown', ({ shown }) => shown?.lag);
  gauge('waymark_lag_seconds', 'Age of the oldest record that is not shown, at most', secondsBehind);
  gauge('waymark_dead_letters', 'Records that cannot be understood', () => health.deadLetters());
  gauge('waymark_generation', 'Generation of the tables that answers', ({ generation }) => generation);
  gauge('waymark_log_writable', 'Whether the log takes writes', ({ log }) => Number(log.writable));
  gauge(
    'waymark_warehouse_answers',
    'Whether the warehouse answers',
    ({ warehouse }) => warehouse && Number(warehouse.answers),
  );
}

import { logger } from '@waymark/service';
import { writeTelemetry, type TelemetryRow, type Warehouse } from '@waymark/warehouse';
import type { TelemetryMetrics } from './metrics.js';

/** Held at most; what comes beyond it is lost. */
const ROWS_MAX = 5_000;
const FLUSH_AFTER_MS = 2_000;
/** A stop waits no longer for telemetry. */
const LAST_FLUSH_MS = 1_000;

/** Writes telemetry in few inserts, and loses it rather than let anybody wait: whoever sends it has been answered. */
export class TelemetryStore {
  private rows: TelemetryRow[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(
    private readonly warehouse: Warehouse,
    private readonly metrics: TelemetryMetrics,
    private readonly flushAfterMs = FLUSH_AFTER_MS,
  ) {}

  add(rows: readonly TelemetryRow[]): void {
    const taken = rows.slice(0, Math.max(0, ROWS_MAX - this.rows.length));
    this.rows.push(...taken);
    this.metrics.items('lost', rows.length - taken.length);
    this.timer ??= setTimeout(() => void this.flush(), this.flushAfterMs);
  }

  /** Resolves when what was held is written or lost. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const before = this.writing;
    this.writing = (async () => {
      await before;
      const rows = this.rows.splice(0);
      if (rows.length > 0) await this.write(rows);
    })();
    await this.writing;
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_FLUSH_MS)));
    await Promise.race([this.flush(), late]);
    clearTimeout(timer);
  }

  private async write(rows: TelemetryRow[]): Promise<void> {
    try {
      await writeTelemetry(this.warehouse, rows);
      this.metrics.items('stored', rows.length);
      this.failing = false;
    } catch (fault) {
      this.metrics.items('lost', rows.length);
      // Once, not with every batch of an outage.
      if (!this.failing) logger.warn({ reason: reasonOf(fault) }, 'telemetry_not_stored');
      this.failing = true;
    }
  }
}

function reasonOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown';
}

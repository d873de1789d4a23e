import { logger } from '@waymark/service';
import type { ScrubbedPayload } from '@waymark/telemetry';
import type { TelemetryMetrics } from './metrics.js';

/** Under way at most; a receiver that is slower loses the rest. */
const IN_FLIGHT_MAX = 8;
const TIMEOUT_MS = 5_000;

/** Sends scrubbed payloads on to a Faro receiver such as Grafana Alloy. Tries once; nobody waits for it. */
export class Forwarding {
  private inFlight = 0;
  private failing = false;

  constructor(
    private readonly url: string,
    private readonly metrics: TelemetryMetrics,
  ) {}

  /** @param batch named to the receiver, so that it, too, takes a request once. */
  send(payload: ScrubbedPayload, batch: string): void {
    if (this.inFlight >= IN_FLIGHT_MAX) {
      this.metrics.forwarded('lost');
      return;
    }
    this.inFlight += 1;
    void this.post(payload, batch).finally(() => (this.inFlight -= 1));
  }

  private async post(payload: ScrubbedPayload, batch: string): Promise<void> {
    const session = payload.meta.session?.id;
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': batch,
          ...(session !== undefined && { 'x-faro-session-id': session }),
        },
        body: JSON.stringify(payload),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      this.told(answer.ok, String(answer.status));
    } catch {
      this.told(false, 'unreachable');
    }
  }

  private told(taken: boolean, reason: string): void {
    this.metrics.forwarded(taken ? 'sent' : 'lost');
    if (!taken && !this.failing) logger.warn({ reason }, 'telemetry_not_forwarded');
    this.failing = !taken;
  }
}

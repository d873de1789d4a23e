import { createHash } from 'node:crypto';
import { Controller, HttpCode, Inject, Post, Req, type OnModuleDestroy } from '@nestjs/common';
import { Problem, readJson, refuseOtherParameters } from '@waymark/service';
import { scrubPayload } from '@waymark/telemetry';
import type { FastifyRequest } from 'fastify';
import { AddressRate } from './address-rate.js';
import { Forwarding } from './forwarding.js';
import { telemetryRows } from './telemetry-rows.js';
import { TelemetryStore } from './telemetry-store.js';
import { faroPayload } from './wire.js';

/** Faro sends at most 50 items at a time, and 60 kB from a page that is left. */
export const COLLECT_BYTES_MAX = 512 * 1024;

export const FORWARDING = Symbol('forwarding');

/**
 * Takes what the portal's pages tell of themselves. Nobody has to be signed in, because signing in may be what fails; nothing of the
 * request itself is kept.
 */
@Controller('collect')
export class TelemetryController implements OnModuleDestroy {
  constructor(
    @Inject(AddressRate) private readonly rate: AddressRate,
    @Inject(TelemetryStore) private readonly store: TelemetryStore,
    @Inject(FORWARDING) private readonly forwarding: Forwarding | null,
  ) {}

  @Post()
  @HttpCode(202)
  async collect(@Req() request: FastifyRequest): Promise<string> {
    this.rate.take(request.ip);
    refuseOtherParameters(request);
    // Another site's page cannot send JSON here without asking first, and is answered no.
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
      throw new Problem(415, 'unsupported_media_type', 'Telemetry is application/json.');
    }
    const body = await readJson(request, undefined, COLLECT_BYTES_MAX);
    if (!faroPayload.safeParse(body).success) {
      throw new Problem(400, 'not_telemetry', 'The body is not a payload of the Faro SDK.');
    }
    const payload = scrubPayload(body);
    const batch = batchOf(request.headers['idempotency-key'], body);
    const rows = telemetryRows(payload, batch, Date.now());
    if (rows.length > 0) {
      this.store.add(rows);
      this.forwarding?.send(payload, batch);
    }
    return 'ok';
  }

  async onModuleDestroy(): Promise<void> {
    await this.store.close();
  }
}

/** The SDK names a batch, the same when it tries again. Hashed: a foreign sender may put anything there. */
function batchOf(key: string | string[] | undefined, body: unknown): string {
  const named = typeof key === 'string' && key !== '' ? key : JSON.stringify(body);
  return createHash('sha256').update(named).digest('hex').slice(0, 32);
}

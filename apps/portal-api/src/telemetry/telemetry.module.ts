import { Module, type DynamicModule } from '@nestjs/common';
import { Metrics } from '@waymark/service';
import type { Warehouse } from '@waymark/warehouse';
import { AddressRate, type Rate } from './address-rate.js';
import { Forwarding } from './forwarding.js';
import { TelemetryMetrics } from './metrics.js';
import { FORWARDING, TelemetryController } from './telemetry.controller.js';
import { TelemetryStore } from './telemetry-store.js';

export interface TelemetryParts {
  warehouse: Warehouse;
  /** A Faro receiver that gets a copy; absent = none. */
  forwardUrl?: string;
  /** Where metrics are registered; absent = nowhere. */
  metrics?: Metrics;
  /** Requests of one address; absent = the default. */
  rate?: Rate;
  /** How long items wait for others before they are written; absent = the default. */
  flushAfterMs?: number;
}

/** The collector of the portal's own telemetry. */
@Module({})
export class TelemetryModule {
  static register({
    warehouse,
    forwardUrl,
    metrics = new Metrics(),
    rate,
    flushAfterMs,
  }: TelemetryParts): DynamicModule {
    const counted = new TelemetryMetrics(metrics);
    return {
      module: TelemetryModule,
      controllers: [TelemetryController],
      providers: [
        { provide: AddressRate, useFactory: () => new AddressRate(rate) },
        { provide: TelemetryStore, useFactory: () => new TelemetryStore(warehouse, counted, flushAfterMs) },
        {
          provide: FORWARDING,
          useFactory: () => (forwardUrl === undefined ? null : new Forwarding(forwardUrl, counted)),
        },
      ],
    };
  }
}

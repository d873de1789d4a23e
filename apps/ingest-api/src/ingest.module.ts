import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { EventLog } from '@waymark/event-log';
import type { PostcodeLookup, Pseudonyms } from '@waymark/events';
import { Metrics, onAnswer, type Registry } from '@waymark/service';
import { EventsController } from './events.controller.js';
import { Imports } from './imports/imports.js';
import { ImportsController } from './imports/imports.controller.js';
import { IncomingFiles } from './imports/incoming-file.js';
import { Previews } from './imports/preview.js';
import { Profiles } from './imports/profiles.js';
import { ProfilesController } from './imports/profiles.controller.js';
import { TemplatesController } from './imports/templates.controller.js';
import { InFlight } from './in-flight.js';
import { IngestMetrics } from './metrics.js';
import { PseudonymsController } from './pseudonyms.controller.js';
import { OwnPseudonyms } from './pseudonyms.js';
import { Push } from './push.js';
import { ReceiptsKept } from './receipts-kept.js';
import { RateLimit, type Rate } from './rate-limit.js';
import { SchemasController } from './schemas.controller.js';

export interface IngestParts {
  log: EventLog;
  registry: Registry;
  pseudonyms: Pseudonyms;
  /** Absent: no postcode lookup is loaded, and events that carry a postcode are refused. */
  postcodes?: PostcodeLookup;
  /** Requests of one provider; absent = the default. */
  rate?: Rate;
  /** Bounds what is held; absent = one of the default size. */
  inFlight?: InFlight;
  /** A request that the log has not answered by then is refused; absent = the default. */
  answerWithinMs?: number;
  /** Where metrics are registered; absent = nowhere. */
  metrics?: Metrics;
  clock?: () => number;
}

/** The ingest role: takes what providers send into the log. Needs ServiceModule (guards, registry) beside it. */
@Module({})
export class IngestModule {
  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost, @Inject(IngestMetrics) metrics: IngestMetrics) {
    onAnswer(host, '/v1/', ({ status }) => metrics.answered(status));
  }

  static register(parts: IngestParts): DynamicModule {
    const { registry, clock } = parts;
    const shared = parts.log.kind === 'kafka';
    const inFlight = parts.inFlight ?? new InFlight();
    const metrics = new IngestMetrics(parts.metrics ?? new Metrics(), inFlight);
    return {
      module: IngestModule,
      controllers: [
        EventsController,
        ImportsController,
        ProfilesController,
        TemplatesController,
        PseudonymsController,
        SchemasController,
      ],
      providers: [
        { provide: InFlight, useValue: inFlight },
        { provide: IngestMetrics, useValue: metrics },
        { provide: ReceiptsKept, useFactory: () => new ReceiptsKept(registry, clock) },
        {
          provide: Push,
          useFactory: (receipts: ReceiptsKept) => new Push({ ...parts, inFlight, metrics, receipts }),
          inject: [ReceiptsKept],
        },
        {
          provide: Imports,
          useFactory: (push: Push, profiles: Profiles) =>
            new Imports({ registry, profiles, push, shared, ...(clock && { clock }) }),
          inject: [Push, Profiles],
        },
        { provide: OwnPseudonyms, useValue: new OwnPseudonyms(parts.pseudonyms) },
        { provide: Profiles, useValue: new Profiles(registry) },
        {
          provide: Previews,
          useFactory: (push: Push, profiles: Profiles) => new Previews({ registry, profiles, push, clock }),
          inject: [Push, Profiles],
        },
        {
          provide: IncomingFiles,
          useFactory: (rate: RateLimit, held: InFlight) => new IncomingFiles(rate, held),
          inject: [RateLimit, InFlight],
        },
        { provide: RateLimit, useFactory: () => new RateLimit(parts.rate, parts.clock) },
      ],
    };
  }
}

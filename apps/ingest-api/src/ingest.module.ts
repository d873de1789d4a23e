import { Module, type DynamicModule } from '@nestjs/common';
import type { EventLog } from '@waymark/event-log';
import type { PostcodeLookup, Pseudonyms } from '@waymark/events';
import type { Registry } from '@waymark/service';
import { EventsController } from './events.controller.js';
import { Imports } from './imports/imports.js';
import { ImportsController } from './imports/imports.controller.js';
import { Push } from './push.js';
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
  clock?: () => number;
}

/** The ingest role: takes what providers send into the log. Needs ServiceModule (guards, registry) beside it. */
@Module({})
export class IngestModule {
  static register(parts: IngestParts): DynamicModule {
    const { registry, clock } = parts;
    const shared = parts.log.kind === 'kafka';
    return {
      module: IngestModule,
      controllers: [EventsController, ImportsController, SchemasController],
      providers: [
        { provide: Push, useFactory: () => new Push(parts) },
        {
          provide: Imports,
          useFactory: (push: Push) => new Imports({ registry, push, shared, ...(clock && { clock }) }),
          inject: [Push],
        },
        { provide: RateLimit, useFactory: () => new RateLimit(parts.rate, parts.clock) },
      ],
    };
  }
}

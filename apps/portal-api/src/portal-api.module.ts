import { Module, type DynamicModule } from '@nestjs/common';
import type { EventLog } from '@waymark/event-log';
import type { Registry } from '@waymark/service';
import { FrozenTables, type FrozenOptions, type Warehouse } from '@waymark/warehouse';
import { AreasController } from './areas.controller.js';
import { AuditTrail } from './audit.js';
import { MeasureAnswers } from './measure-answers.js';
import { MeasuresController } from './measures.controller.js';
import { StatusController } from './status.controller.js';
import { STATUS, type ShownState } from './status.js';

export interface PortalApiParts {
  warehouse: Warehouse;
  log: EventLog;
  registry: Registry;
  status: () => Promise<ShownState>;
  /** Version of the program, echoed in every answer. */
  build: string;
  /** How tables of past instants are kept. */
  frozen?: FrozenOptions;
}

/** The portal role: measures, areas, status. Needs ServiceModule (guards, registry) beside it. */
@Module({})
export class PortalApiModule {
  static register({ warehouse, log, status, build, frozen }: PortalApiParts): DynamicModule {
    return {
      module: PortalApiModule,
      controllers: [MeasuresController, AreasController, StatusController],
      providers: [
        {
          provide: MeasureAnswers,
          useFactory: () => new MeasureAnswers(warehouse, status, build, new FrozenTables(warehouse, frozen)),
        },
        { provide: AuditTrail, useFactory: () => new AuditTrail(log) },
        { provide: STATUS, useValue: status },
      ],
    };
  }
}

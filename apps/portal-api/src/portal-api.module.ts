import { Module, type DynamicModule } from '@nestjs/common';
import type { EventLog } from '@waymark/event-log';
import type { Registry } from '@waymark/service';
import type { Warehouse } from '@waymark/warehouse';
import type { ShownState } from './status.js';

export interface PortalApiParts {
  warehouse: Warehouse;
  log: EventLog;
  registry: Registry;
  status: () => Promise<ShownState>;
  /** Version of the program, echoed in every answer. */
  build: string;
}

/** The portal's API: measures, areas, status. */
@Module({})
export class PortalApiModule {
  static register(_parts: PortalApiParts): DynamicModule {
    return { module: PortalApiModule };
  }
}

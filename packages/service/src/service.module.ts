import { Module, type DynamicModule } from '@nestjs/common';
import { AuthGuard } from './auth.js';
import type { OpenApiDocument } from './openapi.js';
import { OPEN_API, OPERATIONS, OperationsController, type Operations } from './operations.controller.js';
import { Registry } from './registry.js';
import { SessionController } from './session.controller.js';

export interface SharedParts {
  registry: Registry;
  operations: Operations;
  /** Served at `/openapi.json`; see `openApiDocument`. */
  openApi?: OpenApiDocument;
}

/** What every Waymark server shares: the registry behind its guards, sign-in, health and metrics, its API's description. */
@Module({})
export class ServiceModule {
  static register(shared: SharedParts): DynamicModule {
    return {
      module: ServiceModule,
      global: true,
      controllers: [SessionController, OperationsController],
      providers: [
        AuthGuard,
        { provide: Registry, useValue: shared.registry },
        { provide: OPERATIONS, useValue: shared.operations },
        { provide: OPEN_API, useValue: shared.openApi ?? null },
      ],
      exports: [Registry, AuthGuard],
    };
  }
}

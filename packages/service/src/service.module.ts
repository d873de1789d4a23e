import { Module, type DynamicModule } from '@nestjs/common';
import { AuthGuard } from './auth.js';
import { OPERATIONS, OperationsController, type Operations } from './operations.controller.js';
import { Registry } from './registry.js';
import { SessionController } from './session.controller.js';

/** What every Waymark server shares: the registry behind its guards, sign-in, health and metrics. */
@Module({})
export class ServiceModule {
  static register(shared: { registry: Registry; operations: Operations }): DynamicModule {
    return {
      module: ServiceModule,
      global: true,
      controllers: [SessionController, OperationsController],
      providers: [
        AuthGuard,
        { provide: Registry, useValue: shared.registry },
        { provide: OPERATIONS, useValue: shared.operations },
      ],
      exports: [Registry, AuthGuard],
    };
  }
}

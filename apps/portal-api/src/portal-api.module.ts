import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { TOPICS, type EventLog } from '@waymark/event-log';
import { Metrics, onAnswer, type Registry } from '@waymark/service';
import { FrozenTables, type FrozenOptions, type Warehouse } from '@waymark/warehouse';
import { AtRisk } from './feed/feed-at-risk.js';
import { AtRiskController } from './feed/feed-at-risk.controller.js';
import { AreasController } from './areas.controller.js';
import { AuditTrail } from './audit.js';
import { Answers } from './answers.js';
import { ComparisonsController } from './calls/comparisons.controller.js';
import { EngagementController } from './calls/engagement.controller.js';
import { MeasuresController } from './calls/measures.controller.js';
import { DataCalls } from './data-calls.js';
import { PersonFeedController, ProviderFeedController } from './feed/feed.controller.js';
import { GoneController } from './feed/feed-gone.controller.js';
import { Gone } from './feed/feed-gone.js';
import { Feed } from './feed/feed.js';
import { QuestionMetrics } from './metrics.js';
import { SnapshotsController } from './snapshots/snapshots.controller.js';
import { Snapshots } from './snapshots/snapshots.js';
import { StatusController } from './status.controller.js';
import { STATUS, type ShownState, type StatusNow } from './status.js';

export interface PortalApiParts {
  warehouse: Warehouse;
  log: EventLog;
  registry: Registry;
  /** What answers are judged by; a fault where that cannot be known now. */
  status: () => Promise<ShownState>;
  /** What `/api/v1/status` answers, also while parts are away. */
  statusNow: () => Promise<StatusNow>;
  /** Where metrics are registered; absent = nowhere. */
  metrics?: Metrics;
  /** Version of the program, echoed in every answer. */
  build: string;
  /** How tables of past instants are kept. */
  frozen?: FrozenOptions;
}

/** The portal role: measures, areas, status. Needs ServiceModule (guards, registry) beside it. */
@Module({})
export class PortalApiModule {
  constructor(
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
    @Inject(QuestionMetrics) metrics: QuestionMetrics,
  ) {
    onAnswer(host, '/api/v1/', (call) => metrics.answered(call));
  }

  static register(parts: PortalApiParts): DynamicModule {
    const { warehouse, log, registry, status, build, frozen, metrics = new Metrics() } = parts;
    return {
      module: PortalApiModule,
      controllers: [
        MeasuresController,
        EngagementController,
        ComparisonsController,
        AreasController,
        SnapshotsController,
        StatusController,
        ProviderFeedController,
        PersonFeedController,
        GoneController,
        AtRiskController,
      ],
      providers: [
        {
          provide: Answers,
          useFactory: () =>
            new Answers({
              ...{ warehouse, registry, status, build },
              ends: () => log.ends(TOPICS.events.name),
              frozen: new FrozenTables(warehouse, frozen),
            }),
        },
        {
          provide: DataCalls,
          inject: [Answers, AuditTrail],
          useFactory: (answers: Answers, audit: AuditTrail) => new DataCalls(answers, audit, registry),
        },
        { provide: AuditTrail, useValue: new AuditTrail(log) },
        { provide: Feed, useValue: new Feed({ warehouse, registry, status }) },
        { provide: Gone, useValue: new Gone({ warehouse, registry, status }) },
        { provide: AtRisk, useValue: new AtRisk({ warehouse, status }) },
        { provide: Snapshots, useValue: new Snapshots(registry, status, build) },
        { provide: STATUS, useValue: parts.statusNow },
        { provide: QuestionMetrics, useValue: new QuestionMetrics(metrics) },
      ],
    };
  }
}

import fs from 'node:fs';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pseudonyms } from '@waymark/events';
import { TOPICS, type EventLog } from '@waymark/event-log';
import { FollowedPostcodes, InFlight, IngestModule, ingestOpenApi } from '@waymark/ingest-api';
import { portalDirectory } from '@waymark/portal/assets';
import { PortalApiModule, portalOpenApi, TelemetryModule } from '@waymark/portal-api';
import {
  AnsweringGeneration,
  DeadLetters,
  Pipeline,
  Rebuilds,
  ReferenceLoader,
  ShownWatch,
} from '@waymark/processor';
import {
  createHttpServer,
  openApiDocument,
  processMetrics,
  Registry,
  ServiceModule,
  type Metrics,
  type ProcessRole,
  type Settings,
} from '@waymark/service';
import { SYNTHETIC_PROVIDERS } from '@waymark/synthetic';
import { dropLeftBehind, Projection, type Warehouse } from '@waymark/warehouse';
import { deadLettersOpenApi } from './dead-letters-openapi.js';
import { DeadLettersModule } from './dead-letters.controller.js';
import { Health } from './health.js';
import { keysOpenApi } from './keys-openapi.js';
import { KeysModule } from './keys.controller.js';
import { ensureCredentials, pseudonymKey } from './local-run.js';
import { openLog, openWarehouseOf } from './parts.js';
import { servePortal } from './portal-files.js';
import { registerProgramMetrics } from './program-metrics.js';
import { referenceOpenApi } from './reference-openapi.js';
import { ReferenceModule } from './reference.controller.js';
import { rebuildOpenApi } from './rebuild-openapi.js';
import { RebuildModule } from './rebuild.controller.js';
import { seedDemonstration } from './seed.js';
import { Stops } from './stops.js';

export interface Program {
  /** Where it answers. */
  url: string;
  /** Rejects when a part died of something that is not a passing fault. */
  died: Promise<never>;
  stop(): Promise<void>;
}

/** Told to the person who started it, a line at a time. */
export type Tell = (line: string) => void;

/**
 * Composes the asked roles in this process: log, registry, warehouse, pipeline, HTTP. Resolves when everything
 * answers, with the demonstration loaded where one was asked for; with `undefined` when it was told to stop before that.
 */
export async function startProgram(
  settings: Settings,
  roles: readonly ProcessRole[],
  tell: Tell,
  stopAsked: Promise<void> = new Promise(() => undefined),
): Promise<Program | undefined> {
  const stops = new Stops();
  const stop = (): Promise<void> => stops.stop();
  try {
    const composing = compose(settings, roles, tell, stops);
    const composed = await Promise.race([composing, stopAsked]);
    if (composed) return { ...composed, stop };
    // Every step of the start may be broken off and is taken again at the next one; the tables are closed in order,
    // because the engine crashes when its process ends under a statement.
    composing.catch(() => undefined);
    await stop();
    return undefined;
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function compose(
  settings: Settings,
  roles: readonly ProcessRole[],
  tell: Tell,
  stops: Stops,
): Promise<Omit<Program, 'stop'>> {
  fs.mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const log = await openLog(settings);
  stops.push(() => log.close());
  await log.ensureTopics(Object.values(TOPICS));
  const registry = await Registry.open(log);
  stops.push(() => registry.close());
  const key = pseudonymKey(settings);
  const pseudonyms = new Pseudonyms(key, 1);

  const seeding =
    settings.seedReferrals > 0
      ? await seedDemonstration({ log, registry, pseudonymKey: key, referrals: settings.seedReferrals, tell })
      : undefined;
  await ensureCredentials(settings.dataDir, registry, SYNTHETIC_PROVIDERS);

  const tables = roles.some((role) => role !== 'ingest') ? await openTables(settings, log, stops) : undefined;
  const metrics = processMetrics();
  // The tables are filled while the history is still being made.
  const [pipeline] = await Promise.all([
    tables && roles.includes('processor')
      ? startPipeline({ log, tables, tell, stops, metrics, growing: seeding?.filled })
      : undefined,
    seeding?.filled,
  ]);
  const rebuilds = pipeline && tables && new Rebuilds({ log, warehouse: tables.warehouse, live: pipeline });
  const ingest = roles.includes('ingest') ? await openIngest(log, stops) : undefined;
  const inFlight = ingest?.inFlight;
  const health = new Health({ log, registry, tables, pipeline, rebuilds, inFlight });
  registerProgramMetrics(metrics, health);
  const { faroForwardUrl } = settings;
  const parts = {
    ...{ log, registry, pseudonyms, tables, pipeline, rebuilds, ingest, health, metrics, roles },
    faroForwardUrl,
  };
  const modules = roleModules(parts);
  const shared = ServiceModule.register({
    registry,
    operations: { metrics, ready: () => health.ready() },
    // The whole origin, whatever the roles of this process: one address answers for all of them.
    openApi: openApiDocument(
      [
        ...[ingestOpenApi(), portalOpenApi(), keysOpenApi()],
        ...[rebuildOpenApi(), deadLettersOpenApi(), referenceOpenApi()],
      ],
      BUILD,
    ),
  });
  const app = await createHttpServer(composition([shared, ...modules]));
  if (roles.includes('portal')) await servePortal(app, portalDirectory);
  const server = app.getHttpServer();
  stops.push(
    // Side by side: each may have to wait for something that hangs.
    () => {
      const followers = [registry.close(), tables?.reference.stop(), ingest?.postcodes.close()];
      return Promise.all([app.close(), pipeline?.stop(), ...followers]);
    },
    () => server.closeAllConnections(),
  );
  const url = await listen(app, settings);
  tell(`Waymark answers at ${url}`);
  tell(`Sign in with a token from ${settings.dataDir}/credentials.json (users: one per role)`);
  return {
    url,
    died: firstDeath(registry.died, pipeline?.died, tables?.reference.died, ingest?.postcodes.died),
  };
}

/** Rejects as soon as one of the parts does. */
function firstDeath(...parts: (Promise<never> | undefined)[]): Promise<never> {
  return Promise.race([...parts.filter((part) => part !== undefined), new Promise<never>(() => undefined)]);
}

interface Ingest {
  inFlight: InFlight;
  postcodes: FollowedPostcodes;
}

async function openIngest(log: EventLog, stops: Stops): Promise<Ingest> {
  const postcodes = await FollowedPostcodes.open(log);
  stops.push(() => postcodes.close());
  return { inFlight: new InFlight(), postcodes };
}

interface Tables {
  warehouse: Warehouse;
  projection: Projection;
  reference: ReferenceLoader;
  answering: AnsweringGeneration;
  shown: ShownWatch;
}

async function openTables(settings: Settings, log: EventLog, stops: Stops): Promise<Tables> {
  const warehouse = await openWarehouseOf(settings);
  stops.push(
    () => warehouse.close(),
    () => warehouse.breakOff(),
  );
  const projection = await Projection.open(warehouse);
  // A rebuild that was killed leaves tables behind; what nobody reads need not wait for the next one.
  await dropLeftBehind(warehouse);
  stops.push(() => projection.close());
  const reference = await ReferenceLoader.start(log, warehouse);
  stops.push(() => reference.stop());
  const answering = new AnsweringGeneration(warehouse);
  const shown = new ShownWatch(log, async () => (await answering.tables()).progress);
  return { warehouse, projection, reference, answering, shown };
}

interface PipelineParts {
  log: EventLog;
  tables: Tables;
  tell: Tell;
  stops: Stops;
  metrics: Metrics;
  growing: Promise<void> | undefined;
}

async function startPipeline({
  log,
  tables,
  tell,
  stops,
  metrics,
  growing,
}: PipelineParts): Promise<Pipeline> {
  let toldAt = 0;
  const onLoad = (read: number, of: number): void => {
    if (Date.now() - toldAt < 1000 && read < of) return;
    toldAt = Date.now();
    tell(`Loading: ${Math.floor((100 * read) / of)}% of ${of} events`);
  };
  const { projection } = tables;
  const pipeline = new Pipeline({ log, projection, onLoad, metrics, ...(growing && { growing }) });
  stops.push(() => pipeline.stop());
  await pipeline.start();
  return pipeline;
}

interface RoleParts {
  log: EventLog;
  registry: Registry;
  pseudonyms: Pseudonyms;
  tables: Tables | undefined;
  pipeline: Pipeline | undefined;
  rebuilds: Rebuilds | undefined;
  ingest: Ingest | undefined;
  health: Health;
  metrics: Metrics;
  roles: readonly ProcessRole[];
  faroForwardUrl: string | undefined;
}

function roleModules(parts: RoleParts): (DynamicModule | Type)[] {
  const { log, registry, pseudonyms, tables, pipeline, rebuilds, ingest, health, metrics } = parts;
  const modules: (DynamicModule | Type)[] = [];
  if (tables) modules.push(ReferenceModule.register(log, tables.warehouse));
  if (rebuilds) modules.push(RebuildModule.register(rebuilds));
  if (pipeline && tables) {
    const { warehouse } = tables;
    modules.push(DeadLettersModule.register(new DeadLetters({ log, warehouse, live: pipeline })));
  }
  if (ingest) modules.push(IngestModule.register({ log, registry, pseudonyms, metrics, ...ingest }));
  if (parts.roles.includes('portal') && tables) {
    const { warehouse, answering, shown } = tables;
    const status = async () => {
      const { generation, progress } = await answering.tables();
      return { ...(await shown.look(progress)), generation };
    };
    const statusNow = () => health.status();
    modules.push(KeysModule.register(registry, log));
    const shared = { warehouse, log, registry, metrics, build: BUILD };
    modules.push(PortalApiModule.register({ ...shared, status, statusNow }));
    const forwardUrl = parts.faroForwardUrl;
    modules.push(
      TelemetryModule.register({ warehouse, metrics, ...(forwardUrl !== undefined && { forwardUrl }) }),
    );
  }
  return modules;
}

const BUILD = '0.1.0';

function composition(imports: (DynamicModule | Type)[]): DynamicModule {
  @Module({})
  class Waymark {}
  return { module: Waymark, imports };
}

async function listen(app: NestFastifyApplication, { host, port }: Settings): Promise<string> {
  await app.listen(port, host);
  const address = await app.getUrl();
  return address.replace('[::1]', '127.0.0.1');
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogUnavailable, openEmbeddedLog, TOPICS, type EventLog } from '@waymark/event-log';
import { canonicalJson } from '@waymark/events';
import type { World } from '@waymark/pathways/testing';
import { Pipeline, ShownWatch } from '@waymark/processor';
import { createHttpServer, hashSecret, Registry, ServiceModule, type UserRole } from '@waymark/service';
import { Projection, WarehouseFault, type FrozenOptions, type Warehouse } from '@waymark/warehouse';
import { openTestWarehouse } from '@waymark/warehouse/testing';
import { Registry as Metrics } from 'prom-client';
import { PortalApiModule } from '../portal-api.module.js';
import type { Row } from '../schemas.js';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
  bytes: Buffer;
  /** Parsed; {} when it is not JSON. */
  body: Record<string, unknown> & { rows?: Row[]; code?: string };
}

/** Parts that can be made to fail. */
export interface Broken {
  auditWrites: boolean;
  warehouse: boolean;
}

/** The portal's API over a real log, the real pipeline and chDB. */
export interface TestPortal {
  broken: Broken;
  registry: Registry;
  warehouse: Warehouse;
  /** Appends to the log and waits until it is shown. */
  tell(history: World): Promise<void>;
  /** Appends to the log with the pipeline stopped for good. */
  tellUnheard(history: World): Promise<void>;
  person(name: string, role: UserRole, scope?: string[]): Promise<void>;
  /** Signed in by name: tokens are made from names. */
  get(path: string, name?: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, name: string, body: unknown): Promise<Answer>;
  audit(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

const tokenOf = (name: string): string => `wmu_${name}`;

export async function openTestPortal(frozen: FrozenOptions = {}): Promise<TestPortal> {
  const directory = await mkdtemp(join(tmpdir(), 'waymark-portal-api-'));
  const broken: Broken = { auditWrites: false, warehouse: false };
  const log = await openEmbeddedLog({ directory });
  await log.ensureTopics(Object.values(TOPICS));
  const registry = await Registry.open(log);
  const warehouse = await openTestWarehouse();
  const projection = await Projection.open(warehouse);
  const pipeline = new Pipeline({ log, projection });
  await pipeline.start();
  const shown = new ShownWatch(log, () => projection.progress());
  const status = async () => ({
    ...(await shown.look()),
    generation: { id: projection.generation, database: projection.database },
  });
  const statusNow = async () => ({
    ...(await status()),
    ...{ generation: projection.generation, behind: [] },
    ...{ log: await log.health(), warehouse: await warehouse.health() },
  });
  const parts = {
    log: refusing(log, broken),
    warehouse: failing(warehouse, broken),
    registry,
    status,
    statusNow,
    frozen,
  };
  const app = await serve(parts);
  return {
    ...{ broken, registry, warehouse },
    tell: async (history) => {
      await append(log, history);
      while ((await status()).lag > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    tellUnheard: async (history) => {
      await pipeline.stop();
      await append(log, history);
    },
    person: (name, role, scope = []) =>
      registry.putUser({ name, role, scope, tokenSha256: hashSecret(tokenOf(name)) }),
    get: (path, name, headers) => call(app, { method: 'GET', path, name, headers }),
    post: (path, name, body) => call(app, { method: 'POST', path, name, body }),
    audit: () => readAudit(log),
    close: async () => {
      await app.close();
      await pipeline.stop();
      await projection.close();
      await warehouse.close();
      await registry.close();
      await log.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

@Module({})
class Root {}

type Served = Omit<Parameters<typeof PortalApiModule.register>[0], 'build'>;

async function serve(parts: Served): Promise<NestFastifyApplication> {
  const operations = { metrics: new Metrics(), ready: async () => ({}) };
  const imports = [
    ServiceModule.register({ registry: parts.registry, operations }),
    PortalApiModule.register({ ...parts, build: 'test' }),
  ];
  const app = await createHttpServer({ module: Root, imports } satisfies DynamicModule);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

interface Call {
  method: 'GET' | 'POST';
  path: string;
  name: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: unknown;
}

async function call(
  app: NestFastifyApplication,
  { method, path: url, name, headers = {}, body }: Call,
): Promise<Answer> {
  const authorization = name === undefined ? {} : { authorization: `Bearer ${tokenOf(name)}` };
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await app.inject({
    ...{ method, url, headers: { ...authorization, ...content, ...headers } },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  return {
    status: answer.statusCode,
    headers: answer.headers as Record<string, string>,
    text: answer.body,
    bytes: answer.rawPayload,
    body: (isJson ? JSON.parse(answer.body) : {}) as Answer['body'],
  };
}

async function append(log: EventLog, history: World): Promise<void> {
  const records = history.sent().map(({ event, receivedAt }) => ({
    key: `${event.providerid}/${event.subject}`,
    value: new TextEncoder().encode(canonicalJson(event)),
    appendedAt: receivedAt,
  }));
  await log.append(TOPICS.events.name, records);
}

async function readAudit(log: EventLog): Promise<Record<string, unknown>[]> {
  const [end = 0] = await log.ends(TOPICS.audit.name);
  const records: Record<string, unknown>[] = [];
  const options = { from: new Map([[0, 0]]), until: new Map([[0, end]]) };
  for await (const batch of log.read(TOPICS.audit.name, options)) {
    for (const { key, value } of batch.records)
      records.push({ key, ...(JSON.parse(new TextDecoder().decode(value ?? undefined)) as object) });
  }
  return records;
}

function refusing(log: EventLog, broken: Broken): EventLog {
  const append: EventLog['append'] = async (topic, records) => {
    if (broken.auditWrites && topic === TOPICS.audit.name) throw new LogUnavailable('disk full', 7);
    return log.append(topic, records);
  };
  return new Proxy(log, {
    get: (target, name) => {
      if (name === 'append') return append;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

function failing(warehouse: Warehouse, broken: Broken): Warehouse {
  return {
    ...warehouse,
    query: async (sql, params) => {
      if (broken.warehouse) throw new WarehouseFault('query: ECONNREFUSED', 'CONNECTION', true);
      return warehouse.query(sql, params);
    },
  };
}

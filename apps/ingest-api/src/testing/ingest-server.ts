import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openEmbeddedLog, TOPICS } from '@waymark/event-log';
import { Pseudonyms, type AnyStoredEvent } from '@waymark/events';
import { exampleEvent, NOW } from '@waymark/events/testing';
import {
  createHttpServer,
  hashSecret,
  makeKey,
  openApiDocument,
  processMetrics,
  Registry,
  ServiceModule,
  type UserRole,
} from '@waymark/service';
import { IngestModule, type IngestParts } from '../ingest.module.js';
import { ingestOpenApi } from '../openapi.js';
import type { PushAnswer } from '../push-answer.js';
import { assertConforms, type HttpAnswer } from './conforms.js';
import { faultyLog, type FaultyLog } from './faulty-log.js';

export const DOCUMENT = openApiDocument([ingestOpenApi()], '0.0.0-test');

export interface Sent {
  method?: 'GET' | 'POST' | 'PUT';
  path?: string;
  /** Of whom the key is; `null` = no key at all. */
  as?: keyof IngestServer['secrets'] | null;
  type?: string | null;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Signed-in people: of one provider, of both, of none, of one that is not there, and one of another role. */
const PERSONS = {
  staff: { role: 'provider', scope: ['acme'] },
  both: { role: 'provider', scope: ['acme', 'leisure'] },
  unplaced: { role: 'provider', scope: [] },
  elsewhere: { role: 'provider', scope: ['closed'] },
  analyst: { role: 'icb_analyst', scope: ['acme'] },
} as const satisfies Record<string, { role: UserRole; scope: readonly string[] }>;

export type Answer = HttpAnswer & { body: PushAnswer & { code?: string; detail?: string; line?: number } };

/** The ingest role over a real embedded log. Every answer is held against the OpenAPI document. */
export interface IngestServer {
  log: FaultyLog;
  app: NestFastifyApplication;
  registry: Registry;
  /** Key or token by name (a test key of acme; of a supplier of both; persons), and of someone nobody knows. */
  secrets: Record<'acme' | 'leisure' | 'tester' | 'supplier' | 'stranger' | keyof typeof PERSONS, string>;
  send(sent: Sent): Promise<Answer>;
  /** Pushes events as JSON, as acme. */
  push(events: unknown, path?: string): Promise<Answer>;
  stored(): Promise<AnyStoredEvent[]>;
  /** Every byte of the log's files. */
  bytes(): Promise<Buffer>;
  close(): Promise<void>;
}

type ServerOptions = Omit<Partial<IngestParts>, 'log' | 'registry' | 'pseudonyms'>;

export async function openIngestServer(options: ServerOptions = {}): Promise<IngestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'waymark-ingest-'));
  const log = faultyLog(await openEmbeddedLog({ directory }));
  await log.ensureTopics(Object.values(TOPICS));
  const registry = await Registry.open(log);
  const secrets = await fill(registry);
  const metrics = processMetrics();
  const pseudonyms = new Pseudonyms('a key of the tests: 0123456789abcdef');
  const parts = { log, registry, pseudonyms, clock: () => NOW.getTime(), metrics, ...options };
  const ready = async () => ({ log: { ready: (await log.health()).writable } });
  const shared = ServiceModule.register({
    registry,
    operations: { metrics, ready },
    openApi: DOCUMENT,
  });
  const app = await createHttpServer(composed([shared, IngestModule.register(parts)]));
  await app.init();
  const send = (sent: Sent): Promise<Answer> => inject(app, secrets, sent);
  return {
    ...{ log, app, registry, secrets, send },
    push: (events, path = '/v1/events') => send({ path, body: JSON.stringify(events) }),
    stored: () => readEvents(log),
    bytes: () => allBytes(directory),
    close: async () => {
      await app.close();
      await registry.close();
      await log.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** As many valid events as asked for, each of a referral of its own. */
export function someEvents(count: number, from = 0): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => {
    const number = from + at;
    return exampleEvent('org.waymark.referral.accepted.v1', { id: `e-${number}`, subject: `r-${number}` });
  });
}

async function fill(registry: Registry): Promise<IngestServer['secrets']> {
  const provider = async (id: string, sourcePrefixes: string[]): Promise<string> => {
    await registry.putProvider({ id, name: id, sourcePrefixes, keys: [] });
    return (await registry.issueKey(id)).key;
  };
  for (const [name, person] of Object.entries(PERSONS))
    await registry.putUser({
      name,
      role: person.role,
      scope: [...person.scope],
      tokenSha256: hashSecret(tokenOf(name)),
    });
  const acme = await provider('acme', ['https://acme.example/']);
  const leisure = await provider('leisure', ['urn:leisure:']);
  const { key: tester } = await registry.issueKey('acme', { test: true });
  await registry.putSupplier({ id: 'software', name: 'Software', providers: ['acme', 'leisure'] });
  const { key: supplier, entity } = makeKey({ supplier: 'software' });
  await registry.putKey(entity);
  return {
    ...{ acme, leisure, tester, supplier, stranger: 'wmk_live_of_nobody' },
    ...(Object.fromEntries(Object.keys(PERSONS).map((name) => [name, tokenOf(name)])) as Record<
      keyof typeof PERSONS,
      string
    >),
  };
}

const tokenOf = (name: string): string => `wmu_${name}`;

function composed(imports: DynamicModule[]): DynamicModule {
  @Module({})
  class TestIngest {}
  return { module: TestIngest, imports };
}

async function inject(
  app: NestFastifyApplication,
  secrets: IngestServer['secrets'],
  { method = 'POST', path = '/v1/events', as = 'acme', type = 'application/json', headers, body }: Sent,
): Promise<Answer> {
  const {
    statusCode,
    headers: answered,
    payload,
  } = await app.inject({
    method,
    url: path,
    headers: {
      ...(as !== null && { authorization: `Bearer ${secrets[as]}` }),
      ...(method === 'POST' && type !== null && { 'content-type': type }),
      ...headers,
    },
    ...(body !== undefined && { payload: body }),
  });
  const answer = { status: statusCode, headers: answered, text: payload };
  assertConforms(DOCUMENT, { method, path }, answer);
  const isJson = String(answered['content-type']).includes('json');
  return { ...answer, body: isJson ? JSON.parse(payload) : {} };
}

async function readEvents(log: FaultyLog): Promise<AnyStoredEvent[]> {
  const topic = TOPICS.events.name;
  const until = new Map((await log.ends(topic)).entries());
  const from = new Map([...until.keys()].map((partition) => [partition, 0]));
  const events: AnyStoredEvent[] = [];
  for await (const { records } of log.read(topic, { from, until })) {
    for (const { value } of records)
      events.push(JSON.parse(Buffer.from(value ?? []).toString()) as AnyStoredEvent);
  }
  return events;
}

async function allBytes(directory: string): Promise<Buffer> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name)))));
}

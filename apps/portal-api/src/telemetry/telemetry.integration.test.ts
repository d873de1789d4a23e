import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpServer, Metrics } from '@waymark/service';
import { CONTROL_DATABASE, migrate, type Warehouse, WarehouseFault } from '@waymark/warehouse';
import { openTestWarehouse } from '@waymark/warehouse/testing';
import { COLLECT_BYTES_MAX } from './telemetry.controller.js';
import { TelemetryModule, type TelemetryParts } from './telemetry.module.js';
import { TelemetryStore } from './telemetry-store.js';

const CANARIES = /943\D*476\D*5919|bloggs|SW1A|canary/i;
const PAYLOAD = {
  meta: {
    app: { name: 'waymark', version: '0.1.0' },
    browser: { name: 'Chrome', version: '147.0.7727.15', userAgent: 'canary' },
    page: { url: 'https://way.example/places?nhs=943 476 5919', id: '/places' },
    view: { name: '/places' },
    session: { id: 'Wq3bMkYtPz' },
    user: { email: 'jo.bloggs@nhs.example' },
  },
  events: [{ name: 'view_changed', attributes: { toView: '/places?name=Bloggs', q: 'canary' } }],
  measurements: [{ type: 'web-vitals', values: { lcp: 812.5 } }],
  exceptions: [
    {
      type: 'TypeError',
      value: 'no 943 476 5919 of jo.bloggs@nhs.example at SW1A 2AA, token=canary',
      stacktrace: {
        frames: [{ filename: 'https://way.example/assets/a.js?x=canary', function: 'draw', lineno: 3 }],
      },
    },
  ],
};

@Module({})
class Root {}

describe('the collector of telemetry', () => {
  let warehouse: Warehouse;
  let app: NestFastifyApplication;
  let receiver: Server;
  const received: { headers: IncomingMessage['headers']; body: string }[] = [];
  const broken = { warehouse: false };
  const metrics = new Metrics();

  beforeAll(async () => {
    warehouse = await openTestWarehouse();
    await migrate(warehouse, 'control', CONTROL_DATABASE);
    receiver = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.writeHead(202).end('ok');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    app = await serve({ forwardUrl: `http://127.0.0.1:${port}/collect`, metrics });
  });
  afterAll(async () => {
    await app.close();
    receiver.close();
    await warehouse.close();
  });
  beforeEach(async () => {
    await app.get(TelemetryStore).flush();
    await warehouse.command(`TRUNCATE TABLE ${CONTROL_DATABASE}.telemetry`);
    received.splice(0);
  });

  async function serve(parts: Partial<TelemetryParts>): Promise<NestFastifyApplication> {
    const failing: Warehouse = {
      ...warehouse,
      insert: async (table, rows) => {
        if (broken.warehouse) throw new WarehouseFault('insert: ECONNREFUSED', 'CONNECTION', true);
        await warehouse.insert(table, rows);
      },
    };
    const module = TelemetryModule.register({ warehouse: failing, ...parts });
    const served = await createHttpServer({ module: Root, imports: [module] } satisfies DynamicModule);
    await served.init();
    await served.getHttpAdapter().getInstance().ready();
    return served;
  }

  interface Sent {
    headers?: Record<string, string>;
    url?: string;
    remoteAddress?: string;
    to?: NestFastifyApplication;
  }

  async function send(body: unknown, { headers, url = '/collect', remoteAddress, to = app }: Sent = {}) {
    const answer = await to.inject({
      ...{ method: 'POST', url, headers: { 'content-type': 'application/json', ...headers } },
      payload: typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body),
      ...(remoteAddress !== undefined && { remoteAddress }),
    });
    const { statusCode: status, body: text } = answer;
    const isProblem = String(answer.headers['content-type']).startsWith('application/problem+json');
    const code = isProblem ? (JSON.parse(text) as { code: string }).code : undefined;
    return { status, text, code, retryAfter: answer.headers['retry-after'] };
  }

  interface Stored {
    kind: string;
    name: string;
    view: string;
    session: string;
    browser: string;
    build: string;
    body: string;
  }

  async function stored(): Promise<Stored[]> {
    await app.get(TelemetryStore).flush();
    return warehouse.query<Stored>(
      `SELECT * EXCEPT (batch, item, received_at) FROM ${CONTROL_DATABASE}.telemetry FINAL ORDER BY batch, item`,
    );
  }

  test('takes a payload and keeps its items scrubbed, of a hostile sender, too', async () => {
    expect(await send(PAYLOAD)).toMatchObject({ status: 202, text: 'ok' });
    const rows = await stored();
    const shared = { view: '/places', session: 'Wq3bMkYtPz', browser: 'Chrome 147', build: '0.1.0' };
    expect(rows.map(({ body: _, ...row }) => row)).toEqual([
      { kind: 'event', name: 'view_changed', ...shared },
      { kind: 'measurement', name: 'web-vitals', ...shared },
      { kind: 'exception', name: 'TypeError', ...shared },
    ]);
    expect(JSON.parse(rows[2]?.body ?? '')).toEqual({
      type: 'TypeError',
      value: 'no [number] of [email] at [postcode], token=[value]',
      stacktrace: { frames: [{ filename: '/assets/a.js', function: 'draw', lineno: 3 }] },
    });
    expect(JSON.stringify(rows)).not.toMatch(CANARIES);
  });

  test('forwards what it kept, scrubbed the same, to the receiver', async () => {
    await send(PAYLOAD);
    while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(headers['x-faro-session-id']).toBe('Wq3bMkYtPz');
    expect(JSON.parse(body)).toMatchObject({ events: [{ attributes: { toView: '/places' } }] });
    expect(JSON.stringify([headers, body])).not.toMatch(CANARIES);
  });

  test('a batch that comes again is stored once, by the name that the SDK gives it', async () => {
    for (let times = 0; times < 2; times += 1) {
      await send(PAYLOAD, { headers: { 'idempotency-key': 'abcdefghijklmnopqrst' } });
      expect(await stored()).toHaveLength(3);
    }
    await send(PAYLOAD, { headers: { 'idempotency-key': 'another' } });
    expect(await stored()).toHaveLength(6);
  });

  test('takes gzip', async () => {
    const headers = { 'content-encoding': 'gzip' };
    expect(await send(gzipSync(JSON.stringify(PAYLOAD)), { headers })).toMatchObject({ status: 202 });
    expect(await stored()).toHaveLength(3);
  });

  test.each([
    ['what is not JSON', '{', {}, 400, 'not_json'],
    ['what Faro does not send', { meta: 'x' }, {}, 400, 'not_telemetry'],
    ['items of another form', { meta: {}, events: [7] }, {}, 400, 'not_telemetry'],
    ['a query', PAYLOAD, { url: '/collect?nhs=9434765919' }, 400, 'unknown_parameter'],
    [
      'what another site may send unasked',
      '{}',
      { headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported_media_type',
    ],
    ['more than it holds', 'x'.repeat(COLLECT_BYTES_MAX + 1), {}, 413, 'too_large'],
    [
      'a bomb',
      gzipSync('x'.repeat(COLLECT_BYTES_MAX + 1)),
      { headers: { 'content-encoding': 'gzip' } },
      413,
      'too_large',
    ],
  ])('refuses %s, without a word of it', async (_, body, options, status, code) => {
    const answer = await send(body, options);
    expect(answer).toMatchObject({ status, code });
    expect(answer.text).not.toMatch(CANARIES);
    expect(await stored()).toEqual([]);
  });

  test('a payload with nothing that can be kept is taken and leaves nothing', async () => {
    expect(await send({ meta: {}, traces: { resourceSpans: [] } })).toMatchObject({ status: 202 });
    expect(await stored()).toEqual([]);
    expect(received).toEqual([]);
  });

  test('an address that sends too much is told when to come again, and no other waits for it', async () => {
    const slow = await serve({ rate: { perSecond: 0.01, burst: 2 } });
    const from = (remoteAddress: string) => send(PAYLOAD, { remoteAddress, to: slow });
    expect((await from('192.0.2.1')).status).toBe(202);
    expect((await from('192.0.2.1')).status).toBe(202);
    const refused = await from('192.0.2.1');
    expect(refused).toMatchObject({ status: 429, code: 'too_many_requests' });
    expect(Number(refused.retryAfter)).toBeGreaterThanOrEqual(1);
    expect((await from('192.0.2.2')).status).toBe(202);
    await slow.close();
  });

  test('with the tables away it answers all the same, loses what it held, counts that, and goes on', async () => {
    broken.warehouse = true;
    expect((await send(PAYLOAD)).status).toBe(202);
    expect(await stored()).toEqual([]);
    broken.warehouse = false;
    expect((await send(PAYLOAD)).status).toBe(202);
    expect(await stored()).toHaveLength(3);
    expect(await metrics.metrics()).toContain('waymark_telemetry_items_total{outcome="lost"} 3');
  });

  test('a receiver that is away is counted and nobody waits for it', async () => {
    const counted = new Metrics();
    const alone = await serve({ forwardUrl: 'http://127.0.0.1:9/collect', metrics: counted });
    expect((await send(PAYLOAD, { to: alone })).status).toBe(202);
    const lost = 'waymark_telemetry_forwards_total{outcome="lost"} 1';
    while (!(await counted.metrics()).includes(lost)) await new Promise((resolve) => setTimeout(resolve, 10));
    await alone.close();
  });

  test('what is held when the program ends is written', async () => {
    const ending = await serve({ flushAfterMs: 600_000 });
    await send(PAYLOAD, { to: ending });
    expect(await stored()).toEqual([]);
    await ending.close();
    expect(await stored()).toHaveLength(3);
  });
});

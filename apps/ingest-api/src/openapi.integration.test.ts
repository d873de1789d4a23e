import { EVENT_TYPES, jsonSchemaOf, shortTypeName } from '@waymark/events';
import { exampleEvent } from '@waymark/events/testing';
import { openApiDocument } from '@waymark/service';
import { z } from 'zod';
import { ingestOpenApi } from './openapi.js';
import { fits } from './testing/conforms.js';
import { DOCUMENT, openIngestServer, type IngestServer } from './testing/ingest-server.js';

let server: IngestServer;
beforeAll(async () => {
  server = await openIngestServer();
});
afterAll(() => server.close());

describe('GET /v1/schemas', () => {
  test('lists every type, open to everyone, each at its address', async () => {
    const { status, text } = await server.send({ method: 'GET', path: '/v1/schemas', as: null });
    const { types } = JSON.parse(text) as { types: { type: string; schema: string }[] };
    expect([status, types.map(({ type }) => type)]).toEqual([200, [...EVENT_TYPES]]);
    for (const { type, schema } of types) {
      expect(JSON.parse((await server.send({ method: 'GET', path: schema, as: null })).text)).toMatchObject({
        title: type,
      });
    }
  });

  test.each(EVENT_TYPES)('%s by its full and its short name', async (type) => {
    for (const name of [type, shortTypeName(type)]) {
      const { status, text } = await server.send({ method: 'GET', path: `/v1/schemas/${name}` });
      expect([status, JSON.parse(text)]).toEqual([200, JSON.parse(JSON.stringify(jsonSchemaOf(type)))]);
    }
  });

  test.each(EVENT_TYPES)('the schema of %s takes what a push takes, and refuses what it refuses', (type) => {
    const schema = z.fromJSONSchema(jsonSchemaOf(type));
    const takes = (changes: Record<string, unknown>): boolean =>
      schema.safeParse(JSON.parse(JSON.stringify(exampleEvent(type, changes)))).success;
    expect([takes({}), takes({ traceparent: 'x', revision: 3 })]).toEqual([true, true]);
    const wrong = [{ id: '' }, { specversion: '2' }, { type: 'x' }, { extra: 1 }, { data: { note: 'x' } }];
    expect(wrong.map((changes) => takes(changes))).toEqual(wrong.map(() => false));
  });

  test('an unknown type is 404, an unknown parameter 400', async () => {
    const get = (path: string) => server.send({ method: 'GET', path });
    expect(await get('/v1/schemas/referral.lost')).toMatchObject({
      status: 404,
      body: { code: 'unknown_type' },
    });
    expect(await get('/v1/schemas?v=1')).toMatchObject({ status: 400, body: { code: 'unknown_parameter' } });
    expect(await get('/v1/schemas/referral.closed?v=1')).toMatchObject({ status: 400 });
  });
});

describe('the document', () => {
  test('is served at /openapi.json', async () => {
    const { status, text } = await server.send({ method: 'GET', path: '/openapi.json', as: null });
    expect([status, JSON.parse(text)]).toEqual([200, JSON.parse(JSON.stringify(DOCUMENT))]);
  });

  test('describes the calls of the contract', () => {
    expect(Object.keys(DOCUMENT.paths)).toEqual(
      expect.arrayContaining([
        '/v1/events',
        '/v1/events:validate',
        '/v1/schemas',
        '/v1/schemas/{type}',
        '/v1/imports',
        '/v1/imports/{id}',
        '/health/live',
        '/health/ready',
        '/metrics',
        '/openapi.json',
      ]),
    );
  });

  test('every reference in it leads somewhere', () => {
    const references = [...JSON.stringify(DOCUMENT).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? '');
    expect(references.length).toBeGreaterThan(20);
    const names = new Set(references.map((to) => to.replace('#/components/schemas/', '')));
    expect([...names].filter((name) => !(name in DOCUMENT.components.schemas))).toEqual([]);
  });

  test('knows every event, and no other', () => {
    for (const type of EVENT_TYPES) expect(fits(DOCUMENT, 'Event', exampleEvent(type))).toBe(true);
    expect(fits(DOCUMENT, 'Event', { ...exampleEvent(EVENT_TYPES[0]), type: EVENT_TYPES[1] })).toBe(false);
    expect(fits(DOCUMENT, 'Event', {})).toBe(false);
  });

  test('two parts that describe one address differently are a bug', () => {
    const paths = { '/v1/events': { get: {} } };
    expect(() => openApiDocument([ingestOpenApi(), { paths }], '1')).toThrow('/v1/events');
    expect(() => openApiDocument([ingestOpenApi(), ingestOpenApi()], '1')).not.toThrow();
  });
});

test.each(['/health/live', '/health/ready', '/metrics'])('%s answers as described', async (path) => {
  expect((await server.send({ method: 'GET', path, as: null })).status).toBe(200);
});

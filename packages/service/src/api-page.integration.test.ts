import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry as Metrics } from 'prom-client';
import { API_PAGE_STYLE } from './api-page.js';
import { createHttpServer } from './http-server.js';
import { openApiDocument, problemResponses } from './openapi.js';
import { Registry } from './registry.js';
import { ServiceModule } from './service.module.js';
import { temporaryLog } from './testing/temporary-log.js';

const HOSTILE = `<script>alert("x")</script>`;
const DOCUMENT = openApiDocument(
  [
    {
      paths: {
        '/v1/things/{id}': {
          get: {
            ...{ summary: `One thing ${HOSTILE}`, tags: ['things'] },
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
              { name: 'kind', in: 'query', description: 'Which', schema: { enum: ['a', HOSTILE] } },
            ],
            responses: {
              200: {
                description: 'It',
                content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
              },
              ...problemResponses({ 404: 'There is none' }),
            },
          },
        },
      },
      components: { schemas: { Thing: { type: 'object', description: HOSTILE } } },
    },
  ],
  '9.9.9',
);

let described: NestFastifyApplication;
let undescribed: NestFastifyApplication;
let close: () => Promise<void>;

beforeAll(async () => {
  const temporary = await temporaryLog();
  const registry = await Registry.open(temporary.log);
  const operations = { metrics: new Metrics(), ready: async () => ({}) };
  @Module({ imports: [ServiceModule.register({ registry, operations, openApi: DOCUMENT })] })
  class Described {}
  @Module({ imports: [ServiceModule.register({ registry, operations })] })
  class Undescribed {}
  described = await createHttpServer({ module: Described });
  undescribed = await createHttpServer({ module: Undescribed });
  await Promise.all([described.init(), undescribed.init()]);
  close = async () => {
    await Promise.all([described.close(), undescribed.close()]);
    await registry.close();
    await temporary.close();
  };
});
afterAll(() => close());

const page = async (): Promise<string> => (await described.inject({ method: 'GET', url: '/api-docs' })).body;

describe('the page of the API', () => {
  test('has every call of the document with its parameters and answers', async () => {
    const text = await page();
    for (const [path, operations] of Object.entries(DOCUMENT.paths)) {
      for (const method of Object.keys(operations))
        expect(text).toContain(`>${method.toUpperCase()} ${path}</h3>`);
    }
    for (const name of Object.keys(DOCUMENT.components.schemas))
      expect(text).toContain(`id="schema-${name}"`);
    expect(text).toContain('<code>id</code>');
    expect(text).toContain('There is none');
  });

  test('shows every text of the document as text', async () => {
    const text = await page();
    expect(text).not.toContain('<script');
    expect(text.split('&#60;script&#62;').length).toBeGreaterThan(3);
  });

  test('takes nothing from elsewhere, and the browser is told to refuse it', async () => {
    const { headers, body } = await described.inject({ method: 'GET', url: '/api-docs' });
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    );
    const addresses = [...body.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address = '']) => address);
    expect(addresses.filter((address) => !/^(#|\/(?!\/))/.test(address))).toEqual([]);
    expect(body).not.toMatch(/style=|<style|onclick/);
  });

  test('leads to every place that it links to, and names no place twice', async () => {
    const text = await page();
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    const links = [...text.matchAll(/href="#([^"]*)"/g)].map(([, to]) => to);
    expect(links.filter((to) => !ids.includes(to))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has its style at its own address', async () => {
    const { statusCode, headers } = await described.inject({ method: 'GET', url: API_PAGE_STYLE });
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
  });
});

test('the topic of events is described at /asyncapi.json, of the same build', async () => {
  const { statusCode, body } = await described.inject({ method: 'GET', url: '/asyncapi.json' });
  expect([statusCode, JSON.parse(body)]).toMatchObject([
    200,
    { asyncapi: '3.0.0', info: { version: '9.9.9' } },
  ]);
});

test.each(['/openapi.json', '/asyncapi.json', '/api-docs'])(
  '%s of a process that describes no API is 404',
  async (url) => {
    const { statusCode, body } = await undescribed.inject({ method: 'GET', url });
    expect([statusCode, JSON.parse(body)]).toMatchObject([404, { code: 'not_found' }]);
  },
);

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** What one part of the platform adds to the description of its HTTP API. */
export interface OpenApiFragment {
  paths: Record<string, Record<string, unknown>>;
  components?: { schemas?: Record<string, unknown> };
}

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

const problem = z
  .looseObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z
      .string()
      .regex(/^[a-z0-9_]+$/)
      .describe('Stable: programs act on it'),
    detail: z.string().describe('What was wrong and what was expected; never a value that was sent'),
  })
  .describe('RFC 9457 problem');

const partReady = z.strictObject({
  ready: z.boolean(),
  detail: z.string().optional(),
  records: z.int().min(0).optional().describe('Records that it is behind by'),
  seconds: z.int().min(0).optional().describe('Seconds that it is behind by, at most'),
  since: z.iso.datetime().optional().describe('Since when it has been seen to be at fault'),
});
const ready = z.strictObject({
  status: z.enum(['ok', 'not_ready']),
  parts: z.record(z.string(), partReady),
});

/** A zod schema as the JSON Schema (2020-12) that an OpenAPI 3.1 document holds. */
export function openApiSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...converted } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return converted;
}

/** `responses` of the faults a call may answer: by status, what it means there. */
export function problemResponses(meanings: Record<number, string>): Record<string, unknown> {
  const schema = { $ref: '#/components/schemas/Problem' };
  return Object.fromEntries(
    Object.entries(meanings).map(([status, description]) => [
      status,
      {
        description,
        ...((status === '429' || status === '503') && { headers: RETRY_AFTER }),
        content: { 'application/problem+json': { schema } },
      },
    ]),
  );
}

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds to wait',
    required: true,
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
};

const OPERATIONS: OpenApiFragment = {
  paths: {
    '/health/live': {
      get: operation('The process runs', { 200: json('It runs', { $ref: '#/components/schemas/Live' }) }),
    },
    '/health/ready': {
      get: operation('Every part is ready, or which is not and why', {
        200: json('All parts are ready', { $ref: '#/components/schemas/Ready' }),
        503: json('A part is not ready', { $ref: '#/components/schemas/Ready' }),
      }),
    },
    '/metrics': {
      get: operation('Metrics for Prometheus', {
        200: text('Text exposition format', 'text/plain'),
      }),
    },
    '/openapi.json': {
      get: operation('This document', { 200: json('OpenAPI 3.1', { type: 'object' }) }),
    },
    '/api-docs': {
      get: operation('This document as a page', { 200: text('A page without scripts', 'text/html') }),
    },
    '/asyncapi.json': {
      get: operation('The topic of events', { 200: json('AsyncAPI 3.0', { type: 'object' }) }),
    },
  },
  components: {
    schemas: {
      Problem: openApiSchema(problem),
      Live: openApiSchema(z.strictObject({ status: z.literal('ok') })),
      Ready: openApiSchema(ready),
    },
  },
};

function operation(summary: string, responses: Record<number, unknown>): Record<string, unknown> {
  return { summary, tags: ['operations'], security: [], responses };
}

function json(description: string, schema: unknown): unknown {
  return { description, content: { 'application/json': { schema } } };
}

function text(description: string, type: string): unknown {
  return { description, content: { [type]: { schema: { type: 'string' } } } };
}

/**
 * One document over the parts that run in this process, with what they share.
 * @throws when two parts describe one address, or one schema name differently: that is a bug of ours.
 */
export function openApiDocument(fragments: readonly OpenApiFragment[], build: string): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  const schemas: Record<string, unknown> = {};
  for (const fragment of [OPERATIONS, ...fragments]) {
    mergeInto(paths, fragment.paths, 'path');
    mergeInto(schemas, fragment.components?.schemas ?? {}, 'schema');
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Waymark',
      version: build,
      description: 'Whether activity-based social prescribing works, and for whom.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ key: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A provider’s key, or the token of a person' },
      },
    },
  };
}

function mergeInto<T>(target: Record<string, T>, more: Record<string, T>, what: string): void {
  for (const [name, value] of Object.entries(more)) {
    if (name in target && !isDeepStrictEqual(target[name], value)) {
      throw new Error(`two parts describe the ${what} ${name}`);
    }
    target[name] = value;
  }
}

import { EVENT_TYPES, jsonSchemaOf, shortTypeName, type EventType } from '@waymark/events';
import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { z } from 'zod';
import { filePaths, fileSchemas } from './openapi-files.js';
import { importPaths, importSchemas, profilePaths, SIGNED_IN } from './openapi-imports.js';
import { JSON_TYPES, MAX_EVENTS, NDJSON } from './parse-push.js';
import { pseudonymPaths, pseudonymSchemas } from './pseudonyms-openapi.js';
import { pushAnswer } from './push-answer.js';

const schemaList = z.strictObject({
  types: z.array(z.strictObject({ type: z.enum(EVENT_TYPES), schema: z.string() })),
});

const ref = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: unknown): unknown => ({ 'application/json': { schema } });

/** The ingest API as OpenAPI 3.1, made from the schemas that check what is sent. */
export function ingestOpenApi(): OpenApiFragment {
  return {
    paths: {
      '/v1/events': { post: push('Send events', 202, 'Durable in the log: all accepted or duplicate') },
      '/v1/events:validate': { post: push('The same checks, nothing stored', 200, 'All would be taken') },
      ...schemaPaths(),
      ...importPaths(),
      ...profilePaths(),
      ...filePaths(),
      ...pseudonymPaths(),
    },
    components: {
      schemas: {
        ...eventSchemas(),
        PushAnswer: openApiSchema(pushAnswer),
        SchemaList: openApiSchema(schemaList),
        ...importSchemas(),
        ...fileSchemas(),
        ...pseudonymSchemas(),
      },
    },
  };
}

const ofTestKeys = {
  'Waymark-Test': {
    description: 'Only where a test key pushed: nothing was stored, whatever the answer says',
    schema: { enum: ['nothing-stored'] },
  },
};

function push(summary: string, allTaken: 200 | 202, meaning: string): Record<string, unknown> {
  const answer = (description: string): unknown => ({
    ...{ description, headers: ofTestKeys, content: json(ref('PushAnswer')) },
  });
  return {
    summary,
    description:
      'One event or a list. One event may also come in CloudEvents binary mode: attributes in ce-* headers, data as body. ' +
      'A test key (wmk_test_...) is answered as a live one, duplicates and conflicts included, and nothing is stored: the ' +
      'header Waymark-Test says so. With a supplier’s key, or a person of several providers, the source of each event tells whose it is.',
    tags: ['ingest'],
    requestBody: { required: true, content: bodies() },
    responses: {
      [allTaken]: answer(meaning),
      207: answer('Some rejected; the others as above'),
      422: answer('All rejected'),
      ...problemResponses({
        400: 'Not what its content type says, or empty; nothing was stored',
        ...SIGNED_IN,
        413: `More than ${MAX_EVENTS} events or 5 MiB, before or after inflating`,
        415: 'Another content type, charset or encoding',
        429: 'Too many requests',
        503: 'The log does not take writes now, or too much is under way (busy); send the whole again',
      }),
    },
  };
}

function bodies(): Record<string, unknown> {
  const batch = { type: 'array', items: ref('Event'), minItems: 1, maxItems: MAX_EVENTS };
  const either = { schema: { oneOf: [ref('Event'), batch] } };
  return {
    ...Object.fromEntries(JSON_TYPES.map((type) => [type, either])),
    [NDJSON]: { schema: { type: 'string', description: 'One event a line' } },
  };
}

function schemaPaths(): OpenApiFragment['paths'] {
  const type = {
    name: 'type',
    in: 'path',
    required: true,
    description: 'Full or short name',
    schema: { enum: [...EVENT_TYPES, ...EVENT_TYPES.map(shortTypeName)] },
  };
  const get = (summary: string, schema: unknown, faults: Record<number, string>): unknown => ({
    summary,
    tags: ['ingest'],
    security: [],
    responses: { 200: { description: summary, content: json(schema) }, ...problemResponses(faults) },
  });
  const parameter = { 400: 'An unknown parameter' };
  return {
    '/v1/schemas': { get: get('The event types', ref('SchemaList'), parameter) },
    '/v1/schemas/{type}': {
      parameters: [type],
      get: get('JSON Schema of an event type', { type: 'object' }, { ...parameter, 404: 'No such type' }),
    },
  };
}

/** A schema per type, and `Event`: any of them. */
function eventSchemas(): Record<string, unknown> {
  const schemas = Object.fromEntries(EVENT_TYPES.map((type) => [componentName(type), eventSchema(type)]));
  const mapping = Object.fromEntries(EVENT_TYPES.map((type) => [type, ref(componentName(type)).$ref]));
  const oneOf = EVENT_TYPES.map((type) => ref(componentName(type)));
  return { ...schemas, Event: { oneOf, discriminator: { propertyName: 'type', mapping } } };
}

function eventSchema(type: EventType): Record<string, unknown> {
  const { $schema: _, ...schema } = jsonSchemaOf(type);
  return schema;
}

/** `ReferralReceived` for `org.waymark.referral.received.v1`. */
function componentName(type: EventType): string {
  return shortTypeName(type)
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

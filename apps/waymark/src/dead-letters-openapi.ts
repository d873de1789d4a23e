import type { LettersTold } from '@waymark/processor';
import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { z } from 'zod';

const provider = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const code = z.string().regex(/^[a-z_]{1,40}$/);
/** Which letters an operator means; absent = any. */
export const letterFilter = z.strictObject({ provider: provider.optional(), code: code.optional() });
export const noFilter = z.strictObject({});

const group = z.strictObject({
  code: z.enum(['not_json', 'not_an_event', 'unknown_type', 'unknown_version', 'wrong_key']),
  detail: z.string().describe('The reason in words; quotes nothing of the record'),
  provider: z.string().describe('From the key of the record; empty where it names none'),
  count: z.int(),
  firstReceivedAt: z.iso.datetime(),
  lastReceivedAt: z.iso.datetime(),
  samples: z
    .array(
      z.strictObject({
        partition: z.int(),
        offset: z.int(),
        bytes: z.int().describe('Size of the whole record'),
        masked: z.string().describe('Its head, letters of every value as x and digits as 9'),
      }),
    )
    .max(3),
});
const told = z.strictObject({ groups: z.array(group), total: z.int() });
const outcome = z.strictObject({
  replayed: z.int().describe('Understood now, and in the tables'),
  remaining: z.int().describe('Of those asked for, not understood still'),
});
export type ToldLetters = Omit<z.infer<typeof told>, 'groups'> & {
  groups: (Omit<z.infer<typeof group>, 'code'> & { code: string })[];
};

/** As it is answered: instants as text. */
export function toldLetters({ groups, total }: LettersTold): ToldLetters {
  return {
    groups: groups.map(({ firstAt, lastAt, ...rest }) => ({
      ...rest,
      firstReceivedAt: new Date(firstAt).toISOString(),
      lastReceivedAt: new Date(lastAt).toISOString(),
    })),
    total,
  };
}

const json = (schema: string): object => ({
  'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
});
const ADMIN = { 401: 'Nobody is signed in', 403: 'For the role admin' };
const KEY = { 401: 'No key, or one that is not known', 403: 'For the keys of providers' };
const AWAY = { 503: 'The tables do not answer now' };

function listing(summary: string, tag: string, faults: Record<number, string>): Record<string, unknown> {
  return {
    ...{ summary, tags: [tag] },
    responses: {
      200: { description: 'By reason, the most frequent first', content: json('DeadLetters') },
      ...problemResponses({ 400: 'A parameter that there is not', ...faults, ...AWAY }),
    },
  };
}

function replaying(tag: string, body: z.ZodType, faults: Record<number, string>): Record<string, unknown> {
  return {
    ...{ summary: 'Read them again with the reader of now; nothing is appended', tags: [tag] },
    requestBody: { required: false, content: { 'application/json': { schema: openApiSchema(body) } } },
    responses: {
      200: { description: 'Done', content: json('Replay') },
      ...problemResponses({ 400: 'Not such a body', 409: 'One is under way', ...faults, ...AWAY }),
    },
  };
}

const parameters = Object.entries({ provider, code }).map(([name, schema]) => ({
  ...{ name, in: 'query', required: false },
  schema: openApiSchema(schema),
}));

/** The description of the calls about records that were not understood. */
export function deadLettersOpenApi(): OpenApiFragment {
  return {
    paths: {
      '/api/v1/admin/dead-letters': {
        get: { ...listing('Records that were not understood', 'admin', ADMIN), parameters },
      },
      '/api/v1/admin/dead-letters:replay': { post: replaying('admin', letterFilter, ADMIN) },
      '/v1/dead-letters': { get: listing('Own records that were not understood', 'ingest', KEY) },
      '/v1/dead-letters:replay': { post: replaying('ingest', noFilter, KEY) },
    },
    components: { schemas: { DeadLetters: openApiSchema(told), Replay: openApiSchema(outcome) } },
  };
}

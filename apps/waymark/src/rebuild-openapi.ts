import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { z } from 'zod';

const checksum = z.string().regex(/^[0-9a-f]{32}$/);
const difference = z.strictObject({
  table: z.string(),
  key: z.record(z.string(), z.union([z.string(), z.number()])),
  found: z
    .enum(['only_first', 'only_second', 'both'])
    .describe('First: the live tables. Second: the rebuilt ones'),
  columns: z.array(z.string()).describe('Names only, never values'),
});
const outcome = z.strictObject({
  generation: z.int(),
  switched: z.boolean(),
  records: z.int().describe('Records of the log behind the checksum'),
  rows: z.int(),
  checksum,
  compared: z
    .strictObject({
      live: z.strictObject({ checksum, rows: z.int() }),
      differences: z.array(difference).max(20),
    })
    .optional(),
});
const progress = z.strictObject({
  phase: z.enum(['loading', 'folding', 'catching_up', 'checking', 'switching', 'comparing']),
  read: z.int(),
  of: z.int(),
});
const verify = z.boolean();
const state = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  z.strictObject({ state: z.literal('running'), verify, progress }),
  z.strictObject({ state: z.literal('done'), verify, outcome }),
  z.strictObject({ state: z.literal('failed'), verify, reason: z.string() }),
]);

const content = { 'application/json': { schema: { $ref: '#/components/schemas/Rebuild' } } };
const FAULTS = { 401: 'Nobody is signed in', 403: 'For the role admin' };

/** The operators' part of the description of the HTTP API. */
export function rebuildOpenApi(): OpenApiFragment {
  const request = openApiSchema(z.strictObject({ verify: verify.default(false) }));
  return {
    paths: {
      '/api/v1/admin/rebuild': {
        get: {
          ...{ summary: 'How far the last rebuild of this process is', tags: ['admin'] },
          responses: {
            200: { description: 'Its state', content },
            ...problemResponses({ 400: 'A parameter that there is not', ...FAULTS }),
          },
        },
        post: {
          ...{ summary: 'Make the tables again from the log, then switch; or compare only', tags: ['admin'] },
          requestBody: { required: false, content: { 'application/json': { schema: request } } },
          responses: {
            202: { description: 'Begun', content },
            ...problemResponses({ 400: 'Not such a body', 409: 'One is under way', ...FAULTS }),
          },
        },
      },
    },
    components: { schemas: { Rebuild: openApiSchema(state) } },
  };
}

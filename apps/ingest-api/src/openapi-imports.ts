import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { z } from 'zod';

const count = z.int().min(0);

/** What an import answers: a row that was refused is named by its place and what was expected, never by its value. */
const importReport = z.looseObject({
  id: z.string(),
  revision: count,
  rows: count,
  accepted: count,
  duplicates: count,
  rejected: count,
  rejects: z
    .array(
      z.looseObject({
        row: z.int().min(1),
        column: z.string().nullable().optional(),
        code: z.string(),
        expected: z.string().optional(),
      }),
    )
    .max(1_000)
    .describe('The first 1,000'),
});

export const importSchemas = (): Record<string, unknown> => ({ ImportReport: openApiSchema(importReport) });

/** The import of CSV files. */
export function importPaths(): OpenApiFragment['paths'] {
  const report = (description: string): unknown => ({
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/ImportReport' } } },
  });
  const signedIn = { 401: 'No key, or one that is not known', 403: 'Not a provider’s key' };
  return {
    '/v1/imports': {
      post: {
        summary: 'Import a CSV export',
        description:
          'Streamed; rows go to the log while the body is read, the answer follows the last durable row.',
        tags: ['ingest'],
        parameters: [
          query('profile', true, 'Name of the CSV profile'),
          query(
            'id',
            true,
            'Name of the job, chosen by the caller; sending the same job again goes on with it',
          ),
          query('dryRun', false, 'true: the same checks, nothing stored'),
        ],
        requestBody: { required: true, content: { 'text/csv': { schema: { type: 'string' } } } },
        responses: {
          200: report('All rows were read'),
          ...problemResponses({
            400: 'An unknown parameter or profile, or not CSV',
            ...signedIn,
            409: 'The job is being imported now',
            415: 'Another content type, charset or encoding',
            503: 'The log does not take writes now; send the whole again',
          }),
        },
      },
    },
    '/v1/imports/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        summary: 'Progress of an import, and afterwards its result',
        tags: ['ingest'],
        responses: {
          200: report('As far as it came'),
          ...problemResponses({ ...signedIn, 404: 'No job of yours has this name' }),
        },
      },
    },
  };
}

function query(name: string, required: boolean, description: string): Record<string, unknown> {
  return { name, in: 'query', required, description, schema: { type: 'string' } };
}

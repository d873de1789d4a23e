import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { z } from 'zod';
import { MEDIA_TYPES } from './imports/file-rows.js';

/** What every call of a provider answers to who may not call. */
export const SIGNED_IN = {
  401: 'No key, or one that is not known, and nobody signed in',
  403: 'Neither a provider’s key nor a person of one, or of another than Waymark-Provider names',
};

/** Of every call that holds no event, which would tell whose it is. */
export const ACTING_FOR_PARAMETER = {
  ...{ name: 'Waymark-Provider', in: 'header', required: false },
  description:
    'The provider that is acted for: needed by a supplier’s key and by a person of several providers',
  schema: { type: 'string' },
};

const count = z.int().min(0);

/** What an import answers: a row that was refused is named by its place and what was expected, never by its value. */
const importReport = z.looseObject({
  id: z.string(),
  revision: count,
  rows: count,
  accepted: count,
  duplicates: count,
  rejected: count,
  leftOut: count.describe('Rows that the profile makes nothing of'),
  events: count.describe('Events appended'),
  state: z.enum(['running', 'completed', 'broken']),
  fault: z.string().optional().describe('Why it is broken'),
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

const storedProfile = z.strictObject({
  name: z.string(),
  hash: z.string().describe('SHA-256 of what the profile says; its layout and comments do not count'),
  profile: z.looseObject({ waymarkProfile: z.literal(1) }).describe('As docs/csv-profiles.md describes it'),
});

export const importSchemas = (): Record<string, unknown> => ({
  ImportReport: openApiSchema(importReport),
  StoredProfile: openApiSchema(storedProfile),
});

/** The import of CSV files. */
export function importPaths(): OpenApiFragment['paths'] {
  const report = (description: string): unknown => ({
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/ImportReport' } } },
  });
  return {
    '/v1/imports': {
      post: {
        summary: 'Import an export: CSV, or an Excel workbook',
        description:
          'Streamed; rows go to the log while the body is read, the answer follows the last durable row.',
        tags: ['ingest'],
        parameters: [
          query('profile', true, 'Name of a stored profile, or of a template'),
          query(
            'id',
            true,
            'Name of the job, chosen by the caller; sending the same job again goes on with it',
          ),
          query('dryRun', false, 'true: the same checks, nothing stored'),
          ACTING_FOR_PARAMETER,
        ],
        requestBody: {
          required: true,
          content: {
            [MEDIA_TYPES.csv]: { schema: { type: 'string' } },
            [MEDIA_TYPES.xlsx]: { schema: { type: 'string', format: 'binary' } },
          },
        },
        responses: {
          200: report('All rows were read'),
          ...problemResponses({
            400: 'An unknown parameter, or a file that cannot be read on; what came before stays',
            ...SIGNED_IN,
            404: 'No profile of this name is stored',
            409: 'An import through this profile is under way',
            429: 'Too many requests',
            413: 'A workbook that is too large; as CSV it may be of any size',
            415: 'Another content type, charset or encoding',
            503: 'The log does not take writes now; send the whole again',
          }),
        },
      },
    },
    '/v1/imports/{id}': {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        ACTING_FOR_PARAMETER,
      ],
      get: {
        summary: 'Progress of an import, and afterwards its result',
        tags: ['ingest'],
        responses: {
          200: report('As far as it came'),
          ...problemResponses({
            ...SIGNED_IN,
            400: 'An unknown parameter',
            404: 'No job of yours has this name',
          }),
        },
      },
    },
  };
}

/** What tells how a provider's exports are to be read. */
export function profilePaths(): OpenApiFragment['paths'] {
  const stored = {
    description: 'The profile as it is stored',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/StoredProfile' } } },
  };
  return {
    '/v1/profiles/{name}': {
      parameters: [
        { name: 'name', in: 'path', required: true, schema: { type: 'string' } },
        ACTING_FOR_PARAMETER,
      ],
      get: {
        summary: 'A stored CSV profile; where none of this name is, that of a template',
        tags: ['ingest'],
        responses: {
          200: stored,
          ...problemResponses({
            ...SIGNED_IN,
            400: 'An unknown parameter',
            404: 'You have none of this name',
          }),
        },
      },
      put: {
        summary: 'Store a CSV profile',
        description: 'YAML or JSON; the same again changes nothing.',
        tags: ['ingest'],
        requestBody: { required: true, content: { 'application/yaml': { schema: { type: 'string' } } } },
        responses: {
          200: stored,
          ...problemResponses({
            400: 'Not a profile; `faults` points at what is wrong',
            ...SIGNED_IN,
            413: 'Too large',
          }),
        },
      },
    },
  };
}

export function query(name: string, required: boolean, description: string): Record<string, unknown> {
  return { name, in: 'query', required, description, schema: { type: 'string' } };
}

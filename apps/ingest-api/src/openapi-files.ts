import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { z } from 'zod';
import { MEDIA_TYPES } from './imports/file-rows.js';
import { ACTING_FOR_PARAMETER, query, SIGNED_IN } from './openapi-imports.js';

const count = z.int().min(0);
const state = z.enum(['running', 'completed', 'broken']);

const profileList = z.strictObject({
  profiles: z.array(
    z.strictObject({
      ...{ name: z.string(), hash: z.string() },
      snapshot: z.boolean().describe('Each file holds every row there is'),
      lastImport: z
        .strictObject({
          ...{ id: z.string(), state, revision: count, updatedAt: z.iso.datetime() },
          ...{ rows: count, accepted: count, duplicates: count, rejected: count },
        })
        .nullable(),
    }),
  ),
});

const templateList = z.strictObject({
  templates: z.array(
    z.strictObject({
      name: z.string(),
      hash: z.string().describe('Of its profile'),
      columns: z.array(
        z.strictObject({ name: z.string(), example: z.string(), allowed: z.array(z.string()).optional() }),
      ),
    }),
  ),
});

const confidence = z.number().min(0).max(1);
const guessReport = z.strictObject({
  headers: z.array(z.string()),
  sampleRows: z.array(z.array(z.string())).max(5),
  preamble: count.optional().describe('Rows that stand above the header'),
  guess: z
    .strictObject({
      profile: z.looseObject({ waymarkProfile: z.literal(1) }).optional(),
      confidence,
      placed: z.array(z.strictObject({ column: z.string(), as: z.string(), confidence })),
      unplaced: z.array(z.string()).describe('Columns of which nothing is made'),
      unknownValues: z.array(z.strictObject({ column: z.string(), values: z.array(z.string()) })),
      toConfirm: z.array(z.string()).describe('What no file says: a person decides'),
    })
    .describe('A draft; a person looks at the rows that it makes'),
});

const previewReport = z.strictObject({
  ...{ rows: count, accepted: count, duplicates: count, rejected: count },
  leftOut: count.describe('Rows that the profile makes nothing of'),
  rejects: z
    .array(
      z.strictObject({
        row: z.int().min(1),
        column: z.string().nullable(),
        ...{ code: z.string(), expected: z.string() },
        sentence: z.string().describe('In words, with what stands there'),
      }),
    )
    .max(1_000)
    .describe('The first 1,000 wrong cells; a row may have several'),
  sample: z
    .array(
      z.strictObject({
        row: z.int().min(1),
        cells: z.record(z.string(), z.string()),
        events: z.array(
          z.strictObject({
            ...{ type: z.string(), time: z.iso.datetime(), id: z.string(), subject: z.string() },
            data: z
              .looseObject({})
              .describe('As it would be stored: pseudonyms in place of what identifies a person'),
          }),
        ),
      }),
    )
    .max(5),
});

export const fileSchemas = (): Record<string, unknown> => ({
  Profiles: openApiSchema(profileList),
  Templates: openApiSchema(templateList),
  GuessedProfile: openApiSchema(guessReport),
  ImportPreview: openApiSchema(previewReport),
});

const ref = (name: string): unknown => ({ schema: { $ref: `#/components/schemas/${name}` } });
const json = (description: string, name: string): unknown => ({
  ...{ description, content: { 'application/json': ref(name) } },
});
const TEXT = { schema: { type: 'string' } };
const BINARY = { schema: { type: 'string', format: 'binary' } };
const FILE = { required: true, content: { [MEDIA_TYPES.csv]: TEXT, [MEDIA_TYPES.xlsx]: BINARY } };
const TAKING = {
  413: 'A workbook that is too large; as CSV it may be of any size',
  415: 'Another content type, charset or encoding',
  429: 'Too many requests',
  503: 'Too much is under way (busy), or the server stops; send it again',
};

/** What is done with a file before it is sent. */
export function filePaths(): OpenApiFragment['paths'] {
  return {
    '/v1/imports:preview': { post: previewed() },
    '/v1/profiles:guess': { post: guessed() },
    '/v1/profiles': {
      get: {
        summary: 'Own profiles by name, and templates by which something was sent, each with its last import',
        tags: ['ingest'],
        parameters: [ACTING_FOR_PARAMETER],
        responses: {
          200: json('All of them', 'Profiles'),
          ...problemResponses({ 400: 'An unknown parameter', ...SIGNED_IN }),
        },
      },
    },
    ...templatePaths(),
  };
}

function previewed(): Record<string, unknown> {
  return {
    summary: 'What an import of this file would do; nothing is stored',
    description:
      'As JSON the counts, what is wrong and five rows as the events that they become. As CSV or a workbook the refused rows alone, in the ' +
      'file’s own columns behind Row and What to correct: corrected, that file is sent through the same profile.',
    tags: ['ingest'],
    parameters: [query('profile', true, 'Name of a stored profile, or of a template'), ACTING_FOR_PARAMETER],
    requestBody: FILE,
    responses: {
      200: {
        description: 'All rows were read',
        content: {
          'application/json': ref('ImportPreview'),
          [MEDIA_TYPES.csv]: TEXT,
          [MEDIA_TYPES.xlsx]: BINARY,
        },
      },
      ...problemResponses({
        400: 'An unknown parameter, or a file that cannot be read on',
        ...SIGNED_IN,
        404: 'No profile of this name is stored',
        406: 'Neither JSON, CSV nor a workbook is asked for',
        ...TAKING,
        413: 'A workbook that is too large, or more refused rows than are given back as a file (too_many_refused)',
      }),
    },
  };
}

function guessed(): Record<string, unknown> {
  return {
    summary: 'A draft of a profile, guessed from the header and first rows of a file; nothing is stored',
    tags: ['ingest'],
    parameters: [query('name', true, 'What the profile will be called'), ACTING_FOR_PARAMETER],
    requestBody: FILE,
    responses: {
      200: json('What was found, and what a person has to decide', 'GuessedProfile'),
      ...problemResponses({ 400: 'An unknown parameter, or not a table', ...SIGNED_IN, ...TAKING }),
    },
  };
}

function templatePaths(): OpenApiFragment['paths'] {
  return {
    '/v1/templates': {
      get: {
        summary: 'Tables to fill in; each is also a profile of its name',
        tags: ['ingest'],
        responses: {
          200: json('All of them', 'Templates'),
          ...problemResponses({ 400: 'An unknown parameter', ...SIGNED_IN }),
        },
      },
    },
    '/v1/templates/{name}': {
      parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        summary: 'A template as CSV, or as a workbook with a sheet of allowed values',
        tags: ['ingest'],
        responses: {
          200: {
            description: 'With an invented example',
            content: { [MEDIA_TYPES.csv]: TEXT, [MEDIA_TYPES.xlsx]: BINARY },
          },
          ...problemResponses({
            400: 'An unknown parameter',
            ...SIGNED_IN,
            404: 'There is no such template',
            406: 'Neither CSV nor a workbook is asked for',
          }),
        },
      },
    },
  };
}

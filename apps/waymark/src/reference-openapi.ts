import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { z } from 'zod';

const code = z.string().regex(/^[A-Z0-9]{1,12}$/);
const decile = z.int().min(1).max(10).describe('1 = most deprived');
const boards = {
  icb42: code.optional().describe('The board before 2026-04-01, one of 42'),
  icb36: code.optional().describe('The board since 2026-04-01, one of 36'),
};
const practice = z.strictObject({
  practice: code,
  name: z.string().min(1).max(200).optional(),
  pcn: code.optional(),
  subIcb: code.optional(),
  ...boards,
  listSize: z.int().min(0).max(1_000_000).optional(),
  imdDecile: decile.optional(),
});
const lsoa = z.strictObject({
  lsoa: code,
  subIcb: code.optional(),
  ...boards,
  imdDecile: decile.optional(),
  imdYear: z.int().min(2000).max(2100).optional(),
});
const place = z.strictObject({
  level: z.enum(['sub_icb', 'pcn']),
  code,
  name: z.string().min(1).max(200),
});

/** An edition as it is sent: England has 33,755 neighbourhoods and some 6,200 practices. */
export const sentEdition = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)
    .describe('An edition is never changed: the same id again changes nothing'),
  label: z.string().min(1).max(120).describe('As people see it'),
  practices: z.array(practice).max(50_000),
  lsoas: z.array(lsoa).max(200_000),
  places: z.array(place).max(20_000).optional().describe('Names of what lies above practices'),
});
export type SentEdition = z.infer<typeof sentEdition>;

const appended = z.strictObject({
  id: z.string(),
  appended: z.boolean().describe('False: it was there'),
});
export type Appended = z.infer<typeof appended>;

const editions = z.strictObject({
  editions: z
    .array(
      z.strictObject({
        ...{ id: z.string(), label: z.string(), synthetic: z.boolean() },
        loadedAt: z.iso.datetime().describe('Questions as of an earlier instant do not know it'),
      }),
    )
    .describe('In the tables, the newest first'),
});
export type LoadedEditions = z.infer<typeof editions>;

const postcodesLoaded = z.strictObject({
  newest: z
    .strictObject({
      id: z.string().describe('Of its content'),
      postcodes: z.int().min(0).describe('Ended ones among them'),
      loadedAt: z.iso.datetime(),
    })
    .nullable()
    .describe('The one by which ingest finds the neighbourhood of a postcode'),
});
export type PostcodesLoaded = z.infer<typeof postcodesLoaded>;

const json = (schema: string): object => ({
  'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
});
const FAULTS = {
  ...{ 401: 'Nobody is signed in', 403: 'For the role admin' },
  503: 'The log or the tables do not answer now',
};

function postcodeCalls(): NonNullable<OpenApiFragment['paths']>[string] {
  return {
    get: {
      ...{ summary: 'The newest directory of postcodes', tags: ['admin'] },
      responses: {
        200: { description: 'As the log has it', content: json('PostcodesLoaded') },
        ...problemResponses({ 400: 'A parameter that there is not', ...FAULTS }),
      },
    },
    post: {
      ...{ summary: 'Load a directory of postcodes for ingest', tags: ['admin'] },
      description: 'The packed table that `waymark reference load` makes of the ONS postcode directory.',
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      responses: {
        202: {
          description: 'In the log; every ingest process knows it a moment later',
          content: json('EditionAppended'),
        },
        ...problemResponses({ 400: 'Not such a table', 413: 'Larger than 32 MiB', ...FAULTS }),
      },
    },
  };
}

/** The description of the calls about reference data. */
export function referenceOpenApi(): OpenApiFragment {
  return {
    paths: {
      '/api/v1/admin/reference': {
        get: {
          ...{ summary: 'The editions of areas, practices and deprivation', tags: ['admin'] },
          responses: {
            200: { description: 'Those that questions may use', content: json('Editions') },
            ...problemResponses({ 400: 'A parameter that there is not', ...FAULTS }),
          },
        },
        post: {
          ...{ summary: 'Load an edition beside the older ones', tags: ['admin'] },
          requestBody: { required: true, content: json('Edition') },
          responses: {
            202: {
              description: 'In the log; in the tables a moment later',
              content: json('EditionAppended'),
            },
            ...problemResponses({ 400: 'Not such an edition', 413: 'Larger than 16 MiB', ...FAULTS }),
          },
        },
      },
      '/api/v1/admin/reference/postcodes': postcodeCalls(),
    },
    components: {
      schemas: {
        Edition: openApiSchema(sentEdition),
        EditionAppended: openApiSchema(appended),
        Editions: openApiSchema(editions),
        PostcodesLoaded: openApiSchema(postcodesLoaded),
      },
    },
  };
}

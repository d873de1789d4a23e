import { PROFILES } from '@waymark/disclosure';
import { BREAKDOWNS, DIMENSIONS, type Breakdown } from '@waymark/measures';
import { GAP_DEFAULT, GAP_MAX, GAP_MIN } from '@waymark/pathways';
import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import {
  AREAS,
  areasAnswer,
  BOUNDARIES,
  measureAnswer,
  measuresAnswer,
  preparing,
  statusAnswer,
  UNITS,
} from './schemas.js';

/** The portal's part of the description of the HTTP API. */
export function portalOpenApi(): OpenApiFragment {
  return {
    paths: {
      '/api/v1/measures': { get: reading('The registry of measures', 'Measures') },
      '/api/v1/measures/{id}': { get: measureOperation() },
      '/api/v1/areas': { get: reading('Boards and regions, past and present', 'Areas') },
      '/api/v1/status': {
        get: reading('What is shown of the log, and which part is behind', 'Status', {
          503: 'Just started, and log or tables have not told yet',
        }),
      },
    },
    components: {
      schemas: {
        Measures: openApiSchema(measuresAnswer),
        MeasureAnswer: openApiSchema(measureAnswer),
        Preparing: openApiSchema(preparing),
        Areas: openApiSchema(areasAnswer),
        Status: openApiSchema(statusAnswer),
      },
    },
  };
}

const NOT_SIGNED_IN = { 400: 'A parameter that there is not', 401: 'Nobody is signed in' };

function reading(
  summary: string,
  schema: string,
  faults: Record<number, string> = {},
): Record<string, unknown> {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  return {
    ...{ summary, tags: ['portal'] },
    responses: {
      200: { description: summary, content },
      ...problemResponses({ ...NOT_SIGNED_IN, ...faults }),
    },
  };
}

function measureOperation(): Record<string, unknown> {
  return {
    summary: 'A measure, broken down and filtered',
    tags: ['portal'],
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      ...commonParameters(),
      query('versions', 'A version of the measure; absent: the newest', { type: 'string' }),
    ],
    responses: {
      200: {
        description: 'The answer',
        headers: { ETag: { required: true, schema: { type: 'string' } } },
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/MeasureAnswer' } },
          'text/csv': { schema: { type: 'string' } },
        },
      },
      202: {
        description: 'The tables of a past instant are being folded: ask again',
        headers: { 'Retry-After': { required: true, schema: { type: 'integer' } } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Preparing' } } },
      },
      304: { description: 'The copy of If-None-Match still holds' },
      ...problemResponses({
        400: 'A parameter or code that there is not, or a breakdown that the measure does not have',
        401: 'Nobody is signed in',
        403: 'Outside the scope of this person, or a freer profile than theirs',
        404: 'There is no such measure',
        406: 'A format that is not offered',
        409: 'An instant that is not settled',
        503: 'The tables cannot be read, or the look cannot be recorded',
      }),
    },
  };
}

/** What every call about data takes. */
function commonParameters(): object[] {
  return [
    list('by', 'Breakdowns, at most three', { enum: [...BREAKDOWNS] }),
    ...BREAKDOWNS.map(filter),
    query('from', 'First month', MONTH),
    query('to', 'Last month', MONTH),
    query('asOf', 'An instant, or a date: its last millisecond in London', { type: 'string' }),
    query('boundaries', 'Whose boundaries', choice(BOUNDARIES)),
    query('areas', 'What places a referral', choice(AREAS)),
    query('unit', 'What is counted: every referral, or the earliest of a person', choice(UNITS)),
    query('panel', 'Only providers that were complete throughout', { enum: ['constant'] }),
    query('gap', 'Days without attendance that are no silence yet', GAP),
    query('editions', 'A reference edition by id; absent: the newest known then', { type: 'string' }),
    query('profile', 'Disclosure profile, not freer than that of the role', { enum: [...PROFILES] }),
    query('of', 'The whole of England, for those who may not ask it in detail', { enum: ['england'] }),
  ];
}

const GAP = { type: 'integer', minimum: GAP_MIN, maximum: GAP_MAX, default: GAP_DEFAULT };
const MONTH = { type: 'string', pattern: '^20\\d\\d-(0[1-9]|1[0-2])$' };
const choice = (allowed: readonly string[]): object => ({ enum: [...allowed], default: allowed[0] });

function query(name: string, description: string, schema: object): object {
  return { name, in: 'query', description, schema };
}

/** Comma-separated. */
function list(name: string, description: string, items: object): object {
  return { name, in: 'query', description, style: 'form', explode: false, schema: { type: 'array', items } };
}

function filter(breakdown: Breakdown): object {
  const { name, codes, unknown } = DIMENSIONS[breakdown];
  const items = codes ? { enum: [...Object.keys(codes), ...Object.keys(unknown)] } : { type: 'string' };
  return list(breakdown, `Only these: ${name}`, items);
}

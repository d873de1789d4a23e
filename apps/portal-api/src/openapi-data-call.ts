import { PROFILES } from '@waymark/disclosure';
import { BREAKDOWNS, DIMENSIONS, type Breakdown } from '@waymark/measures';
import { GAP_DEFAULT, GAP_MAX, GAP_MIN } from '@waymark/pathways';
import { problemResponses } from '@waymark/service';
import { FORMATS } from './format.js';
import { AREAS, BOUNDARIES, UNITS } from './schemas.js';

/** What differs between the descriptions of calls about data. */
export interface DataOperation {
  summary: string;
  parameters: readonly object[];
  /** Name of the answer's schema among the components. */
  schema: string;
  /** Faults of its own, beside those of every call. */
  faults?: Record<number, string>;
}

/** Describes a call about data: every format, the wait for a past instant, and what every such call may refuse. */
export function dataOperation(call: DataOperation): Record<string, unknown> {
  const { summary, parameters, schema, faults } = call;
  return {
    ...{ summary, tags: ['portal'], parameters: [...parameters] },
    responses: {
      200: {
        description: 'The answer',
        headers: { ETag: { required: true, schema: { type: 'string' } } },
        content: {
          [FORMATS.json]: { schema: { $ref: `#/components/schemas/${schema}` } },
          [FORMATS.csv]: { schema: { type: 'string' } },
          [FORMATS.xlsx]: { schema: { type: 'string', format: 'binary' } },
        },
      },
      202: {
        description: 'The tables of a past instant are being folded: ask again',
        headers: { 'Retry-After': { required: true, schema: { type: 'integer' } } },
        content: { [FORMATS.json]: { schema: { $ref: '#/components/schemas/Preparing' } } },
      },
      304: { description: 'The copy of If-None-Match still holds' },
      ...problemResponses({ ...DATA_FAULTS, ...faults }),
    },
  };
}

const DATA_FAULTS: Record<number, string> = {
  400: 'A parameter or code that there is not, or a breakdown that does not go with the question',
  401: 'Nobody is signed in',
  403: 'Outside the scope of this person, or a freer profile than theirs',
  404: 'There is no such reference edition',
  406: 'A format that is not offered',
  409: 'An instant that is not settled',
  422: 'More rows than a workbook may have; ask for CSV',
  503: 'The tables cannot be read, or the look cannot be recorded',
};

/** What every call about data takes. */
export function commonParameters(): object[] {
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

/** A parameter of the query. */
export function query(name: string, description: string, schema: object): object {
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

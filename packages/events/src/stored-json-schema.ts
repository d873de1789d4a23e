import { DROPPED_ATTRIBUTES } from './envelope.js';
import { jsonSchemaOf } from './json-schema.js';
import type { EventType } from './stored-event.js';

type Schema = Record<string, unknown>;
type Members = Record<string, Schema>;

const INSTANT: Schema = {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
};

const pseudonym = (of: string, sign: string): Schema => ({
  type: 'string',
  pattern: `^${sign}\\d+\\.[0-9a-f]{64}$`,
  description: `Keyed pseudonym of ${of}`,
});

const PERSON: Schema = {
  type: 'object',
  properties: {
    id: pseudonym('the provider’s own id of the person', 'p'),
    nhs: pseudonym('the NHS number', 'n'),
  },
  additionalProperties: false,
  minProperties: 1,
};

/** Of what is sent, members that the stored form has something coarser for. */
const MINIMISED = ['yearOfBirth', 'dateOfBirth'];

/**
 * JSON Schema of an event of a type as it stands in the log, for whoever reads the topic: the sent form with instants in UTC
 * milliseconds, and of a person pseudonyms, age band and LSOA instead of what identifies. Keeps to what drafts 7 and 2020-12 share.
 */
export function storedJsonSchemaOf(type: EventType): Schema {
  const { $schema: _, properties, required, ...rest } = jsonSchemaOf(type);
  const { data, ...envelope } = without(properties as Members, [...DROPPED_ATTRIBUTES, 'datacontenttype']);
  return {
    ...rest,
    properties: {
      ...envelope,
      time: { ...INSTANT, description: 'When it happened' },
      recordedtime: { ...INSTANT, description: 'When the provider’s system recorded it, where it told' },
      providerid: { ...envelope['subject'], description: 'Provider, from the credential' },
      data: storedData(data as Schema),
    },
    required: [...(required as string[]), 'revision', 'providerid'],
  };
}

function storedData(sent: Schema): Schema {
  const { properties } = sent;
  if (properties === undefined) return sent;
  const members = Object.entries(without(properties as Members, MINIMISED));
  return {
    ...sent,
    properties: Object.fromEntries(members.map(([name, member]) => [name, stored(name, member)])),
  };
}

function stored(name: string, sent: Schema): Schema {
  if (name === 'person') return PERSON;
  return sent['format'] === 'date-time' ? INSTANT : sent;
}

function without(members: Members, names: readonly string[]): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
}

import { z } from 'zod';
import { DATA_SCHEMAS } from './data-schemas.js';
import { DROPPED_ATTRIBUTES, envelopeSchema } from './envelope.js';
import { EVENT_TYPES, type EventType } from './stored-event.js';

const PREFIX = 'org.waymark.';
const SUFFIX = '.v1';

/** `referral.received` for `org.waymark.referral.received.v1`. */
export const shortTypeName = (type: EventType): string => type.slice(PREFIX.length, -SUFFIX.length);

/** The type behind a full or a short name. */
export function eventTypeOf(name: string): EventType | undefined {
  return EVENT_TYPES.find((type) => type === name || shortTypeName(type) === name);
}

/** JSON Schema (draft 2020-12) of a whole event of a type, as providers send it. */
export function jsonSchemaOf(type: EventType): Record<string, unknown> {
  const { properties, required, ...envelope } = convert(envelopeSchema);
  const { $schema: _, ...data } = convert(DATA_SCHEMAS[type]);
  const dropped = Object.fromEntries(
    DROPPED_ATTRIBUTES.map((name) => [name, { type: 'string', description: 'Accepted and dropped' }]),
  );
  return {
    ...envelope,
    title: type,
    properties: { ...(properties as object), type: { const: type }, data, ...dropped },
    required: [...new Set([...((required as string[] | undefined) ?? []), 'specversion', 'data'])],
  };
}

function convert(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
}

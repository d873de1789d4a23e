import { z } from 'zod';
import { DATA_SCHEMAS, type EventType } from '@waymark/events';

/** The schema of a member of an event's data, as providers send it. */
export type MemberSchema = z.core.$ZodType | undefined;

/** Undefined: nothing is known beforehand (scores depend on the instrument). */
export function dataSchema(type: EventType): MemberSchema {
  const schema: z.core.$ZodType = DATA_SCHEMAS[type];
  return schema instanceof z.ZodObject ? schema : undefined;
}

/** The members of an object schema by name; undefined when it is none. */
export function membersOf(schema: MemberSchema): ReadonlyMap<string, z.core.$ZodType> | undefined {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodObject ? new Map(Object.entries(inner.shape)) : undefined;
}

/** The schema of a list's items; undefined when it is no list. */
export function itemOf(schema: MemberSchema): MemberSchema {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodArray ? inner.element : undefined;
}

export const isRequired = (schema: z.core.$ZodType): boolean => !(schema instanceof z.ZodOptional);

/** Whether a value is one that the schema takes; true when nothing is known of it. */
export function takes(schema: MemberSchema, value: unknown): boolean {
  return schema === undefined || z.safeParse(schema, value).success;
}

/** The codes a schema lists, for the words of a fault. */
export function codesIn(schema: MemberSchema): string | undefined {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodEnum ? `one of ${inner.options.join(', ')}` : undefined;
}

function unwrapped(schema: MemberSchema): MemberSchema {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}

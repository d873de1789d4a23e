import { z } from 'zod';
import { parse, YAMLParseError } from 'yaml';
import { eventTypeOf } from '@waymark/events';
import { isZone } from './dates.js';
import { spreadSchema } from './spread.js';
import { FOUND_OUT } from './text.js';

const column = z.string().min(1).max(200);
/** YAML reads 1 and true as what they look like; a cell is always text. */
const cellText = z.union([z.string().max(200), z.number(), z.boolean()]).transform(String);
const delimiter = z
  .string()
  .refine(
    (text) => text === FOUND_OUT || /^[^\w"\r\n]$/.test(text),
    'auto, or one character, such as , or ;',
  );
const zone = z.string().refine(isZone, 'a zone of the IANA database, such as Europe/London');

const condition = z.union(
  [
    z.strictObject({ column, in: z.array(cellText).min(1).max(200) }),
    z.strictObject({ column, notIn: z.array(cellText).min(1).max(200) }),
  ],
  'a column with either in or notIn, a list of texts',
);
export type Condition = z.infer<typeof condition>;

const eventSpec = z.strictObject({
  type: z.string().refine((name) => eventTypeOf(name) !== undefined, 'an event type, such as booking.made'),
  when: z.array(condition).min(1).max(20).optional(),
  id: z.array(column).min(1).max(10),
  subject: z.unknown().optional(),
  time: z.unknown().refine((value) => value !== undefined, 'a column or a constant'),
  recordedtime: z.unknown().optional(),
  data: z.record(z.string(), z.unknown()),
});

const profileSchema = z.strictObject({
  waymarkProfile: z.literal(1),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63 characters'),
  description: z.string().max(2_000).optional(),
  csv: z
    .strictObject({
      encoding: z
        .string()
        .refine(isEncoding, 'auto, or an encoding, such as utf-8 or windows-1252')
        .optional(),
      delimiter: delimiter.optional(),
      headerRow: z.union([z.literal(FOUND_OUT), z.int().min(1).max(1_000)], 'auto, or a row').optional(),
    })
    .optional(),
  xlsx: z.strictObject({ sheet: z.string().min(1).max(31).optional() }).optional(),
  unpivot: spreadSchema.optional(),
  zone: zone.optional(),
  /** Each file holds every row there is: what a later one lacks is gone. */
  snapshot: z.boolean().optional(),
  source: z.string().min(1).max(256).optional(),
  filter: z.array(condition).min(1).max(20).optional(),
  subject: z.unknown().refine((value) => value !== undefined, 'a column or a constant'),
  events: z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'lower-case letters, digits and hyphens'), eventSpec)
    .refine((events) => inBounds(Object.keys(events).length), 'one to twenty events'),
});

/** How one provider's CSV export becomes events, as its file says it. `compileProfile` checks the rest and makes it work. */
export type CsvProfile = z.infer<typeof profileSchema>;
export type EventSpec = CsvProfile['events'][string];

export interface ProfileFault {
  /** RFC 6901, into the profile; '' for the whole. */
  pointer: string;
  expected: string;
}

/** A profile that cannot be used, with every fault found. */
export class InvalidProfile extends Error {
  override readonly name = 'InvalidProfile';
  constructor(readonly faults: readonly ProfileFault[]) {
    super(`the profile has ${faults.length} faults`);
  }
}

/**
 * Reads a profile's text, YAML or JSON.
 * @throws {InvalidProfile} with a pointer to every fault of form.
 */
export function parseProfile(text: string): CsvProfile {
  return checkProfile(parseYaml(text));
}

/** The same for a profile that is parsed already. @throws {InvalidProfile} */
export function checkProfile(raw: unknown): CsvProfile {
  const parsed = profileSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new InvalidProfile(parsed.error.issues.flatMap((issue) => faultsOf(issue)));
}

/** The faults behind an issue of a schema. @param prefix pointer of what was checked. */
export function faultsOf(issue: z.core.$ZodIssue, prefix = ''): ProfileFault[] {
  const pointer = prefix + issue.path.map((step) => pointerStep(String(step))).join('');
  if (issue.code !== 'unrecognized_keys') return [{ pointer, expected: issue.message }];
  return issue.keys.map((key) => ({
    pointer: pointer + pointerStep(key),
    expected: 'no member of this name here',
  }));
}

/** One step of a JSON pointer. */
export const pointerStep = (name: string): string => `/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 20, prettyErrors: true });
  } catch (fault) {
    const line = fault instanceof YAMLParseError ? fault.linePos?.[0].line : undefined;
    const place = line === undefined ? '' : ` (line ${line} is neither)`;
    throw new InvalidProfile([{ pointer: '', expected: `YAML or JSON${place}` }]);
  }
}

function isEncoding(label: string): boolean {
  if (label === FOUND_OUT) return true;
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

const inBounds = (count: number): boolean => count >= 1 && count <= 20;

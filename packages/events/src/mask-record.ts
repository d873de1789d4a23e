import { z } from 'zod';
import { DATA_SCHEMAS } from './data-schemas.js';
import { DROPPED_ATTRIBUTES, envelopeSchema } from './envelope.js';
import { EVENT_TYPES } from './stored-event.js';

const HEAD_CHARACTERS = 2_000;
/** A string with what makes it a member's name, or what lies between strings. A quote that nothing closes stands alone. */
const PIECES = /"((?:[^"\\]|\\.)*)"(\s*:)?|[^"]+|"/gs;
/** Members that only stored events have. */
const STORED_ONLY = ['providerid', 'nhs', 'ageBand'];

const TYPE_STEMS = new Set(EVENT_TYPES.map(stemOf));
const MEMBERS = new Set<string>([
  ...STORED_ONLY,
  ...DROPPED_ATTRIBUTES,
  ...[envelopeSchema, ...Object.values(DATA_SCHEMAS)].flatMap(memberNames),
]);
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The head of a record so that a person sees its structure and no value: names of members and event types that the contract
 * knows stay, of all else letters become x and digits 9. For any bytes, whoever wrote them: what stays comes from our own lists.
 */
export function maskRecord(value: Uint8Array): string {
  let text: string;
  try {
    text = utf8.decode(value);
  } catch {
    return `(${value.length} bytes that are not UTF-8)`;
  }
  const head = maskPieces(text.slice(0, HEAD_CHARACTERS));
  return text.length > HEAD_CHARACTERS ? `${head}...` : head;
}

function maskPieces(text: string): string {
  let member: string | undefined;
  return text.replace(PIECES, (piece: string, inner: string | undefined, colon: string | undefined) => {
    if (colon !== undefined && inner !== undefined) {
      member = inner;
      return MEMBERS.has(inner) ? piece : masked(piece);
    }
    const known = member === 'type' && inner !== undefined && isTypeName(inner);
    if (piece.trim() !== '') member = undefined;
    return known ? piece : masked(piece);
  });
}

/** Of any version: that is what an operator has to know of a version not yet understood. */
function isTypeName(text: string): boolean {
  return /\.v\d{1,2}$/.test(text) && TYPE_STEMS.has(stemOf(text));
}

function stemOf(type: string): string {
  return type.replace(/\.v\d+$/, '');
}

function masked(text: string): string {
  return text.replace(/\p{Nd}/gu, '9').replace(/[A-Za-z]|[^\x20-\x7e\n\r\t]/gu, 'x');
}

/** Names of members in a schema, at any depth. */
function memberNames(schema: z.ZodType): string[] {
  return namesIn(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }));
}

function namesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([keyword, inner]) =>
    keyword === 'properties' ? [...Object.keys(inner as object), ...namesInAll(inner)] : namesIn(inner),
  );
}

/** The values of `properties`: its keys are names, never keywords. */
function namesInAll(properties: unknown): string[] {
  return Object.values(properties as object).flatMap(namesIn);
}

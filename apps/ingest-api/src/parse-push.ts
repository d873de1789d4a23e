import { BODY_LIMIT_BYTES, Problem, readBody } from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import { binaryEvent, isBinaryMode } from './binary-mode.js';

export const MAX_EVENTS = 1_000;

export const JSON_TYPES = [
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/json',
] as const;
export const NDJSON = 'application/x-ndjson';

/**
 * The events of a push, as values not yet checked. Parsed whole first: a body that is not what its type says is refused
 * as a whole.
 * @param onBytes told how much of the body is held by now.
 * @throws {Problem} 400 not_json, invalid_utf8, empty_batch, invalid_header and those of `readBody`; 413; 415.
 */
export async function readPush(
  request: FastifyRequest,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<unknown[]> {
  const { headers } = request;
  const type = mediaType(headers['content-type']);
  const text = decode(await readBody(request, BODY_LIMIT_BYTES, { onBytes }));
  if (isBinaryMode(headers, type)) {
    return [binaryEvent(headers, text === '' ? undefined : parseJson(text))];
  }
  const events = type === NDJSON ? parseLines(text) : eventsOf(parseJson(text));
  if (events.length === 0) throw new Problem(400, 'empty_batch', 'The body holds no event.');
  if (events.length > MAX_EVENTS) throw tooMany();
  return events;
}

/** The media type in lower case. @throws {Problem} 415 when it is not one that is taken, or not UTF-8. */
function mediaType(header: string | undefined): string {
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type !== NDJSON && !(JSON_TYPES as readonly string[]).includes(type)) {
    throw new Problem(415, 'unsupported_media_type', `Send one of ${[...JSON_TYPES, NDJSON].join(', ')}.`);
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new Problem(415, 'unsupported_charset', 'Bodies are UTF-8.');
  }
  return type;
}

/** @throws {Problem} 400 invalid_utf8. */
export function decode(body: Buffer): string {
  try {
    // A byte order mark in front is dropped.
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Problem(400, 'invalid_utf8', 'The body is not valid UTF-8.');
  }
}

/** @throws {Problem} 400 not_json. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'not_json', 'The body is not JSON.');
  }
}

function parseLines(text: string): unknown[] {
  const events: unknown[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (/^[ \t\r]*$/.test(line)) continue;
    // No more is parsed than can be taken: five million one-character lines are no reason for as many values.
    if (events.length === MAX_EVENTS) throw tooMany();
    try {
      events.push(JSON.parse(line));
    } catch {
      throw new Problem(400, 'not_json', `Line ${at + 1} is not JSON; nothing was stored.`, { line: at + 1 });
    }
  }
  return events;
}

const eventsOf = (parsed: unknown): unknown[] => (Array.isArray(parsed) ? parsed : [parsed]);

function tooMany(): Problem {
  return new Problem(413, 'too_many_events', `One push holds at most ${MAX_EVENTS} events.`);
}

import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '@waymark/service';

/**
 * Binary mode of the CloudEvents HTTP binding: attributes in `ce-*` headers, the body is `data`. Any such header tells:
 * one who forgot `ce-specversion` should hear that, not that the body is no event.
 */
export function isBinaryMode(headers: IncomingHttpHeaders, mediaType: string): boolean {
  return mediaType === 'application/json' && Object.keys(headers).some((name) => name.startsWith('ce-'));
}

/** @throws {Problem} 400 when a header is not percent-encoded as the binding says. */
export function binaryEvent(headers: IncomingHttpHeaders, data: unknown): Record<string, unknown> {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice(3), attribute(name, String(value))]);
  const event = Object.fromEntries(attributes) as Record<string, unknown>;
  return data === undefined ? event : { ...event, data };
}

function attribute(header: string, value: string): unknown {
  const text = percentDecoded(unquoted(value));
  // In headers every attribute is text; revision is the one integer of the contract.
  return header === 'ce-revision' && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

/** The binding: a quoted string (RFC 9110) is unquoted before one round of percent-decoding. */
function unquoted(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1];
  return quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1');
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Problem(400, 'invalid_header', 'A ce- header is not percent-encoded UTF-8.');
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '@waymark/service';

/** Binary mode of the CloudEvents HTTP binding: attributes in `ce-*` headers, the body is `data`. */
export function isBinaryMode(headers: IncomingHttpHeaders, mediaType: string): boolean {
  return headers['ce-specversion'] !== undefined && mediaType === 'application/json';
}

/** @throws {Problem} 400 when a header is not percent-encoded as the binding says. */
export function binaryEvent(headers: IncomingHttpHeaders, data: unknown): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  for (const [header, value] of Object.entries(headers)) {
    if (header.startsWith('ce-') && typeof value === 'string')
      event[header.slice(3)] = attribute(header, value);
  }
  if (data !== undefined) event['data'] = data;
  return event;
}

function attribute(header: string, value: string): unknown {
  const text = percentDecoded(value);
  // In headers every attribute is text; revision is the one integer of the contract.
  return header === 'ce-revision' && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Problem(400, 'invalid_header', 'A ce- header is not percent-encoded UTF-8.');
  }
}

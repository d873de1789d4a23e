import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Canonical JSON (RFC 8785) of a value that JSON can hold. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** SHA-256, hex, of text in UTF-8. */
export function contentHash(canonical: string): string {
  return hash('sha256', canonical);
}

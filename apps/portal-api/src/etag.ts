import { createHash } from 'node:crypto';

/**
 * A tag over everything that an answer depends on. Weak: within the minute judged at, answers may differ in the instant
 * that they echo.
 */
export function etagOf(dependsOn: object): string {
  return `W/"${createHash('sha256').update(JSON.stringify(dependsOn)).digest('base64url').slice(0, 27)}"`;
}

/** Whether an If-None-Match header names the tag (RFC 9110: weak comparison). */
export function isNamed(etag: string, ifNoneMatch: string | undefined): boolean {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}

import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/**
 * A misspelt parameter must not silently be a default. The name is not echoed: it may be a value in the wrong place.
 * @throws {Problem} 400 unknown_parameter.
 */
export function refuseOtherParameters({ query }: FastifyRequest, allowed: readonly string[] = []): void {
  if (Object.keys(query as object).every((name) => allowed.includes(name))) return;
  const takes = allowed.length === 0 ? 'no query parameters' : `only the parameters ${allowed.join(', ')}`;
  throw new Problem(400, 'unknown_parameter', `This address takes ${takes}.`);
}

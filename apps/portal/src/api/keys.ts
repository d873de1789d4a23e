import { z } from 'zod';
import { ask, readAnswer } from './client.js';

const key = z.object({
  ...{ id: z.string(), test: z.boolean(), createdAt: z.string() },
  revokedAt: z.string().optional(),
});
export type Key = z.infer<typeof key>;

/** A provider's keys, the oldest first, without what they are. */
export const keysAnswer = z.object({
  keys: z.array(key),
  suppliers: z.array(z.object({ id: z.string(), name: z.string() })),
  sourcePrefixes: z.array(z.string()),
});
export type KeysAnswer = z.infer<typeof keysAnswer>;

const issuedKey = key.extend({ key: z.string() });
export type IssuedKey = z.infer<typeof issuedKey>;

export const keysPath = (provider: string): string =>
  `/api/v1/providers/${encodeURIComponent(provider)}/keys`;

/** @returns the key itself, which is told this once. @throws {ApiProblem} */
export async function issueKey(provider: string, { test }: { test: boolean }): Promise<IssuedKey> {
  const response = await ask(keysPath(provider), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ test }),
  });
  return readAnswer(response, issuedKey);
}

/** @throws {ApiProblem} */
export async function revokeKey(provider: string, id: string): Promise<void> {
  await ask(`${keysPath(provider)}/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

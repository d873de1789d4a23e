import { z } from 'zod';
import { ask, readAnswer } from './client.js';

/** What one call takes. */
const VALUES_MAX = 5_000;
const pseudonymsAnswer = z.object({ pseudonyms: z.array(z.string()) });

/**
 * The pseudonyms that imports make of a provider's own client numbers, in their order. The numbers travel in the body alone.
 * @throws {ApiProblem}
 */
export async function ownPseudonyms(provider: string, values: readonly string[]): Promise<string[]> {
  const made: string[] = [];
  for (let from = 0; from < values.length; from += VALUES_MAX)
    made.push(...(await pseudonymsOf(provider, values.slice(from, from + VALUES_MAX))));
  return made;
}

async function pseudonymsOf(provider: string, values: readonly string[]): Promise<string[]> {
  const response = await ask('/v1/pseudonyms', {
    method: 'POST',
    headers: {
      ...{ accept: 'application/json', 'content-type': 'application/json' },
      'waymark-provider': provider,
    },
    body: JSON.stringify({ kind: 'client', values }),
  });
  return (await readAnswer(response, pseudonymsAnswer)).pseudonyms;
}

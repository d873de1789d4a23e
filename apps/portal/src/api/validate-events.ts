import { z } from 'zod';
import { ApiProblem } from './problem.js';
import { problemOf, readAnswer } from './client.js';

const result = z.object({
  ...{ index: z.number(), status: z.enum(['accepted', 'duplicate', 'rejected']) },
  ...{ id: z.string().optional(), code: z.string().optional() },
  ...{ pointer: z.string().optional(), detail: z.string().optional() },
});
export type EventResult = z.infer<typeof result>;

const pushAnswer = z.object({
  ...{ accepted: z.number(), duplicates: z.number(), rejected: z.number() },
  results: z.array(result),
});
export type PushAnswer = z.infer<typeof pushAnswer>;

/** Answered with results: all, some or none of the events would be taken. */
const WITH_RESULTS = [200, 207, 422];

/**
 * The checks of a push, with nothing stored, for the signed-in person of a provider.
 * @param text what stands in the page, one event or an array of them, sent as it is
 * @throws {ApiProblem} where the answer has no results
 */
export async function validateEvents(provider: string, text: string): Promise<PushAnswer> {
  const response = await fetch('/v1/events:validate', {
    ...{ method: 'POST', credentials: 'same-origin', body: text },
    headers: { 'content-type': 'application/json', 'waymark-provider': provider },
  }).catch(() => {
    throw new ApiProblem(0, 'unreachable', 'The server did not answer. Check your connection.');
  });
  if (!WITH_RESULTS.includes(response.status)) throw await problemOf(response);
  return readAnswer(response, pushAnswer);
}

import { z } from 'zod';

const pushResult = z.strictObject({
  index: z.int().min(0).describe('Place in what was sent, from 0'),
  id: z.string().optional().describe('The event’s id, where it is well-formed'),
  status: z.enum(['accepted', 'duplicate', 'rejected']),
  code: z
    .string()
    .regex(/^[a-z0-9_]+$/)
    .optional()
    .describe('Why it was rejected; stable'),
  pointer: z.string().optional().describe('JSON Pointer (RFC 6901) into the event'),
  detail: z.string().optional().describe('What was expected; never a value that was sent'),
});
export type PushResult = z.infer<typeof pushResult>;

/** What a push answers, result by result: the one source of the type and of OpenAPI. */
export const pushAnswer = z.strictObject({
  accepted: z.int().min(0),
  duplicates: z.int().min(0),
  rejected: z.int().min(0),
  results: z.array(pushResult).min(1),
});
export type PushAnswer = z.infer<typeof pushAnswer>;

export function answerOf(results: PushResult[]): PushAnswer {
  const count = (status: PushResult['status']): number =>
    results.filter((result) => result.status === status).length;
  return {
    accepted: count('accepted'),
    duplicates: count('duplicate'),
    rejected: count('rejected'),
    results,
  };
}

/** 202 all accepted or duplicate, 207 mixed, 422 none. */
export function statusOf(answer: PushAnswer): 202 | 207 | 422 {
  if (answer.rejected === 0) return 202;
  return answer.rejected === answer.results.length ? 422 : 207;
}

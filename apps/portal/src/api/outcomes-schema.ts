import { z } from 'zod';
import { UNITS } from '../labels/numbers.js';
import { envelope, row } from './schemas.js';

const baseline = z.object({ paired: z.number().nullable(), unpaired: z.number().nullable() });

const score = z.object({
  ...{ score: z.string(), measure: z.string(), version: z.number(), unit: z.enum(UNITS) },
  improvement: z.enum(['increase', 'decrease', 'neutral']),
  summary: z.enum(['mean', 'median']),
  rows: z.array(row.extend({ baseline: baseline.optional() })),
});
export type ScoreAnswer = z.infer<typeof score>;

export const outcomesAnswer = envelope.extend({ instrument: z.string(), scores: z.array(score) });
export type OutcomesAnswer = z.infer<typeof outcomesAnswer>;

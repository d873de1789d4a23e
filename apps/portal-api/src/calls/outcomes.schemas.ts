import { INSTRUMENTS } from '@waymark/events';
import { z } from 'zod';
import { envelope, MEASURE_UNITS, row } from '../schemas.js';

const changeRow = row.extend({
  numerator: z.int().nullable().describe('Of whom there is a second score; null: withheld'),
  denominator: z.int().nullable().describe('Starters with a baseline; null: withheld'),
  value: z
    .number()
    .nullable()
    .describe('Mean paired change, or median; null: withheld, or nobody has a pair'),
});

const body = {
  instrument: z.enum(Object.keys(INSTRUMENTS) as [string, ...string[]]),
  scores: z.array(
    z.strictObject({
      score: z.string(),
      measure: z.string().describe('As under /api/v1/measures'),
      version: z.int(),
      unit: z.enum(MEASURE_UNITS),
      improvement: z.enum(['increase', 'decrease', 'neutral']).describe('Which way is better'),
      summary: z.enum(['mean', 'median']),
      excluded: z.record(z.string(), z.int().nullable()).describe('What this score leaves out, by why'),
      rows: z.array(changeRow),
    }),
  ),
};
export type OutcomesBody = z.infer<z.ZodObject<typeof body>>;

export const outcomesAnswer = z.strictObject({ ...body, ...envelope });

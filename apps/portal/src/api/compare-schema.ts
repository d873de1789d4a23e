import { z } from 'zod';
import { measured, row } from './schemas.js';

const adjusted = z
  .object({ expected: z.number(), ratio: z.number(), lower: z.number(), upper: z.number() })
  .nullable();

const split = z
  .object({
    ...{ first: z.string(), second: z.string() },
    ...{ difference: z.number(), mix: z.number(), rates: z.number() },
  })
  .nullable();
export type Split = z.infer<typeof split>;

export const compareAnswer = measured.extend({
  adjust: z.array(z.string()),
  split,
  rows: z.array(row.extend({ adjusted })),
});
export type CompareAnswer = z.infer<typeof compareAnswer>;

import { z } from 'zod';
import { measured, row } from './schemas.js';

const index = z
  .object({ value: z.number(), lower: z.number().nullable(), upper: z.number().nullable() })
  .nullable();
export type InequalityIndex = z.infer<typeof index>;

export const inequalityAnswer = measured.extend({
  ...{ sii: index, rii: index },
  withheld: z.string().optional(),
  rows: z.array(row.extend({ core20: z.boolean().optional() })),
});
export type InequalityAnswer = z.infer<typeof inequalityAnswer>;

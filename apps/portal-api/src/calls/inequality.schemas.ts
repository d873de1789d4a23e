import { z } from 'zod';
import { envelope, row } from '../schemas.js';
import { measureMembers } from './members.schemas.js';

const group = row
  .extend({ core20: z.boolean().optional().describe('Of the most deprived fifth (Core20PLUS5)') })
  .strict();

const index = z
  .strictObject({
    value: z.number(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
  })
  .nullable();

const inequalityBody = {
  ...measureMembers,
  sii: index.describe(
    'Slope index: fitted value at the least deprived end less that at the most deprived, with 95% limits',
  ),
  rii: index.describe('Relative index: the ratio of the two ends, with 95% limits'),
  withheld: z.string().optional().describe('Why there are no indices'),
  rows: z.array(group).describe('Most deprived first; what is not known is no part of the indices'),
};
export type InequalityBody = z.infer<z.ZodObject<typeof inequalityBody>>;

export const inequalityAnswer = z.strictObject({ ...inequalityBody, ...envelope });

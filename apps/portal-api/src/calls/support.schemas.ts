import { SUPPORT_CODES } from '@waymark/warehouse';
import { z } from 'zod';
import { envelope, row } from '../schemas.js';

const supportRow = row.extend({
  what: z
    .enum(SUPPORT_CODES)
    .describe(
      'An action that a contact records; `handover`: two different roles have been seen; `contacts_3`: three contacts or more reached the person',
    ),
  numerator: z.int().nullable().describe('For whom this was done; null: withheld'),
  denominator: z
    .int()
    .nullable()
    .describe('Initial referrals with a contact that reached the person; null: withheld'),
});
export type SupportRow = z.infer<typeof supportRow>;

const body = {
  rows: z
    .array(supportRow)
    .describe('What supporters did for those whom they reached; placed by the referral. Not to be summed'),
};
export type SupportBody = z.infer<z.ZodObject<typeof body>>;

export const supportAnswer = z.strictObject({ ...body, ...envelope });

import { BARRIERS, CLOSE_OUTCOMES } from '@waymark/events';
import { z } from 'zod';
import { envelope, row } from '../schemas.js';

const codesOf = (codes: object): [string, ...string[]] => Object.keys(codes) as [string, ...string[]];
const reason = z.enum(codesOf(BARRIERS));

export const ENDINGS_SHOWN = {
  ...CLOSE_OUTCOMES,
  declined_by_person: 'Declined by the person',
  declined_by_service: 'Declined by the service',
} as const;

const endingRow = row.extend({
  ending: z.enum(codesOf(ENDINGS_SHOWN)),
  why: reason.describe('The reason given with the closing or the decline'),
  numerator: z.int().nullable().describe('Who ended so for this reason; null: withheld'),
  denominator: z.int().nullable().describe('Who ended so; null: withheld'),
});
export type EndingShown = z.infer<typeof endingRow>;

const barrierRow = row.extend({
  barrier: reason,
  numerator: z.int().nullable().describe('Of whom a contact has recorded this barrier; null: withheld'),
  denominator: z
    .int()
    .nullable()
    .describe('Whose engagement nothing has ended, as far as can be told; null: withheld'),
});
export type BarrierShown = z.infer<typeof barrierRow>;

const body = {
  endings: z
    .array(endingRow)
    .describe('Journeys that have ended, as they stand, by how and why; placed by the day they ended on'),
  barriers: z
    .array(barrierRow)
    .describe('Barriers of starters who are still engaged; placed by their first session. Not to be summed'),
};
export type DisengagementBody = z.infer<z.ZodObject<typeof body>>;

export const disengagementAnswer = z.strictObject({ ...body, ...envelope });

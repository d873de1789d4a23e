import { z } from 'zod';
import { envelope } from '../schemas.js';
import { codes, figure } from './members.schemas.js';

export const STAGE_NAMES = [
  'offered',
  'accepted',
  'contacted',
  'booked',
  'started',
  'retained_12w',
  'completed',
] as const;
export type StageName = (typeof STAGE_NAMES)[number];

const share = z
  .strictObject({
    value: z.number(),
    lower: z.number().describe('Wilson 95% limit'),
    upper: z.number().describe('Wilson 95% limit'),
  })
  .nullable();
export type Share = z.infer<typeof share>;

const row = z.strictObject({
  ...codes,
  stage: z.enum(STAGE_NAMES),
  count: figure.describe('Reached this stage or a later one'),
  previous: share.describe('Of those of the stage before; null: withheld, or there is none'),
  referred: share.describe('Of all referred'),
  starters: share.describe('Of those who started; null before that stage'),
  suppressed: z
    .array(z.enum(['count', 'previous', 'referred', 'starters']))
    .optional()
    .describe('Members withheld'),
  flags: z.array(z.enum(['partial', 'immature'])).optional(),
});
export type PathwayRow = z.infer<typeof row>;

const stage = z.strictObject({
  stage: z.enum(STAGE_NAMES),
  measure: z.string().describe('The measure whose numerator reaches it'),
  version: z.int(),
});

const pathwayBody = { stages: z.array(stage), rows: z.array(row) };
export type PathwayBody = z.infer<z.ZodObject<typeof pathwayBody>>;

export const pathwayAnswer = z.strictObject({ ...pathwayBody, ...envelope });

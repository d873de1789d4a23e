import { z } from 'zod';
import { envelope, row } from '../schemas.js';
import { figure, measureMembers } from './members.schemas.js';

const PLACES = ['low_outer', 'low_inner', 'within', 'high_inner', 'high_outer'] as const;

const place = z
  .enum(PLACES)
  .nullable()
  .describe('outer: beyond the 99.8% limits; inner: beyond the 95% limits only; null: not in the funnel');

const point = row
  .omit({ flags: true })
  .extend({
    other: z.string().optional().describe('Stands for the code where the asker may not see whose it is'),
    place: place.describe('Among the limits of chance alone, judged on exact counts'),
    adjusted: place.describe('Among the limits that allow for overdispersion; null also where there is none'),
    flags: z
      .array(z.enum(['attendances_only']))
      .optional()
      .describe('attendances_only: no missed session in 100 is recorded, so it stands outside'),
  })
  .strict();
export type FunnelPoint = z.infer<typeof point>;

const limits = z.strictObject({ lower: z.number(), upper: z.number() });
const pair = z.strictObject({
  inner: limits.describe('95%'),
  outer: limits.describe('99.8%'),
});
const line = z.strictObject({
  size: z.number().describe('A denominator'),
  chance: pair.describe('Of chance alone (inverse Wilson)'),
  adjusted: pair.nullable().describe('With the variance between units added; null: no overdispersion'),
});
export type FunnelLine = z.infer<typeof line>;

const funnelBody = {
  ...measureMembers,
  average: figure.describe('All counted over all of the denominator, of the points in the funnel'),
  overdispersion: z
    .strictObject({
      phi: figure.describe('Mean of the squared z scores: 1 when units differ by chance alone'),
      tau2: figure.describe('Variance between units, on the arcsine scale'),
      adjusted: z.boolean().describe('The adjusted limits are the ones to read'),
    })
    .describe('Spiegelhalter’s random effects, z scores drawn in to their 10% and 90% quantiles'),
  lines: z.array(line).describe('Limits from the smallest size to the largest'),
  points: z.array(point),
  unnamed: z.int().describe('Units left out of the points: they have no name, and are not in the funnel'),
};
export type FunnelBody = z.infer<z.ZodObject<typeof funnelBody>>;

export const funnelAnswer = z.strictObject({ ...funnelBody, ...envelope });

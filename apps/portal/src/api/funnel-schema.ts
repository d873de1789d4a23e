import { z } from 'zod';
import { measured, row } from './schemas.js';

const place = z.enum(['low_outer', 'low_inner', 'within', 'high_inner', 'high_outer']).nullable();

const point = row.extend({
  /** Stands for the code where the reader may not see whose it is. */
  other: z.string().optional(),
  ...{ place, adjusted: place },
});
export type FunnelPoint = z.infer<typeof point>;

const limits = z.object({ lower: z.number(), upper: z.number() });
const pair = z.object({ inner: limits, outer: limits });

export const funnelAnswer = measured.extend({
  average: z.number().nullable(),
  overdispersion: z.object({
    phi: z.number().nullable(),
    tau2: z.number().nullable(),
    adjusted: z.boolean(),
  }),
  lines: z.array(z.object({ size: z.number(), chance: pair, adjusted: pair.nullable() })),
  points: z.array(point),
  unnamed: z.number(),
});
export type FunnelAnswer = z.infer<typeof funnelAnswer>;

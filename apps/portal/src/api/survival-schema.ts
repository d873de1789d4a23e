import { z } from 'zod';
import { envelope } from './schemas.js';

const figure = z.number().nullable();
const limits = { lower: figure, upper: figure };
const incidence = z.array(z.object({ day: z.number(), share: z.number(), ...limits }));

const stratum = z
  .object({
    ...{ followed: figure, unrecorded: figure, immature: figure },
    curve: z.array(z.object({ day: z.number(), engaged: z.number(), ...limits })).nullable(),
    until: figure,
    atRisk: z.array(z.object({ week: z.number(), n: figure })).nullable(),
    median: z.object({ days: figure, ...limits }).nullable(),
    incidence: z.object({ disengaged: incidence, completed: incidence, died: incidence }).nullable(),
    flags: z.array(z.string()).optional(),
  })
  .catchall(z.unknown());
export type Stratum = z.infer<typeof stratum>;

const logRank = z.object({
  chiSquare: z.number(),
  df: z.number(),
  p: z.number(),
  strata: z.array(z.string()),
});
export type LogRank = z.infer<typeof logRank>;

export const survivalAnswer = envelope.extend({ strata: z.array(stratum), logRank: logRank.nullable() });
export type SurvivalAnswer = z.infer<typeof survivalAnswer>;

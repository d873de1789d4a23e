import { z } from 'zod';
import { envelope, optionalEach } from '../schemas.js';

const figure = z.number().nullable();
const limits = { lower: figure.describe('Lower 95% limit'), upper: figure.describe('Upper 95% limit') };
const day = z.number().describe('Days since the first attended session');

/** Members of a stratum that may be withheld. */
export const STRATUM_MEMBERS = ['followed', 'unrecorded', 'immature', 'curve'] as const;
export const ENDINGS = ['disengaged', 'completed', 'died'] as const;

const incidence = z
  .array(z.strictObject({ day, share: z.number(), ...limits }))
  .describe('Share in whom this ending has come first; a step where it changes');

const stratum = z.strictObject({
  ...optionalEach(z.string()),
  followed: z.int().nullable().describe('Starters followed'),
  unrecorded: z
    .int()
    .nullable()
    .describe('Of them, censored because sessions after their last have no recorded outcome'),
  immature: z.int().nullable().describe('Started too recently for a silence to be told; not followed'),
  curve: z
    .array(z.strictObject({ day, engaged: z.number(), ...limits }))
    .nullable()
    .describe('Kaplan-Meier of staying engaged, completion and death censored; a step where it falls'),
  until: z.int().nullable().describe('Last day that the curve tells of, at most a year'),
  atRisk: z
    .array(z.strictObject({ week: z.int(), n: figure.describe('null: withheld') }))
    .nullable()
    .describe('Still followed and engaged at the beginning of these weeks, as far as anybody is'),
  median: z
    .strictObject({ days: figure.describe('null: not reached'), ...limits })
    .nullable()
    .describe('Days by which half were no longer engaged'),
  restrictedMean: z
    .array(
      z.strictObject({
        within: z.int(),
        days: figure.describe('null: nobody is followed so long'),
        ...limits,
      }),
    )
    .nullable()
    .describe('Mean days engaged within so many days'),
  incidence: z
    .strictObject({ disengaged: incidence, completed: incidence, died: incidence })
    .nullable()
    .describe('Cumulative incidence by ending (Aalen-Johansen)'),
  suppressed: z.array(z.enum(STRATUM_MEMBERS)).optional().describe('Withheld; `curve`: all that rests on it'),
  flags: z.array(z.enum(['partial', 'immature'])).optional(),
});
export type Stratum = z.infer<typeof stratum>;

const body = {
  strata: z.array(stratum),
  logRank: z
    .strictObject({
      chiSquare: z.number(),
      df: z.int(),
      p: z.number(),
      strata: z.array(z.string()).describe('Codes of the strata compared'),
    })
    .nullable()
    .describe('Whether the curves of the strata differ; null: fewer than two can be compared'),
};
export type SurvivalBody = z.infer<z.ZodObject<typeof body>>;
export type LogRankShown = NonNullable<SurvivalBody['logRank']>;

export const survivalAnswer = z.strictObject({ ...body, ...envelope });

import { z } from 'zod';
import { measured } from './schemas.js';

const figure = z.number().nullable();

const point = z.object({
  period: z.string(),
  ...{ numerator: figure, denominator: figure, value: figure },
  ...{ mean: figure, lower: figure, upper: figure, stretch: figure },
  type: z.enum(['common_cause', 'improvement', 'concern', 'neutral_high', 'neutral_low']).nullable(),
  rule: z.enum(['outside_limits', 'trend', 'two_in_three', 'shift']).nullable(),
  side: z.enum(['high', 'low']).nullable(),
  suppressed: z.array(z.string()).optional(),
  flags: z.array(z.string()).optional(),
});
export type SpcPoint = z.infer<typeof point>;

const VARIATIONS = [
  ...(['improvement_high', 'improvement_low', 'concern_high', 'concern_low'] as const),
  ...(['neutral_high', 'neutral_low'] as const),
] as const;

const chart = z
  .object({
    period: z.enum(['month', 'quarter']),
    variation: z.enum(['common_cause', ...VARIATIONS]).nullable(),
    assurance: z.enum(['consistent_pass', 'inconsistent', 'consistent_fail']).nullable(),
    trial: z.array(z.number()),
    points: z.array(point),
    withheld: z.string().optional(),
  })
  .catchall(z.unknown());
export type SpcChartAnswer = z.infer<typeof chart>;

export const spcAnswer = measured.extend({
  improvement: z.enum(['increase', 'decrease', 'neutral']),
  target: z.number().nullable(),
  charts: z.array(chart),
});
export type SpcAnswer = z.infer<typeof spcAnswer>;

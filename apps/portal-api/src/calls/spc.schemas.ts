import { z } from 'zod';
import { envelope } from '../schemas.js';
import { codes, figure, measureMembers } from './members.schemas.js';

const point = z.strictObject({
  period: z.string().describe('2026-03, or 2026-Q1 where the chart is by quarter'),
  numerator: figure,
  denominator: figure,
  value: figure.describe('In the unit of the measure'),
  range: figure.describe('Moving range: how far from the point before it'),
  mean: figure.describe('Of its stretch, from the values shown'),
  lower: figure.describe('Lower process limit'),
  upper: figure.describe('Upper process limit'),
  stretch: z.int().nullable().describe('Between rebasings, from 0'),
  type: z
    .enum(['common_cause', 'improvement', 'concern', 'neutral_high', 'neutral_low'])
    .nullable()
    .describe('Judged on exact counts; null: the point is not part of the chart’s limits, by its flags'),
  rule: z
    .enum(['outside_limits', 'trend', 'two_in_three', 'shift'])
    .nullable()
    .describe('The first rule broken, in the order of Making Data Count'),
  side: z.enum(['high', 'low']).nullable(),
  suppressed: z
    .array(z.enum(['numerator', 'denominator', 'value']))
    .optional()
    .describe('Members withheld'),
  flags: z
    .array(z.enum(['partial', 'immature']))
    .optional()
    .describe(
      'Why the point is left out of the limits: the period is not over; some are too recent to count',
    ),
});
export type SpcPoint = z.infer<typeof point>;

const chart = z.strictObject({
  ...codes,
  period: z.enum(['month', 'quarter']),
  variation: z
    .enum([
      'common_cause',
      ...[
        'improvement_high',
        'improvement_low',
        'concern_high',
        'concern_low',
        'neutral_high',
        'neutral_low',
      ],
    ] as const)
    .nullable()
    .describe('Icon of the last point; null: no chart'),
  assurance: z
    .enum(['consistent_pass', 'inconsistent', 'consistent_fail'])
    .nullable()
    .describe('Icon against the target; null: no target, no limits, or no direction that is better'),
  trial: z.array(z.int()).describe('Stretches of fewer than 12 points, whose limits are a trial'),
  points: z.array(point),
  withheld: z.string().optional().describe('Why there is no chart'),
});
export type SpcChart = z.infer<typeof chart>;

const spcBody = {
  ...measureMembers,
  improvement: z.enum(['increase', 'decrease', 'neutral']),
  target: z.number().nullable(),
  screened: z
    .boolean()
    .describe('Whether moving ranges over 3.267 times their average were left out of the limits'),
  charts: z.array(chart).describe('One for each code of the breakdown'),
};
export type SpcBody = z.infer<z.ZodObject<typeof spcBody>>;

export const spcAnswer = z.strictObject({ ...spcBody, ...envelope });

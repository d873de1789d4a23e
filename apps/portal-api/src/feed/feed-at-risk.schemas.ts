import { AT_RISK_WHY } from '@waymark/warehouse';
import { z } from 'zod';

const count = z.int().min(0);
const instant = z.iso.datetime();

/** Own people who may be about to stop, by own referral id. The one source of the type and of OpenAPI. */
export const atRiskAnswer = z.strictObject({
  provider: z.string(),
  asOf: instant,
  rule: z.string().describe('Who is listed, in words'),
  total: count,
  listed: z
    .array(
      z.strictObject({
        subject: z.string().describe('Own id of the referral'),
        why: z.array(z.enum(AT_RISK_WHY)).min(1),
        lastAttended: instant.describe('Start of the last own session that was attended'),
        missed: count.describe('Own sessions missed in a row up to now, of those with a known outcome'),
        nextBooked: instant.nullable().describe('Start of the next booked own session; null: none'),
      }),
    )
    .max(5_000)
    .describe('Both reasons first, then who has not come for longest'),
});
export type AtRiskAnswer = z.infer<typeof atRiskAnswer>;

import { z } from 'zod';
import { envelope } from './schemas.js';

export const STAGES = [
  ...(['offered', 'accepted', 'contacted', 'booked', 'started', 'retained_12w', 'completed'] as const),
] as const;
export type StageName = (typeof STAGES)[number];

const share = z.object({ value: z.number(), lower: z.number(), upper: z.number() }).nullable();
export type Share = z.infer<typeof share>;

const row = z
  .object({
    stage: z.enum(STAGES),
    /** Reached this stage or a later one; `null` = withheld. */
    count: z.number().nullable(),
    /** Of the stage before; of all referred; of those who started. */
    ...{ previous: share, referred: share, starters: share },
    suppressed: z.array(z.string()).optional(),
    flags: z.array(z.string()).optional(),
  })
  .catchall(z.unknown());
export type PathwayRow = z.infer<typeof row>;

export const pathwayAnswer = envelope.extend({
  stages: z.array(z.object({ stage: z.enum(STAGES), measure: z.string(), version: z.number() })),
  rows: z.array(row),
});
export type PathwayAnswer = z.infer<typeof pathwayAnswer>;

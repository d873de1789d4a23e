import { LOW_RECORDING_BELOW } from '@waymark/measures';
import { z } from 'zod';
import { envelope } from '../schemas.js';
import { figure } from './members.schemas.js';

const month = z.strictObject({
  month: z.string(),
  referrals: figure.describe('Initial referrals dated in the month'),
  sessions: figure.describe('Booked sessions that began in the month'),
  recorded: figure.describe('Share of those sessions with an outcome or a cancellation'),
  suppressed: z
    .array(z.enum(['referrals', 'sessions', 'recorded']))
    .optional()
    .describe('Members withheld'),
  flags: z.array(z.enum(['partial', 'provider_joined', 'provider_left'])).optional(),
});
export type FeedMonth = z.infer<typeof month>;

const feed = z.strictObject({
  provider: z.string(),
  from: z.string().nullable().describe('The first day from which the feed is complete; null: always'),
  to: z.string().nullable().describe('The last such day; null: it goes on'),
  first: z.string().nullable().describe('The first month of which it tells anything'),
  last: z.string().nullable().describe('The last one up to now'),
  sessions: figure.describe('Booked sessions that have begun'),
  recorded: figure.describe('Share of those sessions with an outcome or a cancellation'),
  suppressed: z
    .array(z.enum(['sessions', 'recorded']))
    .optional()
    .describe('Members withheld'),
  flags: z
    .array(z.enum(['attendances_only', 'low_recording']))
    .optional()
    .describe(
      `attendances_only: no missed session in 100; low_recording: under ${100 * LOW_RECORDING_BELOW}% of sessions have an outcome`,
    ),
  months: z.array(month).describe('Those of which it tells anything'),
});
export type Feed = z.infer<typeof feed>;

const feedsBody = { feeds: z.array(feed) };
export type FeedsBody = z.infer<z.ZodObject<typeof feedsBody>>;

export const feedsAnswer = z.strictObject({ ...feedsBody, ...envelope });

import { UNLINKED_FOR } from '@waymark/warehouse';
import { z } from 'zod';

const count = z.int().min(0);
const instant = z.iso.datetime();
const month = z.string().regex(/^\d{4}-\d{2}$/);

/** @param what own ids; `total` of them, the first 5,000 listed */
const listed = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({ total: count, listed: z.array(row).max(5_000) });

const reject = z.strictObject({
  where: z
    .enum(['push', 'log'])
    .describe('push: answered so when it was sent. log: taken, and not understood when it was read'),
  code: z.string(),
  detail: z.string().describe('What was expected'),
  pointer: z
    .string()
    .describe('JSON Pointer into the event, by names of the contract; empty: the event as a whole'),
  count,
  firstAt: instant,
  lastAt: instant,
});

const importTold = z.strictObject({
  ...{ profile: z.string(), id: z.string(), state: z.enum(['running', 'completed', 'broken']) },
  ...{ updatedAt: instant, rows: count, rejected: count },
  rejects: z.array(z.strictObject({ code: z.string(), column: z.string(), count })),
});

const missing = z.strictObject({
  nhs_number: count,
  area: count.describe('Neither practice nor neighbourhood nor board'),
  neighbourhood: count,
  age_band: count,
  sex: count.describe('“Not stated” is an answer'),
  ethnicity: count,
  route: count,
  reasons: count,
});

/** The health of one provider's own feed: exact, and nobody else's. The one source of the type and of OpenAPI. */
export const feedAnswer = z.strictObject({
  provider: z.string(),
  asOf: instant.describe('What was received up to then is told'),
  events: count.describe('Records of the log, copies included'),
  last: z
    .strictObject({ receivedAt: instant, time: instant })
    .nullable()
    .describe(
      'The last event: when it came, and the latest instant that any tells of; null: nothing came yet',
    ),
  lag: z
    .strictObject({ days: count, events: count, p50Seconds: count, p90Seconds: count })
    .describe('From what happened to its being recorded, of the events of the last days'),
  duplicates: z
    .strictObject({ answered: count, inLog: count })
    .describe(
      'answered: told so when they were sent, in the last 28 days. inLog: found when the tables were made',
    ),
  conflicts: listed(z.strictObject({ subject: z.string(), id: z.string(), receivedAt: instant })).describe(
    'Other content, or another type, under a source, id and revision that was taken: they count nowhere. Send a higher revision',
  ),
  rejects: z.array(reject).describe('Of the last 28 days, the most frequent first'),
  imports: z.array(importTold).describe('The last import of each profile'),
  orphans: listed(z.strictObject({ subject: z.string(), events: count })).describe(
    'Referrals without a referral.received: in no measure until it comes',
  ),
  unlinked: z
    .strictObject({
      onward: count.describe('Own onward referrals'),
      total: count,
      listed: z
        .array(
          z.strictObject({
            subject: z.string(),
            referredAt: instant,
            missing: z.array(z.enum(UNLINKED_FOR)),
          }),
        )
        .max(5_000),
    })
    .describe('Onward referrals that joined no initial one; any one of what is missing would link them'),
  withoutOutcome: z
    .strictObject({
      from: z.iso.date(),
      total: count,
      listed: z
        .array(
          z.strictObject({
            ...{ subject: z.string(), bookingId: z.string() },
            ...{ startsAt: instant, activity: z.string() },
          }),
        )
        .max(5_000),
    })
    .describe(
      'Booked sessions of the last weeks with neither an outcome nor a cancellation, the oldest first',
    ),
  missing: z
    .strictObject({ from: z.iso.date(), referrals: count, missing })
    .describe('What own referrals of the last 12 months lack'),
  week: z
    .array(
      z.strictObject({
        date: z.iso.date(),
        events: count,
        normal: z.number().min(0).describe('The median of the same weekday over the eight weeks before'),
      }),
    )
    .length(7)
    .describe('Events received by London date, today last'),
  months: z
    .array(
      z.strictObject({
        month,
        events: count.describe('Received in the month'),
        referrals: count.describe('Dated in the month'),
        complete: count.describe('Of those, with area, age band, sex and ethnicity'),
        sessions: count.describe('Booked sessions that began in the month'),
        recorded: count.describe('Of those, with an outcome or a cancellation'),
      }),
    )
    .length(13)
    .describe('This month last'),
});
export type FeedAnswer = z.infer<typeof feedAnswer>;

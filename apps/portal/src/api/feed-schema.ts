import { z } from 'zod';

const count = z.number();
const listed = <Row extends z.ZodType>(row: Row) => z.object({ total: count, listed: z.array(row) });

const reject = z.object({
  ...{ where: z.enum(['push', 'log']), code: z.string(), detail: z.string(), pointer: z.string() },
  ...{ count, firstAt: z.string(), lastAt: z.string() },
});
export type Reject = z.infer<typeof reject>;

const importTold = z.object({
  ...{ profile: z.string(), id: z.string(), state: z.enum(['running', 'completed', 'broken']) },
  ...{ updatedAt: z.string(), rows: count, rejected: count },
  rejects: z.array(z.object({ code: z.string(), column: z.string(), count })),
});
export type ImportTold = z.infer<typeof importTold>;

const month = z.object({
  ...{ month: z.string(), events: count, referrals: count },
  ...{ complete: count, sessions: count, recorded: count },
});
export type FeedMonth = z.infer<typeof month>;

const weekDay = z.object({ date: z.string(), events: count, normal: z.number() });
export type WeekDay = z.infer<typeof weekDay>;

/** The health of a provider's own feed. */
export const feedAnswer = z.object({
  ...{ provider: z.string(), asOf: z.string(), events: count },
  last: z.object({ receivedAt: z.string(), time: z.string() }).nullable(),
  lag: z.object({ days: count, events: count, p50Seconds: count, p90Seconds: count }),
  duplicates: z.object({ answered: count, inLog: count }),
  conflicts: listed(z.object({ subject: z.string(), id: z.string(), receivedAt: z.string() })),
  rejects: z.array(reject),
  imports: z.array(importTold),
  orphans: listed(z.object({ subject: z.string(), events: count })),
  unlinked: listed(
    z.object({ subject: z.string(), referredAt: z.string(), missing: z.array(z.string()) }),
  ).extend({ onward: count }),
  withoutOutcome: listed(
    z.object({ subject: z.string(), bookingId: z.string(), startsAt: z.string(), activity: z.string() }),
  ).extend({ from: z.string() }),
  missing: z.object({ from: z.string(), referrals: count, missing: z.record(z.string(), count) }),
  week: z.array(weekDay),
  months: z.array(month),
});
export type FeedAnswer = z.infer<typeof feedAnswer>;

/** Own people who may be about to stop. */
export const atRiskAnswer = listed(
  z.object({
    ...{ subject: z.string(), why: z.array(z.string()), lastAttended: z.string(), missed: count },
    nextBooked: z.string().nullable(),
  }),
).extend({ provider: z.string(), asOf: z.string(), rule: z.string() });
export type AtRiskAnswer = z.infer<typeof atRiskAnswer>;

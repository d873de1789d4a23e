import type { AtRiskAnswer, FeedAnswer } from '../api/feed-schema.js';
import { FakeApi, json, PROVIDER } from './fake-api.js';
import { answerEngagement } from './fake-engagement.js';
import { fakeFunnel } from './fake-funnel.js';

const MONTHS = Array.from({ length: 13 }, (_, nth) =>
  new Date(Date.UTC(2025, 10 + nth, 1)).toISOString().slice(0, 7),
);

/** What the API says of a feed with a little of everything that can go wrong in it. */
export function fakeFeed(more: Partial<FeedAnswer> = {}): FeedAnswer {
  return {
    ...{ provider: 'demo-leisure', asOf: '2026-11-24T12:00:00.000Z', events: 1_204 },
    last: { receivedAt: '2026-11-24T10:00:00.000Z', time: '2026-11-24T09:00:00.000Z' },
    lag: { days: 28, events: 90, p50Seconds: 10_800, p90Seconds: 345_600 },
    duplicates: { answered: 3, inLog: 1 },
    conflicts: {
      total: 1,
      listed: [{ subject: 'r-9', id: 'e-9', receivedAt: '2026-11-20T09:00:00.000Z' }],
    },
    rejects: [
      {
        ...{ where: 'push', code: 'not_in_list', pointer: '/data/outcome', count: 12 },
        ...{ detail: 'The value is not one of the listed codes.' },
        ...{ firstAt: '2026-11-17T09:00:00.000Z', lastAt: '2026-11-17T10:00:00.000Z' },
      },
    ],
    imports: [
      {
        ...{ profile: 'register', id: 'a'.repeat(64), state: 'completed' },
        ...{ updatedAt: '2026-11-23T16:00:00.000Z', rows: 480, rejected: 3 },
        rejects: [{ code: 'not_in_list', column: 'Attended', count: 3 }],
      },
    ],
    orphans: { total: 1, listed: [{ subject: 'r-7', events: 2 }] },
    unlinked: {
      ...{ onward: 40, total: 1 },
      listed: [
        {
          ...{ subject: 'r-5', referredAt: '2026-10-05T09:00:00.000Z' },
          missing: ['no_part_of', 'no_nhs_number'],
        },
      ],
    },
    withoutOutcome: {
      ...{ from: '2026-09-29', total: 1 },
      listed: [
        {
          ...{ subject: 'r-1', bookingId: '=b-1' },
          ...{ startsAt: '2026-11-10T10:00:00.000Z', activity: 'walking' },
        },
      ],
    },
    missing: {
      ...{ from: '2025-11-01', referrals: 200 },
      missing: {
        ...{ nhs_number: 20, area: 4, neighbourhood: 50, age_band: 2, sex: 0 },
        ...{ ethnicity: 30, route: 1, reasons: 12 },
      },
    },
    week: [18, 19, 20, 21, 22, 23, 24].map((day, nth) => ({
      date: `2026-11-${day}`,
      events: [11, 12, 0, 2, 0, 13, 7][nth] ?? 0,
      normal: [12, 12, 13, 2, 0.5, 15, 14][nth] ?? 0,
    })),
    months: MONTHS.map((month, nth) => ({
      ...{ month, events: 80 + nth, referrals: 20, complete: 14 + (nth % 5) },
      ...{ sessions: nth === 0 ? 0 : 60, recorded: nth === 0 ? 0 : 50 + (nth % 8) },
    })),
    ...more,
  };
}

/** Two people who may be about to stop. */
export function fakeAtRisk(more: Partial<AtRiskAnswer> = {}): AtRiskAnswer {
  return {
    ...{ provider: 'demo-leisure', asOf: '2026-11-24T12:00:00.000Z', total: 2 },
    rule: 'People who have come, and missed their last 2 booked sessions or have not come for 21 days.',
    listed: [
      {
        ...{ subject: 'r-3', why: ['missed_two', 'no_session_for_three_weeks'], missed: 3 },
        ...{ lastAttended: '2026-10-20T09:00:00.000Z', nextBooked: null },
      },
      {
        ...{ subject: 'r-4', why: ['missed_two'], missed: 2 },
        ...{ lastAttended: '2026-11-10T10:00:00.000Z', nextBooked: '2026-12-01T10:00:00.000Z' },
      },
    ],
    ...more,
  };
}

/** The API as a provider meets it on the page about its feed. */
export function fakeFeedApi(feed: FeedAnswer = fakeFeed(), atRisk: AtRiskAnswer = fakeAtRisk()): FakeApi {
  const api = answerEngagement(new FakeApi());
  api.me = PROVIDER;
  api.answer(/^\/api\/v1\/funnel/, (url) => json(fakeFunnel(url.searchParams, true)));
  api.answer(/^\/api\/v1\/feed(\?|$)/, () => json(feed));
  api.answer(/^\/api\/v1\/feed\/at-risk/, () => json(atRisk));
  return api;
}

import { endOfLondonDay, londonDateText } from '@waymark/events';
import type { Registry } from '@waymark/service';
import {
  FEED_FACTS,
  feedArrivals,
  feedCopies,
  feedFacts,
  feedOrphans,
  feedReceived,
  feedSessionMonths,
  feedSessionsWithoutOutcome,
  feedUnlinked,
  LAG_DAYS,
  type FeedFactsMonth,
  type FeedQuestion,
  type Generation,
  type Warehouse,
} from '@waymark/warehouse';
import { judgedAt } from '../as-of.js';
import type { ShownState } from '../status.js';
import { daysBefore, monthsUpTo, WEEK_DAYS_READ, weekBesideNormal } from './feed-days.js';
import { lastImports, lettersOf, refusedPushes } from './feed-refusals.js';
import type { FeedAnswer } from './feed.schemas.js';
import { fromTables } from './tables-away.js';

/** Sessions this far back are still worth asking the leader about. */
const OUTCOME_DAYS = 56;
const MONTHS = 13;

export interface FeedParts {
  warehouse: Warehouse;
  registry: Registry;
  status: () => Promise<ShownState>;
}

/** What a provider is told of its own feed, from the tables and the registry; ingest goes on without either. */
export class Feed {
  constructor(private readonly parts: FeedParts) {}

  /** @throws {Problem} 503 when the tables do not answer now. */
  async of(provider: string): Promise<FeedAnswer> {
    return fromTables(async () => {
      const { generation, asOf } = await judgedAt(this.parts.warehouse, await this.parts.status(), undefined);
      return this.told(generation, { provider, asOf });
    });
  }

  private async told(generation: Generation, asked: FeedQuestion): Promise<FeedAnswer> {
    const { warehouse, registry } = this.parts;
    const { provider } = asked;
    // Days are those of now: a feed that fell silent has its silence shown.
    const today = londonDateText(Date.now());
    const lately = daysBefore(today, LAG_DAYS);
    const { events, last, lag } = await feedArrivals(warehouse, generation, asked);
    const copies = await feedCopies(warehouse, generation, asked);
    const orphans = await feedOrphans(warehouse, generation, asked);
    const unlinked = await feedUnlinked(warehouse, generation, asked);
    const letters = await lettersOf(warehouse, generation, provider);
    const pushes = refusedPushes(registry, provider, lately);
    return {
      ...{ provider, asOf: text(asked.asOf), events },
      last: last && { receivedAt: text(last.receivedAt), time: text(last.time) },
      lag: {
        ...{ days: LAG_DAYS, events: lag.events },
        ...{ p50Seconds: Math.round(lag.p50Ms / 1000), p90Seconds: Math.round(lag.p90Ms / 1000) },
      },
      duplicates: { answered: pushes.duplicates, inLog: copies.duplicates },
      conflicts: {
        total: copies.conflicts,
        listed: copies.conflicting.map((each) => ({ ...each, receivedAt: text(each.receivedAt) })),
      },
      rejects: [...pushes.rejects, ...letters].sort((a, b) => b.count - a.count),
      imports: lastImports(registry, provider),
      orphans,
      unlinked: {
        ...{ onward: unlinked.onward, total: unlinked.total },
        listed: unlinked.listed.map((each) => ({ ...each, referredAt: text(each.referredAt) })),
      },
      withoutOutcome: await this.withoutOutcome(generation, asked, today),
      ...(await this.over(generation, asked, today)),
    };
  }

  private async withoutOutcome(
    generation: Generation,
    asked: FeedQuestion,
    today: string,
  ): Promise<FeedAnswer['withoutOutcome']> {
    const from = daysBefore(today, OUTCOME_DAYS);
    const since = { ...asked, from: startOf(from) };
    const { total, listed } = await feedSessionsWithoutOutcome(this.parts.warehouse, generation, since);
    return { from, total, listed: listed.map((each) => ({ ...each, startsAt: text(each.startsAt) })) };
  }

  /** What is told by day and month. */
  private async over(
    generation: Generation,
    asked: FeedQuestion,
    today: string,
  ): Promise<Pick<FeedAnswer, 'missing' | 'week' | 'months'>> {
    const { warehouse } = this.parts;
    const months = monthsUpTo(today.slice(0, 7), MONTHS);
    const from = `${months[0] ?? ''}-01`;
    const since = { ...asked, from: startOf(from) };
    const days = { ...asked, by: 'day', from: startOf(daysBefore(today, WEEK_DAYS_READ)) } as const;
    const byDay = await feedReceived(warehouse, generation, days);
    const byMonth = await feedReceived(warehouse, generation, { ...since, by: 'month' });
    const facts = await feedFacts(warehouse, generation, since);
    const sessions = await feedSessionMonths(warehouse, generation, since);
    return {
      missing: { from, ...summed(facts) },
      week: weekBesideNormal(today, byDay),
      months: months.map((month) => {
        const { referrals = 0, complete = 0 } = facts.find((each) => each.month === month) ?? {};
        const { sessions: began = 0, recorded = 0 } = sessions.find((each) => each.month === month) ?? {};
        return { month, events: byMonth.get(month) ?? 0, referrals, complete, sessions: began, recorded };
      }),
    };
  }
}

function summed(facts: readonly FeedFactsMonth[]): Pick<FeedAnswer['missing'], 'referrals' | 'missing'> {
  const sum = (of: (month: FeedFactsMonth) => number): number =>
    facts.reduce((total, month) => total + of(month), 0);
  const missing = Object.fromEntries(FEED_FACTS.map((fact) => [fact, sum((month) => month.missing[fact])]));
  return {
    referrals: sum(({ referrals }) => referrals),
    missing: missing as FeedAnswer['missing']['missing'],
  };
}

const text = (epochMs: number): string => new Date(epochMs).toISOString();

/** The first instant of a London date. */
const startOf = (date: string): number => endOfLondonDay(daysBefore(date, 1)) + 1;

import { literal } from '../literals.js';
import type { Warehouse } from '../warehouse.js';
import { feedParams, FEED_ROWS_MAX, monthOf, ownReferrals, type FeedQuestion } from './feed-question.js';

/** Own ids, the first of them listed. */
export interface Listed<Row> {
  total: number;
  listed: Row[];
}

export interface FeedOrphan {
  subject: string;
  /** Events that wait for the facts. */
  events: number;
}

/** Referrals of which events came, and `referral.received` did not. */
export async function feedOrphans(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: FeedQuestion,
): Promise<Listed<FeedOrphan>> {
  const rows = await warehouse.query<FeedOrphan & { total: number }>(
    `SELECT subject, counting AS events, count() OVER () AS total FROM ${ownReferrals(database)}
     WHERE NOT known AND counting > 0 ORDER BY subject LIMIT ${FEED_ROWS_MAX}`,
    feedParams(asked),
  );
  return listedOf(rows);
}

/** What an unlinked onward referral lacks: any one of them, put right, links it. */
export const UNLINKED_FOR = [
  'no_part_of',
  'part_of_leads_nowhere',
  'no_nhs_number',
  'no_initial_referral_of_this_person',
] as const;
export type UnlinkedFor = (typeof UNLINKED_FOR)[number];

export interface FeedUnlinked {
  subject: string;
  referredAt: number;
  missing: UnlinkedFor[];
}

/** Own onward referrals that joined no initial one, the latest first; `onward`: all own onward referrals. */
export async function feedUnlinked(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: FeedQuestion,
): Promise<Listed<FeedUnlinked> & { onward: number }> {
  const own = `(SELECT subject, part_of, person_nhs FROM ${ownReferrals(database)} WHERE known AND kind = 'onward')`;
  const missing = `[if(part_of = 0, 'no_part_of', 'part_of_leads_nowhere'),
    if(own.person_nhs = '', 'no_nhs_number', 'no_initial_referral_of_this_person')]`;
  const rows = await warehouse.query<FeedUnlinked & { total: number }>(
    `SELECT subject, toUnixTimestamp64Milli(referred_at) AS referredAt, ${missing} AS missing, count() OVER () AS total
     FROM (SELECT subject, referred_at FROM ${database}.pathways FINAL
       WHERE provider = {provider:String} AND kind = 'onward') AS unlinked
     INNER JOIN ${own} AS own USING (subject)
     ORDER BY referredAt DESC, subject LIMIT ${FEED_ROWS_MAX}`,
    feedParams(asked),
  );
  const [all] = await warehouse.query<{ onward: number }>(
    `SELECT count() AS onward FROM ${own}`,
    feedParams(asked),
  );
  return { ...listedOf(rows), onward: all?.onward ?? 0 };
}

/** Facts that a referral may lack; `area`: neither practice nor neighbourhood nor board. "Not stated" is an answer. */
const LACKING = {
  nhs_number: `person_nhs = ''`,
  area: `practice = '' AND lsoa = '' AND icb = ''`,
  neighbourhood: `lsoa = ''`,
  age_band: `age_band = ''`,
  sex: `sex = ''`,
  ethnicity: `ethnicity = ''`,
  route: `route = ''`,
  reasons: 'empty(reasons)',
} as const;
export const FEED_FACTS = Object.keys(LACKING) as (keyof typeof LACKING)[];
export type FeedFact = keyof typeof LACKING;

/** Without these a referral cannot be told by place or group. */
const NEEDED: readonly FeedFact[] = ['area', 'age_band', 'sex', 'ethnicity'];

export interface FeedFactsMonth {
  month: string;
  referrals: number;
  /** With area, age band, sex and ethnicity. */
  complete: number;
  missing: Record<FeedFact, number>;
}

/** What own referrals lack, by the London month they are dated in, from an instant on. */
export async function feedFacts(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: FeedQuestion & { from: number },
): Promise<FeedFactsMonth[]> {
  const counts = FEED_FACTS.map((fact) => `countIf(${LACKING[fact]})`);
  const complete = NEEDED.map((fact) => `NOT (${LACKING[fact]})`).join(' AND ');
  type Row = { month: string; referrals: number; complete: number; counts: number[] };
  const rows = await warehouse.query<Row>(
    `SELECT ${monthOf('referred_at')} AS month, count() AS referrals, countIf(${complete}) AS complete, [${counts.join(', ')}] AS counts
     FROM ${ownReferrals(database)}
     WHERE known AND referred_at >= ${literal(asked.from, 'Int64')} AND referred_at <= ${literal(asked.asOf, 'Int64')}
     GROUP BY month ORDER BY month`,
    feedParams(asked),
  );
  return rows.map(({ counts: each, ...row }) => ({
    ...row,
    missing: Object.fromEntries(FEED_FACTS.map((fact, at) => [fact, each[at] ?? 0])) as Record<
      FeedFact,
      number
    >,
  }));
}

export function listedOf<Row extends object>(rows: readonly (Row & { total: number })[]): Listed<Row> {
  return {
    total: rows[0]?.total ?? 0,
    listed: rows.map(({ total: _, ...row }) => row as unknown as Row),
  };
}

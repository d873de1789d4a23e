import { instant, type Params } from '../literals.js';
import type { Warehouse } from '../warehouse.js';

/** A record of the log that cannot be understood: where it is and why, never what is in it. */
export interface DeadLetter {
  partition: number;
  offset: number;
  /** Append time, epoch ms. */
  receivedAt: number;
  /** Provider of the record's key, where the key can be read. */
  provider?: string;
  code: string;
  detail: string;
  /** Size of the record. */
  bytes: number;
  /** The head of the record, every value masked. */
  masked?: string;
}

/** Which letters are meant; absent = any. */
export interface LetterFilter {
  provider?: string;
  code?: string;
}

/** Letters of one provider that wait for one reason. */
export interface LetterGroup {
  code: string;
  detail: string;
  /** Empty where no provider could be read. */
  provider: string;
  count: number;
  /** Append times of the first and the last, epoch ms. */
  firstAt: number;
  lastAt: number;
  /** The first in the order of the log. */
  samples: { partition: number; offset: number; bytes: number; masked: string }[];
}

/** More reasons than this are those of a foreign writer who makes up providers: the largest are told. */
const GROUPS_MAX = 500;

export function deadLetterRow(letter: DeadLetter): object {
  const { partition, offset, receivedAt, provider, code, detail, bytes, masked } = letter;
  return { partition, offset, received_at: instant(receivedAt), provider, code, detail, bytes, masked };
}

/** Letters that wait, by reason and provider, the largest group first. */
export async function letterGroups(
  warehouse: Warehouse,
  database: string,
  filter: LetterFilter,
  samples: number,
): Promise<LetterGroup[]> {
  const { where, params } = waiting(filter);
  type Told = Omit<LetterGroup, 'samples'> & { told: [number, number, number, string][] };
  const rows = await warehouse.query<Told>(
    `SELECT code, detail, provider, count() AS count,
       toUnixTimestamp64Milli(min(received_at)) AS firstAt, toUnixTimestamp64Milli(max(received_at)) AS lastAt,
       groupArraySorted(${samples})((partition, offset, bytes, masked)) AS told
     FROM ${database}.dead_letters FINAL WHERE ${where}
     GROUP BY code, detail, provider ORDER BY count DESC, code, detail, provider LIMIT ${GROUPS_MAX}`,
    params,
  );
  return rows.map(({ told, ...group }) => ({
    ...group,
    samples: told.map(([partition, offset, bytes, masked]) => ({ partition, offset, bytes, masked })),
  }));
}

/** How many wait. */
export async function countLetters(
  warehouse: Warehouse,
  database: string,
  filter: LetterFilter,
): Promise<number> {
  const { where, params } = waiting(filter);
  const [row] = await warehouse.query<{ count: number }>(
    `SELECT count() AS count FROM ${database}.dead_letters FINAL WHERE ${where}`,
    params,
  );
  return row?.count ?? 0;
}

/** Letters that wait, in the order of the log, those behind a place in it. */
export async function readLetters(
  warehouse: Warehouse,
  database: string,
  filter: LetterFilter,
  page: { after: { partition: number; offset: number } | undefined; limit: number },
): Promise<DeadLetter[]> {
  const { where, params } = waiting(filter);
  const { partition, offset } = page.after ?? { partition: 0, offset: -1 };
  return warehouse.query<DeadLetter>(
    `SELECT partition, offset, toUnixTimestamp64Milli(received_at) AS receivedAt, provider, code, detail, bytes, masked
     FROM ${database}.dead_letters FINAL
     WHERE ${where} AND (partition > {partition:UInt16} OR (partition = {partition:UInt16} AND toInt64(offset) > {offset:Int64}))
     ORDER BY partition, offset LIMIT ${page.limit}`,
    { ...params, partition, offset },
  );
}

/** Takes letters out, for good: to be called when the rows of what was understood stand. */
export async function resolveLetters(
  warehouse: Warehouse,
  database: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  const rows = letters.map((letter) => ({ ...deadLetterRow(letter), resolved: 1 }));
  await warehouse.insert(`${database}.dead_letters`, rows);
}

/** How many were taken out: it only grows, and with each the tables changed at a position long shown. */
export async function countResolved(warehouse: Warehouse, database: string): Promise<number> {
  const [row] = await warehouse.query<{ count: number }>(
    `SELECT count() AS count FROM ${database}.dead_letters FINAL WHERE resolved = 1`,
  );
  return row?.count ?? 0;
}

function waiting({ provider, code }: LetterFilter): { where: string; params: Params } {
  const where = ['resolved = 0'];
  if (provider !== undefined) where.push('provider = {provider:String}');
  if (code !== undefined) where.push('code = {code:String}');
  return {
    where: where.join(' AND '),
    params: { ...(provider !== undefined && { provider }), ...(code !== undefined && { code }) },
  };
}

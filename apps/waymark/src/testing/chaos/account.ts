import { decodeStored } from '@waymark/events';
import { TOPICS, type EventLog } from '@waymark/event-log';
import { foldPathways, type KnownEvent } from '@waymark/pathways';
import { currentGeneration, readPathways, type Warehouse } from '@waymark/warehouse';
import { EVENTS_OF_A_SESSION, type NumberedPush } from './numbered-push.js';

/** What is left when everything that was broken runs again. Every count but the first two should be 0. */
export interface Account {
  acknowledged: number;
  /** Records in the log, repeated ones included. */
  records: number;
  /** Acknowledged sessions that are in no table. */
  lost: number;
  /** Sessions that stand in the tables more than once. */
  doubled: number;
  /** Sessions in the tables that nobody sent. */
  invented: number;
  deadLetters: number;
  /** Journeys whose row is not what the TypeScript fold makes of the log. */
  unlikeTheLog: number;
  byFault: Record<string, FaultAccount>;
}

/** What was first sent while a fault (or what it left behind) lasted. */
export interface FaultAccount {
  cycles: number;
  events: number;
  lost: number;
  doubled: number;
}

/** One cycle: its fault, and the first number given out in it. */
export interface Cycle {
  fault: string;
  from: number;
}

/** Holds the tables against what was acknowledged and against the log itself. */
export async function accountFor(
  pushed: NumberedPush,
  cycles: readonly Cycle[],
  { log, warehouse }: { log: EventLog; warehouse: Warehouse },
): Promise<Account> {
  const generation = await currentGeneration(warehouse);
  if (!generation) throw new Error('there is no generation');
  const { database } = generation;
  const sessions = await warehouse.query<{ booking: string; n: number }>(
    `SELECT booking, toUInt32(count()) AS n FROM ${database}.sessions GROUP BY booking`,
  );
  const [letters] = await warehouse.query<{ n: number }>(
    `SELECT toUInt32(count()) AS n FROM ${database}.dead_letters FINAL WHERE resolved = 0`,
  );
  const found = new Map(sessions.map(({ booking, n }) => [booking, n]));
  const expected = Array.from({ length: pushed.next }, (_, n) => `b-${n}`);
  const sent = new Set(expected);
  const known = await recordsOf(log);
  return {
    acknowledged: pushed.acknowledged,
    records: known.length,
    lost: expected.filter((booking) => !found.has(booking)).length,
    doubled: sessions.filter(({ n }) => n > 1).length,
    invented: sessions.filter(({ booking }) => !sent.has(booking)).length,
    deadLetters: letters?.n ?? 0,
    unlikeTheLog: differing(foldPathways(known).pathways, await readPathways(warehouse, database)),
    byFault: byFault(cycles, pushed.next, (n) => found.get(`b-${n}`) ?? 0),
  };
}

function byFault(
  cycles: readonly Cycle[],
  end: number,
  timesFound: (session: number) => number,
): Account['byFault'] {
  const accounts: Account['byFault'] = {};
  cycles.forEach(({ fault, from }, index) => {
    const until = cycles[index + 1]?.from ?? end;
    const times = Array.from({ length: until - from }, (_, n) => timesFound(from + n));
    const account = (accounts[fault] ??= { cycles: 0, events: 0, lost: 0, doubled: 0 });
    account.cycles += 1;
    account.events += times.length * EVENTS_OF_A_SESSION;
    account.lost += times.filter((n) => n === 0).length;
    account.doubled += times.filter((n) => n > 1).length;
  });
  return accounts;
}

async function recordsOf(log: EventLog): Promise<KnownEvent[]> {
  const ends = await log.ends(TOPICS.events.name);
  const from = new Map(ends.map((_, partition) => [partition, 0]));
  const until = new Map(ends.map((end, partition) => [partition, end]));
  const known: KnownEvent[] = [];
  for await (const { records } of log.read(TOPICS.events.name, { from, until })) {
    for (const { partition, offset, appendedAt, value } of records) {
      const decoded = decodeStored(value ?? new Uint8Array());
      if (!decoded.ok) throw new Error(`a record cannot be read: ${decoded.code}`);
      const { event, contentHash } = decoded;
      known.push({ event, contentHash, partition, offset, receivedAt: appendedAt });
    }
  }
  return known;
}

function differing(expected: readonly object[], found: readonly object[]): number {
  const rows = new Set(found.map((row) => canonical(row)));
  const missing = expected.filter((row) => !rows.has(canonical(row))).length;
  return missing + Math.max(0, found.length - expected.length);
}

const canonical = (row: object): string =>
  JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KnownEvent, Orphan } from '@waymark/pathways';
import type { ProjectionBatch } from '../projection/projection.js';
import { openWarehouse, type Warehouse } from '../warehouse.js';

/** chDB in a temporary directory; `close` removes it. */
export async function openTestWarehouse(): Promise<Warehouse> {
  const directory = await mkdtemp(join(tmpdir(), 'waymark-warehouse-'));
  const warehouse = await openWarehouse({ directory });
  return {
    kind: warehouse.kind,
    query: warehouse.query.bind(warehouse),
    command: warehouse.command.bind(warehouse),
    insert: warehouse.insert.bind(warehouse),
    health: warehouse.health.bind(warehouse),
    breakOff: warehouse.breakOff.bind(warehouse),
    close: async () => {
      await warehouse.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const TABLES = ['events', 'links', 'referrals', 'pathways', 'dead_letters', 'progress'];

/** Empties every table of a generation, which is much faster than making a new one. */
export async function emptyGeneration(warehouse: Warehouse, database: string): Promise<void> {
  for (const table of TABLES) await warehouse.command(`TRUNCATE TABLE ${database}.${table}`);
}

/** A batch of events alone, with the progress they make. */
export function batchOf(events: readonly KnownEvent[]): ProjectionBatch {
  const last = new Map<number, KnownEvent>();
  for (const event of events) {
    const before = last.get(event.partition);
    if (!before || before.offset < event.offset) last.set(event.partition, event);
  }
  const progress = [...last.values()].map(({ partition, offset, receivedAt }) => ({
    partition,
    nextOffset: offset + 1,
    lastReceivedAt: receivedAt,
  }));
  return { events, deadLetters: [], progress };
}

export async function readOrphans(warehouse: Warehouse, database: string): Promise<Orphan[]> {
  return warehouse.query<Orphan>(
    `SELECT provider, subject, counting AS events FROM ${database}.referrals FINAL
     WHERE NOT known AND counting > 0 ORDER BY provider, subject`,
  );
}

/** Everything a reader could see, down to versions: equal states are equal rows. */
export async function wholeState(warehouse: Warehouse, database: string): Promise<unknown> {
  const read = (columns: string, table: string, order: string): Promise<unknown[]> =>
    warehouse.query(`SELECT ${columns} FROM ${database}.${table} FINAL ORDER BY ${order}`);
  return {
    events: await read('*, position, eid, target', 'events', 'node, position'),
    referrals: await read('*', 'referrals', 'node'),
    pathways: await read('*', 'pathways', 'provider, subject'),
    progress: await read('*', 'progress', 'partition'),
  };
}

import type { KnownEvent } from '@waymark/pathways';
import { readPathways } from '../tables/pathways.js';
import { knownEvent } from '../testing/known-events.js';
import { batchOf, emptyGeneration, openTestWarehouse, wholeState } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { Projection } from './projection.js';

jest.setTimeout(60_000);

let warehouse: Warehouse;
let projection: Projection;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
});

afterAll(async () => {
  await projection.close();
  await warehouse.close();
});

beforeEach(() => emptyGeneration(warehouse, projection.database));

const DAY = '2026-01-05T10:00:00.000Z';

function received(subject: string, more: { id?: string; provider?: string; data?: object } = {}): KnownEvent {
  const data = { person: { id: 'p1.a' }, ...more.data };
  return knownEvent({ type: 'referral.received', time: DAY, subject, ...more, data });
}

const onward = (subject: string, partOf: string): KnownEvent =>
  received(subject, { data: { kind: 'onward', partOf: { provider: 'lw', subject: partOf } } });

async function subjects(): Promise<string[]> {
  return (await readPathways(warehouse, projection.database)).map(({ subject }) => subject);
}

describe('a batch that is delivered again', () => {
  const story = (): KnownEvent[] => [
    received('a', { id: 'ra', data: { person: { nhs: 'n1.x' } } }),
    received('b', { provider: 'trust', data: { person: { nhs: 'n1.x' }, kind: 'onward' } }),
    knownEvent({
      type: 'attendance.recorded',
      time: DAY,
      provider: 'trust',
      subject: 'b',
      data: { bookingId: '1', outcome: 'attended' },
    }),
  ];
  const later = (): KnownEvent[] => [
    knownEvent({ type: 'event.voided', time: DAY, subject: 'a', data: { eventId: 'ra' } }),
    onward('c', 'a'),
  ];

  test('wholly, changes nothing', async () => {
    const batches = [batchOf(story()), batchOf(later())];
    for (const batch of batches) await projection.project(batch);
    const before = await wholeState(warehouse, projection.database);
    for (const batch of batches) await projection.project(batch);
    expect(await wholeState(warehouse, projection.database)).toEqual(before);
  });

  test('after a crash at any step, ends where it would have ended', async () => {
    const [first, second] = [batchOf(story()), batchOf(later())];
    await projection.project(first);
    await projection.project(second);
    const expected = await wholeState(warehouse, projection.database);
    for (let step = 1; ; step += 1) {
      await emptyGeneration(warehouse, projection.database);
      await projection.project(first);
      const crashed = await crashAt(step, second);
      if (crashed) await projection.project(second);
      expect(await wholeState(warehouse, projection.database)).toEqual(expected);
      if (!crashed) {
        // Raw events, dead letters, referrals, pathways, progress.
        expect(step).toBe(6);
        return;
      }
    }
  });

  /**
   * Projects with a processor that dies before its n-th write to the tables (what it wrote to its own staging tables is
   * nobody's); tells whether it came to that.
   */
  async function crashAt(step: number, batch: Parameters<Projection['project']>[0]): Promise<boolean> {
    let writes = 0;
    const counting =
      <A extends unknown[], R>(run: (sql: string, ...args: A) => Promise<R>) =>
      async (sql: string, ...args: A): Promise<R> => {
        if (sql.trim().replace('INSERT INTO ', '').startsWith(`${projection.database}.`)) writes += 1;
        if (writes >= step) throw new Error('power cut');
        return run(sql, ...args);
      };
    const mortal = { ...warehouse, command: counting(warehouse.command), insert: counting(warehouse.insert) };
    const generation = { id: projection.generation, database: projection.database };
    const living = await stages();
    const other = await Projection.open(mortal, { generation });
    try {
      await other.project(batch);
      return false;
    } catch (fault) {
      if (!(fault instanceof Error && fault.message === 'power cut')) throw fault;
      return true;
    } finally {
      // What the dead leave behind is swept after hours; here at once.
      for (const name of await stages()) {
        if (!living.includes(name)) await warehouse.command(`DROP DATABASE ${name} SYNC`);
      }
    }
  }
});

describe('the staging tables', () => {
  test('of a processor that died are swept after hours, and those of the living are left alone', async () => {
    const dead = `waymark_stage_${Date.now() - 7 * 3_600_000}_00000000`;
    const living = `waymark_stage_${Date.now() - 3_600_000}_00000000`;
    for (const name of [dead, living]) await warehouse.command(`CREATE DATABASE ${name}`);
    const other = await Projection.open(warehouse);
    await other.project(batchOf([received('a')]));
    expect(await stages()).toContain(living);
    expect(await stages()).not.toContain(dead);
    await other.close();
    await warehouse.command(`DROP DATABASE ${living} SYNC`);
  });

  test('emptied by a restart of the server are a fault that may pass, and never a batch that was not folded', async () => {
    const other = await Projection.open(forgetful(warehouse));
    const batch = batchOf([received('a')]);
    await expect(other.project(batch)).rejects.toMatchObject({ code: 'STAGE_LOST', retryable: true });
    expect(await other.progress()).toEqual(new Map());
    await other.project(batch);
    expect(await subjects()).toEqual(['a']);
    await other.close();
  });

  test('that are gone are made again when the batch is tried again', async () => {
    const before = await stages();
    const other = await Projection.open(warehouse);
    await other.project(batchOf([received('a')]));
    for (const name of await stages()) {
      if (!before.includes(name)) await warehouse.command(`DROP DATABASE ${name} SYNC`);
    }
    const batch = batchOf([received('b')]);
    await expect(other.project(batch)).rejects.toThrow('UNKNOWN_DATABASE');
    await other.project(batch);
    expect(await subjects()).toEqual(['a', 'b']);
    await other.close();
  });

  /** Loses everything in memory once, in the middle of a batch. */
  function forgetful(real: Warehouse): Warehouse {
    let forgotten = false;
    const command: Warehouse['command'] = async (sql, params) => {
      const table = /INSERT INTO (waymark_stage_\w+)\.component/.exec(sql);
      if (table && !forgotten) {
        forgotten = true;
        for (const name of ['touched', 'events', 'superseded', 'voided']) {
          await real.command(`TRUNCATE TABLE ${table[1]!}.${name}`);
        }
      }
      await real.command(sql, params);
    };
    return { ...real, command };
  }
});

async function stages(): Promise<string[]> {
  const rows = await warehouse.query<{ name: string }>(
    `SELECT name FROM system.databases WHERE name LIKE 'waymark_stage_%'`,
  );
  return rows.map((row) => row.name);
}

describe('a first load', () => {
  test('whose insert failed tells of it once, and goes through when it is begun again', async () => {
    let failing = true;
    const insert: Warehouse['insert'] = (table, rows) =>
      failing && table.endsWith('.events')
        ? Promise.reject(new Error('disk full'))
        : warehouse.insert(table, rows);
    const other = await Projection.open({ ...warehouse, insert });
    await other.appendRaw([received('a')]);
    await expect(other.appendRaw([received('b')])).rejects.toThrow('disk full');
    failing = false;
    const events = [received('a'), received('b')];
    await other.appendRaw(events);
    await other.foldAll(batchOf(events).progress);
    expect(await subjects()).toEqual(['a', 'b']);
    await other.close();
  });

  test('is not shown, nor claimed to be, before the fold of all', async () => {
    await projection.appendRaw([received('a')]);
    await projection.appendRaw([]);
    expect(await subjects()).toEqual([]);
    expect(await projection.progress()).toEqual(new Map());
    await projection.foldAll();
    expect(await subjects()).toEqual(['a']);
  });
});

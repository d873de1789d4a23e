import type { KnownEvent } from '@waymark/pathways';
import { createGeneration, currentGeneration, publishGeneration } from '../generation.js';
import { readPathways } from '../tables/pathways.js';
import { knownEvent, type Written } from '../testing/known-events.js';
import {
  batchOf,
  emptyGeneration,
  openTestWarehouse,
  readOrphans,
  wholeState,
} from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { Projection } from './projection.js';

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

function received(
  subject: string,
  more: Omit<Partial<Written>, 'data'> & { data?: object } = {},
): KnownEvent {
  return knownEvent({
    type: 'referral.received',
    time: DAY,
    subject,
    ...more,
    data: { person: { id: 'p1.a' }, ...more.data },
  });
}

const onward = (subject: string, partOf?: string): KnownEvent =>
  received(subject, {
    data: { kind: 'onward', ...(partOf !== undefined && { partOf: { provider: 'lw', subject: partOf } }) },
  });

async function journeys(): Promise<Record<string, string[]>> {
  const rows = await readPathways(warehouse, projection.database);
  return Object.fromEntries(rows.map((row) => [`${row.provider}/${row.subject}`, row.referral_subject]));
}

async function project(...events: KnownEvent[]): Promise<void> {
  await projection.project(batchOf(events));
}

describe('an onward referral', () => {
  test('joins the initial referral to which at most four partOf lead', async () => {
    await project(
      received('a'),
      onward('b', 'a'),
      onward('c', 'b'),
      onward('d', 'c'),
      onward('e', 'd'),
      onward('f', 'e'),
    );
    expect(await journeys()).toEqual({ 'lw/a': ['a', 'b', 'c', 'd', 'e'], 'lw/f': ['f'] });
    const [far] = await readPathways(warehouse, projection.database, 'subject = {s:String}', { s: 'f' });
    expect(far).toMatchObject({ kind: 'onward', referral_part_of_broken: [1] });
  });

  test('whose partOf go round in a circle stays a journey of its own', async () => {
    await project(onward('a', 'b'), onward('b', 'a'), onward('c', 'c'));
    expect(await journeys()).toEqual({ 'lw/a': ['a'], 'lw/b': ['b'], 'lw/c': ['c'] });
  });

  test('joins, by a shared person, the latest initial referral of its London date or up to 180 days before', async () => {
    const person = { person: { nhs: 'n1.x' } };
    await project(
      received('early', { time: '2026-01-05T10:00:00.000Z', data: person }),
      // 30 March in London, where summer time has begun: still 29 March in UTC.
      received('late', { time: '2026-03-29T23:30:00.000Z', data: person }),
      received('on-29', { time: '2026-03-29T10:00:00.000Z', data: { ...person, kind: 'onward' } }),
      received('on-30', { time: '2026-03-29T23:10:00.000Z', data: { ...person, kind: 'onward' } }),
      received('180-days', { time: '2026-09-26T22:59:59.000Z', data: { ...person, kind: 'onward' } }),
      received('181-days', { time: '2026-09-26T23:00:00.000Z', data: { ...person, kind: 'onward' } }),
    );
    expect(await journeys()).toEqual({
      'lw/early': ['early', 'on-29'],
      'lw/late': ['late', 'on-30', '180-days'],
      'lw/181-days': ['181-days'],
    });
  });

  test('of several initial referrals at one instant joins that of the greatest provider, then subject', async () => {
    const data = { person: { nhs: 'n1.x' } };
    await project(
      received('z', { provider: 'a', data }),
      received('a', { provider: 'b', data }),
      received('b', { provider: 'b', data }),
      received('on', { provider: 'c', data: { ...data, kind: 'onward' } }),
    );
    expect(await journeys()).toEqual({ 'a/z': ['z'], 'b/a': ['a'], 'b/b': ['b', 'on'] });
  });

  test('joins through the person of the referral that sent it on', async () => {
    await project(
      received('first', { data: { person: { nhs: 'n1.x' } } }),
      received('between', { data: { person: { nhs: 'n1.x' }, kind: 'onward' } }),
      onward('last', 'between'),
    );
    expect(await journeys()).toEqual({ 'lw/first': ['first', 'between', 'last'] });
  });

  test('leaves its own row when the initial referral arrives, and takes it again when that is voided', async () => {
    const initial = received('a', { id: 'facts-of-a' });
    await project(onward('b', 'a'));
    expect(await journeys()).toEqual({ 'lw/b': ['b'] });
    await project(initial);
    expect(await journeys()).toEqual({ 'lw/a': ['a', 'b'] });
    await project(
      knownEvent({ type: 'event.voided', time: DAY, subject: 'a', data: { eventId: 'facts-of-a' } }),
    );
    expect(await journeys()).toEqual({ 'lw/b': ['b'] });
    expect(await readOrphans(warehouse, projection.database)).toEqual([]);
  });
});

test('events without a referral.received are kept as an orphan and join when it arrives', async () => {
  const contact = { role: 'link_worker', mode: 'telephone', outcome: 'reached' };
  await project(knownEvent({ type: 'contact.recorded', time: DAY, subject: 'a', data: contact }));
  expect(await journeys()).toEqual({});
  expect(await readOrphans(warehouse, projection.database)).toEqual([
    { provider: 'lw', subject: 'a', events: 1 },
  ]);
  await project(received('a'));
  const [row] = await readPathways(warehouse, projection.database);
  expect(row).toMatchObject({ contact_at: [Date.parse(DAY)], first_contact_at: Date.parse(DAY) });
});

test('the sessions view has a row per session, with the sender of each', async () => {
  const attended = { bookingId: 'b', outcome: 'attended' };
  await project(
    received('a'),
    received('t', { provider: 'trust', data: { kind: 'onward', partOf: { provider: 'lw', subject: 'a' } } }),
    knownEvent({ type: 'attendance.recorded', time: DAY, provider: 'trust', subject: 't', data: attended }),
  );
  const rows = await warehouse.query(
    `SELECT provider, subject, sent_by, booking, outcome, booked FROM ${projection.database}.sessions`,
  );
  expect(rows).toEqual([
    { provider: 'lw', subject: 'a', sent_by: 'trust', booking: 'b', outcome: 'attended', booked: 0 },
  ]);
});

describe('progress', () => {
  test('only goes up: a batch read again after a crash does not take it back', async () => {
    const progress = (nextOffset: number) => [
      { partition: 3, nextOffset, lastReceivedAt: 1_000 * nextOffset },
    ];
    await projection.project({ events: [], deadLetters: [], progress: progress(10) });
    await projection.project({ events: [], deadLetters: [], progress: progress(7) });
    expect([...(await projection.progress()).values()]).toEqual(progress(10));
  });

  test('a dead letter stands once, however often its batch is read', async () => {
    const letter = {
      partition: 1,
      offset: 5,
      receivedAt: 0,
      code: 'not_json',
      detail: 'at byte 3',
      bytes: 9,
    };
    const batch = { events: [], deadLetters: [letter], progress: [] };
    await projection.project(batch);
    await projection.project(batch);
    const rows = await warehouse.query(`SELECT code, bytes FROM ${projection.database}.dead_letters FINAL`);
    expect(rows).toEqual([{ code: 'not_json', bytes: 9 }]);
  });
});

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
    for (let step = 1; ; step++) {
      await emptyGeneration(warehouse, projection.database);
      await projection.project(first);
      const crashed = await crashAt(step, second);
      if (crashed) await projection.project(second);
      expect(await wholeState(warehouse, projection.database)).toEqual(expected);
      if (!crashed) return;
    }
  });

  /** Projects with a processor that dies before its n-th statement; tells whether it came to that. */
  async function crashAt(step: number, batch: Parameters<Projection['project']>[0]): Promise<boolean> {
    let statements = 0;
    const counting =
      <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        statements += 1;
        if (statements >= step) throw new Error('power cut');
        return run(...args);
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
      // What the dead leave behind is swept after a day; here at once.
      for (const name of await stages()) {
        if (!living.includes(name)) await warehouse.command(`DROP DATABASE ${name} SYNC`);
      }
    }
  }
});

describe('the staging tables', () => {
  test('of a processor that died are swept after a day, and those of the living are left alone', async () => {
    const dead = `waymark_stage_${Date.now() - 25 * 3_600_000}_00000000`;
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
    expect(await journeys()).toEqual({ 'lw/a': ['a'] });
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
    expect(await journeys()).toEqual({ 'lw/a': ['a'], 'lw/b': ['b'] });
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

describe('a generation', () => {
  test('built beside the current one answers only when it is published, and the one published last answers', async () => {
    const before = await currentGeneration(warehouse);
    const next = await createGeneration(warehouse);
    expect(await currentGeneration(warehouse)).toEqual(before);
    await publishGeneration(warehouse, next);
    expect(await currentGeneration(warehouse)).toEqual(next);
    await publishGeneration(warehouse, before!, Date.now() + 1000);
    expect(await currentGeneration(warehouse)).toEqual(before);
  });
});

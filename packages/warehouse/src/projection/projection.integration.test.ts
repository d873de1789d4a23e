import { foldPathways, type KnownEvent } from '@waymark/pathways';
import { world } from '@waymark/pathways/testing';
import { createGeneration, currentGeneration, publishGeneration } from '../generation.js';
import { readPathways } from '../tables/pathways.js';
import { knownEvent, type Written } from '../testing/known-events.js';
import { batchOf, emptyGeneration, openTestWarehouse, readOrphans } from '../testing/test-warehouse.js';
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

test('of sessions attended at one instant the least provider, then subject, gives the programme', async () => {
  const partOf = { provider: 'lw', subject: 'a' };
  const history = world();
  history.provider('lw').referral('a').received('2026-01-05');
  // Ten comes after nine in time and before it by code point; the first in time is another's.
  const trust = history.provider('trust');
  trust
    .referral('9')
    .received('2026-01-06', { kind: 'onward', partOf })
    .agreed('2026-01-07', { activity: 'gym' });
  trust
    .referral('10')
    .received('2026-01-08', { kind: 'onward', partOf })
    .agreed('2026-01-09', { activity: 'arts' });
  for (const subject of ['9', '10']) trust.referral(subject).attended('2026-01-12', 'b');
  await project(...history.events());
  expect(await readPathways(warehouse, projection.database)).toEqual(foldPathways(history.events()).pathways);
  const [row] = await readPathways(warehouse, projection.database);
  expect(row).toMatchObject({ programme_activity: 'arts', referral_subject: ['a', '9', '10'] });
});

test('a whole fold in many slices joins what a batch joins, and leaves the journeys in one part, which questions read without merging', async () => {
  const chains = Array.from({ length: 60 }, (_, nth) =>
    nth % 4 === 0 ? received(`r${nth}`) : onward(`r${nth}`, `r${nth - 1}`),
  );
  await project(...chains);
  const expected = await journeys();
  await emptyGeneration(warehouse, projection.database);
  const sliced = await Projection.open(warehouse, { sliceEvents: 10, sliceReferrals: 1 });
  await sliced.appendRaw(chains);
  await sliced.foldAll();
  await sliced.close();
  expect(await journeys()).toEqual(expected);
  expect(Object.keys(expected)).toHaveLength(15);
  const parts = await warehouse.query(
    `SELECT count() AS parts FROM system.parts
     WHERE database = {database:String} AND table = 'pathways' AND active AND rows > 0`,
    { database: projection.database },
  );
  expect(parts).toEqual([{ parts: 1 }]);
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

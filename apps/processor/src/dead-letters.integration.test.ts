import { TOPICS, type EventLog } from '@waymark/event-log';
import { canonicalJson, type AnyStoredEvent } from '@waymark/events';
import { foldPathways } from '@waymark/pathways';
import { world } from '@waymark/pathways/testing';
import {
  currentGeneration,
  FrozenTables,
  openGeneration,
  Projection,
  readPathways,
  type Warehouse,
} from '@waymark/warehouse';
import { emptyGeneration, openTestWarehouse, wholeState } from '@waymark/warehouse/testing';
import { DeadLetters, type DeadLettersOptions } from './dead-letters.js';
import type { Upcasters } from './decode-batches.js';
import type { Live } from './live.js';
import { rebuild } from './rebuild.js';
import { faultyWarehouse } from './testing/faulty-warehouse.js';
import { openTestLog, push, recordOf } from './testing/logs.js';
import { startProcessor, until, untilShown } from './testing/running.js';

jest.setTimeout(120_000);

/** A later version of a type, in which a member has another name. */
const LATER = 'org.waymark.attendance.recorded.v2';
const upcasters: Upcasters = {
  [LATER]: (event) => {
    const { booking, ...data } = event['data'] as Record<string, unknown>;
    return { ...event, type: 'org.waymark.attendance.recorded.v1', data: { ...data, bookingId: booking } };
  },
};

const history = world();
for (let person = 0; person < 12; person += 1) {
  const referral = history.provider(person % 3 === 0 ? 'trust' : 'lw').referral(`r${person}`);
  referral.received('2026-01-05').attended('2026-01-12', `b${person}`);
}
const events = history.sent().map(({ event }) => event);
const expected = foldPathways(history.events()).pathways;
const attendances = events.filter(({ type }) => type === 'org.waymark.attendance.recorded.v1').length;

function later(event: AnyStoredEvent): object {
  if (event.type !== 'org.waymark.attendance.recorded.v1') return event;
  const { bookingId, ...data } = event.data;
  return { ...event, type: LATER, data: { ...data, booking: bookingId } };
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const garbage = [
  { key: 'lw/r1', value: encode('{"subject":"Jane Smith 943 476 5919"') },
  { key: 'Jane Smith', value: encode('[]') },
  { key: 'trust/other', value: recordOf(events[0]!).value },
];

let warehouse: Warehouse;
let log: EventLog;
let projection: Projection;
/** Tables that stand still all the while. */
const still: Live = { betweenBatches: (work) => work(projection) };

beforeAll(async () => {
  warehouse = await openTestWarehouse();
});

afterAll(() => warehouse.close());

beforeEach(async () => {
  await emptyGeneration(warehouse, await database());
  log = await openTestLog();
  projection = await Projection.open(warehouse);
});

afterEach(async () => {
  await projection.close();
  await log.close();
});

async function database(): Promise<string> {
  return (await openGeneration(warehouse)).database;
}

/** The history with every attendance in a version that the reader does not know, and records that nobody ever will. */
async function pushLater(): Promise<void> {
  const records = events.map((event) => ({
    key: `${event.providerid}/${event.subject}`,
    value: encode(canonicalJson(later(event))),
  }));
  await log.append(TOPICS.events.name, records.slice(0, 10));
  await log.append(TOPICS.events.name, garbage);
  await log.append(TOPICS.events.name, records.slice(10));
}

async function projected(options: { upcasters?: Upcasters } = {}): Promise<void> {
  const { stop } = await startProcessor(log, warehouse, options);
  await untilShown(log, projection);
  await stop();
}

const letters = (options: Partial<DeadLettersOptions> = {}): DeadLetters =>
  new DeadLetters({ log, warehouse, live: still, upcasters, groupLetters: 6, ...options });

/** The live tables are those that the log gives from nothing, letters and versions included. */
async function expectAsRebuilt(): Promise<void> {
  const { compared, checksum } = await rebuild({ log, warehouse, live: still, upcasters, verify: true });
  expect(compared).toMatchObject({ differences: [], live: { checksum } });
}

describe('records that are not understood', () => {
  test('are told by reason and provider, with their place and no value', async () => {
    await pushLater();
    await projected();
    const { groups, total } = await letters().list();
    expect(total).toBe(attendances + garbage.length);
    expect(groups.map(({ code, provider, count }) => [code, provider, count])).toEqual([
      ['unknown_version', 'lw', 8],
      ['unknown_version', 'trust', 4],
      ['not_an_event', '', 1],
      ['not_json', 'lw', 1],
      ['wrong_key', 'trust', 1],
    ]);
    const [versions, , , json] = groups;
    expect(versions?.samples).toHaveLength(3);
    expect(versions?.samples[0]?.masked).toContain(`"type":"${LATER}"`);
    expect(json?.samples).toMatchObject([{ masked: '{"subject":"xxxx xxxxx 999 999 9999"', bytes: 36 }]);
    const [sample] = json?.samples ?? [];
    const place = new Map([[sample!.partition, sample!.offset]]);
    const until = new Map([[sample!.partition, sample!.offset + 1]]);
    for await (const { records } of log.read(TOPICS.events.name, { from: place, until }))
      expect(records.map(({ value }) => value && new TextDecoder().decode(value))).toEqual([
        '{"subject":"Jane Smith 943 476 5919"',
      ]);
    expect(await letters().list({ provider: 'trust', code: 'wrong_key' })).toMatchObject({ total: 1 });
    expect(await letters().list({ provider: 'nobody' })).toEqual({ groups: [], total: 0 });
  });

  test('of a version that an upcaster reads are events from the start, live and in a rebuild', async () => {
    await pushLater();
    await projected({ upcasters });
    expect(await letters().list()).toMatchObject({ total: garbage.length });
    expect(await readPathways(warehouse, await database())).toEqual(expected);
    await expectAsRebuilt();
  });
});

describe('a replay', () => {
  test('after a new upcaster makes them count, as if they always had; the rest stays', async () => {
    await pushLater();
    await projected();
    const ends = await log.ends(TOPICS.events.name);
    expect(await readPathways(warehouse, await database())).not.toEqual(expected);
    expect(await letters().replay()).toEqual({ replayed: attendances, remaining: garbage.length });
    expect(await readPathways(warehouse, await database())).toEqual(expected);
    expect(await letters().list()).toMatchObject({ total: garbage.length });
    expect(await log.ends(TOPICS.events.name)).toEqual(ends);
    expect(await letters().replay()).toEqual({ replayed: 0, remaining: garbage.length });
    await expectAsRebuilt();
  });

  test('without anything new changes nothing', async () => {
    await pushLater();
    await projected();
    const before = await wholeState(warehouse, await database());
    const remaining = attendances + garbage.length;
    expect(await letters({ upcasters: {} }).replay()).toEqual({ replayed: 0, remaining });
    expect(await wholeState(warehouse, await database())).toEqual(before);
  });

  test('of one provider or one reason leaves all others alone', async () => {
    await pushLater();
    await projected();
    expect(await letters().replay({ provider: 'trust' })).toEqual({ replayed: 4, remaining: 1 });
    expect(await letters().list({ provider: 'lw' })).toMatchObject({ total: 9 });
    expect(await letters().replay({ code: 'not_json' })).toEqual({ replayed: 0, remaining: 1 });
    expect(await letters().replay({ code: 'unknown_version' })).toEqual({ replayed: 8, remaining: 0 });
    await expectAsRebuilt();
  });

  test('words what it does not understand as a rebuild by the same reader would', async () => {
    await pushLater();
    await projected();
    await warehouse.command(
      `INSERT INTO ${await database()}.dead_letters SELECT * REPLACE ('former' AS code, '' AS provider, '' AS masked)
       FROM (SELECT * FROM ${await database()}.dead_letters FINAL WHERE code = 'not_json')`,
    );
    expect(await letters().list({ code: 'former' })).toMatchObject({ total: 1 });
    await letters().replay();
    expect(await letters().list({ code: 'former' })).toMatchObject({ total: 0 });
    await expectAsRebuilt();
  });

  test('killed at any of its writes and begun again, loses nothing and ends the same', async () => {
    await pushLater();
    await projected();
    for (let diesAt = 1; diesAt <= 8; diesAt += 1) {
      let writes = 0;
      const mortal = faultyWarehouse(
        warehouse,
        () => ((writes += 1) >= diesAt ? (diesAt % 2 === 0 ? 'before' : 'after') : undefined),
        () => new Error('power cut'),
      );
      const killed = letters({ warehouse: mortal, live: undefined, groupLetters: 5 });
      await expect(killed.replay({ code: 'unknown_version' })).rejects.toThrow('power cut');
      const waiting = (await letters().list({ code: 'unknown_version' })).total;
      const started = (await readPathways(warehouse, await database())).filter(
        (pathway) => pathway.first_attended_at !== null,
      );
      expect(started.length + waiting).toBeGreaterThanOrEqual(attendances);
      if (waiting <= 5) break;
    }
    await letters().replay();
    expect(await readPathways(warehouse, await database())).toEqual(expected);
    await expectAsRebuilt();
  });

  test('beside live events and a rebuild that switches loses nothing', async () => {
    await pushLater();
    await projected();
    const { pipeline, stop } = await startProcessor(log, warehouse, { upcasters });
    const more = world();
    for (let person = 0; person < 10; person += 1)
      more.provider('lw').referral(`more${person}`).received('2026-02-05');
    const before = (await currentGeneration(warehouse))!;
    // The rebuild's reader is of the former build: what it publishes holds the letters once more.
    const [, outcome] = await Promise.all([
      push(
        log,
        more.sent().map(({ event }) => event),
        [3],
      ),
      letters({ live: pipeline, groupLetters: 4 }).replay(),
      rebuild({ log, warehouse, live: pipeline, upcasters: {} }),
    ]);
    const after = (await currentGeneration(warehouse))!;
    expect(after.id).toBeGreaterThan(before.id);
    expect(outcome?.remaining).toBe(garbage.length);
    // Whichever came last, once more settles it.
    await letters({ live: pipeline }).replay();
    await until(async () => (await readPathways(warehouse, after.database)).length === 22);
    expect(await letters().list()).toMatchObject({ total: garbage.length });
    const { compared } = await rebuild({ log, warehouse, live: pipeline, upcasters, verify: true });
    expect(compared?.differences).toEqual([]);
    await stop();
  });

  test('is one at a time, and lets go of what was folded of past instants', async () => {
    await pushLater();
    await projected();
    const generation = (await currentGeneration(warehouse))!;
    const frozen = new FrozenTables(warehouse);
    const asOf = Date.now();
    const started = async (): Promise<unknown> =>
      frozen.answer(generation, asOf, async (instant) => {
        const [row] = await warehouse.query<{ n: number }>(
          `SELECT countIf(first_attended_at IS NOT NULL) AS n FROM ${instant.database}.pathways FINAL`,
        );
        return row?.n;
      });
    expect(await started()).toBe(0);
    const replaying = letters();
    const [first, second] = await Promise.all([replaying.replay(), replaying.replay()]);
    expect([first?.replayed, second]).toEqual([attendances, undefined]);
    expect(await started()).toBe(attendances);
    await frozen.close();
  });
});

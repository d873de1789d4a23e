import { countingEvents, type KnownEvent } from '@waymark/pathways';
import { world, type World } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { feedArrivals, feedCopies, feedReceived } from './feed-arrivals.js';
import { feedFacts, feedOrphans, feedUnlinked } from './feed-referrals.js';
import { feedSessionMonths, feedSessionsWithoutOutcome } from './feed-sessions.js';

let warehouse: Warehouse;
let projection: Projection;
let history: World;

const asked = { provider: 'trust', asOf: Date.parse('2026-03-10T12:00:00Z') };
const since = { ...asked, from: Date.parse('2026-01-01T00:00:00Z') };

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
});
afterAll(async () => {
  await projection.close();
  await warehouse.close();
});
beforeEach(async () => {
  history = world();
  await emptyGeneration(warehouse, projection.database);
});
jest.setTimeout(60_000);

const own = (subject: string) => history.provider('trust').referral(subject);
const another = (subject: string) => history.provider('other').referral(subject);
const told = (): Promise<void> => projection.project(batchOf(history.events()));

describe('what arrived', () => {
  test('is counted, with the last of it and how long after it happened it was recorded', async () => {
    own('a').received('2026-03-01T10:00:00Z', {}, { recorded: '2026-03-01T11:00:00Z' });
    own('a').accepted('2026-03-02T10:00:00Z', {}, { received: '2026-03-02T13:00:00Z' });
    own('a').closed('2026-03-03T10:00:00Z', 'completed', {}, { received: '2026-03-03T15:00:00Z' });
    another('z').received('2026-03-09T10:00:00Z');
    await told();
    expect(await feedArrivals(warehouse, projection, asked)).toEqual({
      events: 3,
      last: { receivedAt: Date.parse('2026-03-03T15:00:00Z'), time: Date.parse('2026-03-03T10:00:00Z') },
      lag: { events: 3, p50Ms: 3 * 3_600_000, p90Ms: 5 * 3_600_000 },
    });
  });

  test('of a provider that never sent is nothing', async () => {
    another('z').received('2026-03-09T10:00:00Z');
    await told();
    const lag = { events: 0, p50Ms: 0, p90Ms: 0 };
    expect(await feedArrivals(warehouse, projection, asked)).toEqual({ events: 0, last: null, lag });
  });

  test('lies on London dates, and what came twice into the tables is there once', async () => {
    own('a').received('2026-03-01', {}, { received: '2026-03-29T22:59:59Z' });
    own('b').received('2026-03-01', {}, { received: '2026-03-29T23:00:00Z' });
    await told();
    await told();
    const later = { ...since, asOf: Date.parse('2026-05-01T00:00:00Z') };
    const days = await feedReceived(warehouse, projection, { ...later, by: 'day' });
    expect([...days].sort()).toEqual([
      ['2026-03-29', 1],
      ['2026-03-30', 1],
    ]);
    const months = await feedReceived(warehouse, projection, { ...later, by: 'month' });
    expect([...months]).toEqual([['2026-03', 2]]);
  });
});

test('duplicates and conflicts are those of the definition', async () => {
  own('a').received('2026-03-01', {}, { id: 'e1' });
  history.again();
  history.again();
  own('a').accepted('2026-03-02', {}, { id: 'e1' });
  own('a').accepted('2026-03-02', {}, { id: 'e1', revision: 1 });
  own('a').received('2026-03-01', { route: 'gp' }, { id: 'e1', revision: 2 });
  own('a').received('2026-03-01', { route: 'self' }, { id: 'e1', revision: 2 });
  another('a').received('2026-03-01', {}, { id: 'e1' });
  history.again();
  await told();
  const mine = history.events().filter(({ event }: KnownEvent) => event.providerid === 'trust');
  const { duplicates, conflicts } = countingEvents(mine);
  expect([duplicates, conflicts]).toEqual([2, 3]);
  const found = await feedCopies(warehouse, projection, asked);
  expect(found).toMatchObject({ duplicates, conflicts });
  expect(found.conflicting.map(({ subject, id }) => [subject, id])).toEqual([
    ['a', 'e1'],
    ['a', 'e1'],
    ['a', 'e1'],
  ]);
});

describe('what is missing', () => {
  test('orphans: own referrals with events and without facts', async () => {
    own('known').received('2026-03-01');
    own('orphan').accepted('2026-03-01').closed('2026-03-02', 'completed');
    own('voided').accepted('2026-03-01', {}, { id: 'gone' }).voided('2026-03-02', 'gone');
    another('theirs').accepted('2026-03-01');
    await told();
    const listed = [{ subject: 'orphan', events: 2 }];
    expect(await feedOrphans(warehouse, projection, asked)).toEqual({ total: 1, listed });
  });

  test('onward referrals that joined nothing, with what would link them', async () => {
    const person = { person: { nhs: 'n1.a' } };
    another('initial').received('2026-02-01', { person: { nhs: 'n1.b' } });
    own('by number').received('2026-02-05', { kind: 'onward', person: { nhs: 'n1.b' } });
    const partOf = { provider: 'other', subject: 'initial' };
    own('by reference').received('2026-02-05', { kind: 'onward', partOf });
    own('nothing').received('2026-02-03', { kind: 'onward' });
    own('broken').received('2026-02-02', { kind: 'onward', partOf: { ...partOf, subject: 'no one' } });
    own('unmatched').received('2026-02-01', { kind: 'onward', ...person });
    another('theirs').received('2026-02-01', { kind: 'onward' });
    await told();
    const { total, onward, listed } = await feedUnlinked(warehouse, projection, asked);
    expect([total, onward]).toEqual([3, 5]);
    expect(listed.map(({ subject, missing }) => [subject, ...missing])).toEqual([
      ['nothing', 'no_part_of', 'no_nhs_number'],
      ['broken', 'part_of_leads_nowhere', 'no_nhs_number'],
      ['unmatched', 'no_part_of', 'no_initial_referral_of_this_person'],
    ]);
  });

  test('facts of own referrals, by month', async () => {
    own('bare').received('2026-02-10');
    const facts = { icb: 'S0E4D', ageBand: '18-24', sex: 'not_stated', ethnicity: 'A', route: 'gp' } as const;
    own('full').received('2026-02-11', { ...facts, reasons: ['loneliness'], person: { nhs: 'n1.a' } });
    another('theirs').received('2026-02-12');
    own('older').received('2025-12-12');
    await told();
    expect(await feedFacts(warehouse, projection, since)).toEqual([
      {
        ...{ month: '2026-02', referrals: 2, complete: 1 },
        missing: {
          ...{ nhs_number: 1, area: 1, neighbourhood: 2, age_band: 1, sex: 1, ethnicity: 1 },
          ...{ route: 1, reasons: 1 },
        },
      },
    ]);
  });

  test('outcomes of sessions that began, by own booking id', async () => {
    own('a')
      .received('2026-02-01')
      .booked('2026-02-01', 'silent', '2026-02-20T10:00:00Z')
      .booked('2026-02-01', 'told', '2026-02-21T10:00:00Z')
      .attended('2026-02-21', 'told')
      .booked('2026-02-01', 'cancelled', '2026-02-22T10:00:00Z')
      .cancelled('2026-02-21', 'cancelled', 'person')
      .booked('2026-02-01', 'upcoming', '2026-03-10T12:00:00Z')
      .booked('2026-01-01', 'moved', '2026-02-01T10:00:00Z')
      .rescheduled('2026-01-02', 'moved', '2026-03-01T10:00:00Z')
      .booked('2025-11-01', 'long ago', '2025-12-01T10:00:00Z');
    own('orphan').booked('2026-02-01', 'of an orphan', '2026-02-19T10:00:00Z');
    another('a').received('2026-02-01').booked('2026-02-01', 'theirs', '2026-02-20T10:00:00Z');
    await told();
    const { total, listed } = await feedSessionsWithoutOutcome(warehouse, projection, since);
    expect(total).toBe(3);
    expect(listed.map(({ subject, bookingId, activity }) => [subject, bookingId, activity])).toEqual([
      ['orphan', 'of an orphan', 'gym'],
      ['a', 'silent', 'gym'],
      ['a', 'moved', 'gym'],
    ]);
    expect(await feedSessionMonths(warehouse, projection, since)).toEqual([
      { month: '2026-02', sessions: 4, recorded: 2 },
      { month: '2026-03', sessions: 1, recorded: 0 },
    ]);
  });
});

import { world, type World } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { feedGone, feedRevisions } from './feed-gone.js';

let warehouse: Warehouse;
let projection: Projection;
let history: World;

const source = 'urn:trust:import/register';
const asked = { provider: 'trust', asOf: Date.parse('2026-03-10T12:00:00Z'), source, revision: 1 };

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
/** A row of the file of a revision. */
const row = (subject: string, id: string, revision = 0, of = source): void =>
  void own(subject).received('2026-03-01', {}, { id, revision, source: of });
const voided = (subject: string, eventId: string, id: string, revision = 0): void =>
  void own(subject).says('event.voided', '2026-03-02', { eventId, source }, { id, revision, source });
const gone = async (of = asked): Promise<[number, string[]]> => {
  await projection.project(batchOf(history.events()));
  const { total, listed } = await feedGone(warehouse, projection, of);
  return [total, listed.map(({ subject, id }) => `${subject} ${id}`)];
};

test('what an earlier file made and the last one does not is listed, with what its void needs', async () => {
  row('kept', 'referral.a');
  row('gone', 'referral.b');
  row('kept', 'referral.a', 1);
  row('new', 'referral.c', 1);
  expect(await gone()).toEqual([1, ['gone referral.b']]);
  expect((await feedGone(warehouse, projection, asked)).listed).toEqual([
    {
      ...{ source, id: 'referral.b', subject: 'gone' },
      ...{ type: 'org.waymark.referral.received.v1', time: Date.parse('2026-03-01T12:00:00Z') },
    },
  ]);
});

test('what came another way, later, or from somebody else is not', async () => {
  row('pushed', 'e1', 0, 'urn:trust:crm');
  row('corrected since', 'referral.d', 0);
  row('corrected since', 'referral.d', 2);
  history.provider('other').referral('theirs').received('2026-03-01', {}, { id: 'e', source });
  expect(await gone()).toEqual([0, []]);
});

test('a row under another subject than before is gone from the first', async () => {
  row('before', 'referral.a');
  row('after', 'referral.a', 1);
  expect(await gone()).toEqual([1, ['before referral.a']]);
});

describe('a void', () => {
  test('takes an event from the list, and its own later revision that names itself gives it back', async () => {
    row('a', 'referral.a');
    voided('a', 'referral.a', 'referral.void.a', 1);
    expect(await gone()).toEqual([0, []]);
    voided('a', 'referral.void.a', 'referral.void.a', 2);
    expect(await gone()).toEqual([1, ['a referral.a']]);
  });

  test('that another void undoes takes nothing, and one in another referral neither', async () => {
    row('a', 'referral.a');
    voided('a', 'referral.a', 'v1');
    voided('a', 'v1', 'v2');
    row('b', 'referral.b');
    voided('a', 'referral.b', 'v3');
    expect(await gone()).toEqual([2, ['a referral.a', 'b referral.b']]);
  });
});

test('the records of each revision are counted once, however often they came into the tables', async () => {
  row('a', 'referral.a');
  row('a', 'referral.a', 1);
  row('b', 'referral.b', 1);
  await gone();
  await gone();
  expect([...(await feedRevisions(warehouse, projection, asked))]).toEqual([[1, 2]]);
});

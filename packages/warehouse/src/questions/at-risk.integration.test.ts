import { world, type World } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { feedAtRisk, type FeedAtRisk } from './at-risk.js';

let warehouse: Warehouse;
let projection: Projection;
let history: World;

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
/** A day of the example; today is the 60th. */
const day = (nth: number): string => new Date(Date.UTC(2026, 3, nth, 10)).toISOString();
const ASKED = { provider: 'trust', asOf: Date.parse(day(60)) };

/** Somebody who came on the first of the days, and what became of each session booked after it. */
function cameThen(
  subject: string,
  ...sessions: [nth: number, became: 'attended' | 'dna' | 'late' | 'unknown' | 'by provider'][]
) {
  const referral = own(subject).received(day(1));
  for (const [nth, became] of sessions) {
    const id = `${subject}-${nth}`;
    referral.booked(day(1), id, day(nth));
    if (became === 'attended') referral.attended(day(nth), id);
    if (became === 'dna') referral.attendance(day(nth), id, 'did_not_attend');
    if (became === 'late') referral.cancelled(day(nth), id, 'person');
    if (became === 'by provider') referral.cancelled(day(nth - 1), id, 'provider');
  }
  return referral;
}

async function atRisk(): Promise<FeedAtRisk[]> {
  await projection.project(batchOf(history.events()));
  const { total, listed } = await feedAtRisk(warehouse, projection, ASKED);
  expect(total).toBe(listed.length);
  return listed;
}
const reasons = async () => (await atRisk()).map(({ subject, why }) => [subject, ...why]);

test('who missed the last two in a row is told of, with the last session, how many were missed and the next', async () => {
  cameThen('two', [50, 'attended'], [54, 'dna'], [58, 'late'], [63, 'unknown'], [70, 'unknown']);
  cameThen('one', [50, 'attended'], [58, 'dna']);
  cameThen('came again', [44, 'attended'], [48, 'dna'], [52, 'dna'], [58, 'attended']);
  expect(await atRisk()).toEqual([
    {
      ...{ subject: 'two', why: ['missed_two'], missed: 2 },
      ...{ lastAttended: Date.parse(day(50)), nextBooked: Date.parse(day(63)) },
    },
  ]);
});

test('what the provider called off, and a session of which nobody knows, is no missed one and breaks no row', async () => {
  cameThen('called off', [50, 'attended'], [52, 'dna'], [55, 'by provider'], [58, 'dna']);
  cameThen('nobody knows', [50, 'attended'], [52, 'dna'], [55, 'unknown'], [58, 'dna']);
  cameThen('only one', [50, 'attended'], [52, 'by provider'], [55, 'unknown'], [58, 'dna']);
  expect(await reasons()).toEqual([
    ['called off', 'missed_two'],
    ['nobody knows', 'missed_two'],
  ]);
});

test('three weeks without a session are told on the day they are over, and not of who may have come meanwhile', async () => {
  cameThen('three weeks', [39, 'attended']);
  cameThen('a day less', [40, 'attended']);
  cameThen('unrecorded since', [30, 'attended'], [45, 'unknown']);
  cameThen('both', [30, 'attended'], [50, 'dna'], [55, 'dna']);
  expect(await reasons()).toEqual([
    ['both', 'missed_two', 'no_session_for_three_weeks'],
    ['three weeks', 'no_session_for_three_weeks'],
  ]);
});

test('who never came, has stopped long ago or is closed is not about to stop', async () => {
  cameThen('never came', [30, 'dna'], [35, 'dna']);
  cameThen('stopped', [3, 'attended']);
  cameThen('not yet settled', [4, 'attended']);
  cameThen('withdrew', [30, 'attended']).closed(day(31), 'withdrawn');
  cameThen('came back', [20, 'attended'], [30, 'attended']).closed(day(21), 'lost_contact');
  cameThen('completed', [20, 'attended'], [30, 'attended']).closed(day(21), 'completed');
  expect(await reasons()).toEqual([
    ['not yet settled', 'no_session_for_three_weeks'],
    ['came back', 'no_session_for_three_weeks'],
  ]);
});

test('of a journey with several providers each is told of its own referral, by its own sessions', async () => {
  const partOf = { provider: 'other', subject: 'theirs' };
  another('theirs').received(day(1)).booked(day(1), 't', day(20)).attended(day(20), 't');
  own('mine')
    .received(day(2), { kind: 'onward', partOf })
    .booked(day(2), 'm', day(30))
    .attended(day(30), 'm');
  another('alone').received(day(1)).booked(day(1), 'a', day(30)).attended(day(30), 'a');
  expect(await atRisk()).toMatchObject([{ subject: 'mine', lastAttended: Date.parse(day(30)) }]);
  const theirs = await feedAtRisk(warehouse, projection, { ...ASKED, provider: 'other' });
  expect(theirs.listed.map(({ subject }) => subject)).toEqual(['theirs', 'alone']);
});

test('who is known to have died is not told of, whichever provider knows', async () => {
  const partOf = { provider: 'other', subject: 'theirs' };
  another('theirs').received(day(1)).closed(day(40), 'died');
  own('mine')
    .received(day(2), { kind: 'onward', partOf })
    .booked(day(2), 'm', day(30))
    .attended(day(30), 'm');
  expect(await reasons()).toEqual([]);
});

import { findOutcomeMeasure } from '@waymark/measures';
import { world, type ReferralHistory, type World } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { countChanges, type ChangeAnswer, type ChangeQuestion } from './count-changes.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let warehouse: Warehouse;
let projection: Projection;
let history: World;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
});
beforeEach(async () => {
  await emptyGeneration(warehouse, projection.database);
  history = world();
});
afterAll(async () => {
  await projection.close();
  await warehouse.close();
});

const FIRST = '2025-01-10';
const day = (days: number): string =>
  new Date(Date.parse(`${FIRST}T12:00:00.000Z`) + days * 86_400_000).toISOString();

/** Somebody who started. */
const starter = (subject: string): ReferralHistory =>
  history.provider('lw').referral(subject).received(day(-5)).attended(day(0), 's');

async function ask(id: string, more: Partial<ChangeQuestion> = {}): Promise<ChangeAnswer> {
  await projection.project(batchOf(history.events()));
  const question: ChangeQuestion = {
    ...{ outcome: findOutcomeMeasure(id)!.outcome, by: [], filters: {}, asOf: Date.UTC(2026, 0, 1) },
    ...{ boundaries: 'as_was', areas: 'registered', edition: undefined },
    ...more,
  };
  return countChanges(warehouse, projection, question, { kind: 'everything' });
}

const loneliness = (referral: ReferralHistory, days: number, total: number, stage?: 'baseline' | 'review') =>
  referral.measured(day(days), 'ucla3', stage ?? 'review', { total });

test('the last baseline up to day 14 is compared with the score of the day nearest day 84', async () => {
  const a = starter('a');
  loneliness(a, -3, 9, 'baseline');
  loneliness(a, 14, 8, 'baseline');
  loneliness(a, 15, 3, 'baseline');
  loneliness(a, 55, 3);
  loneliness(a, 80, 6);
  loneliness(a, 90, 3);
  loneliness(a, 141, 3);
  const { rows } = await ask('outcome.ucla3.total');
  expect(rows).toMatchObject([
    { baseline: 1, paired: 1, change: { sum: -2, sumOfSquares: 4 }, baselines: { paired: 8, unpaired: 0 } },
  ]);
});

test('of two days equally near the earlier counts, and of one day the last score', async () => {
  const a = starter('a');
  loneliness(a, 0, 9, 'baseline');
  loneliness(a, 80, 8);
  loneliness(a, 80, 7);
  loneliness(a, 88, 3);
  const { rows } = await ask('outcome.ucla3.total');
  expect(rows[0]?.change.sum).toBe(-2);
});

test('days 56 and 140 are within the window; a baseline, or another instrument, is no second score', async () => {
  for (const [subject, days] of [...[['early', 56] as const], ['late', 140] as const]) {
    const someone = starter(subject);
    loneliness(someone, 0, 6, 'baseline');
    loneliness(someone, days, 5);
  }
  const lost = starter('lost');
  loneliness(lost, 0, 9, 'baseline');
  loneliness(lost, 84, 3, 'baseline');
  lost.measured(day(84), 'wemwbs', 'review', { total: 50 });
  const none = starter('none');
  loneliness(none, 84, 5);
  const { rows } = await ask('outcome.ucla3.total');
  expect(rows).toMatchObject([
    {
      ...{ baseline: 3, paired: 2, people: { numerator: 2, denominator: 3, remainder: 1 } },
      ...{ change: { sum: -2, sumOfSquares: 2 }, baselines: { paired: 12, unpaired: 9 } },
    },
  ]);
});

test('a score that an instrument may leave out is looked for in the records that have it', async () => {
  const a = starter('a');
  a.measured(day(0), 'mycaw', 'baseline', { concern1: 5, concern2: 4, wellbeing: 3 });
  a.measured(day(1), 'mycaw', 'baseline', { concern1: 6, wellbeing: 3 });
  a.measured(day(84), 'mycaw', 'exit', { concern1: 1, wellbeing: 3 });
  a.measured(day(90), 'mycaw', 'exit', { concern1: 2, concern2: 1, wellbeing: 3 });
  expect((await ask('outcome.mycaw.concern2')).rows[0]?.change.sum).toBe(-3);
  expect((await ask('outcome.mycaw.concern1')).rows[0]?.change.sum).toBe(-5);
});

test('SWEMWBS is compared in metric scores', async () => {
  const a = starter('a');
  a.measured(day(0), 'swemwbs', 'baseline', { raw: 7 });
  a.measured(day(84), 'swemwbs', 'review', { raw: 35 });
  const b = starter('b');
  b.measured(day(0), 'swemwbs', 'baseline', { raw: 20 });
  b.measured(day(84), 'swemwbs', 'review', { raw: 21 });
  const { rows } = await ask('outcome.swemwbs.raw');
  expect(rows[0]?.change.sum).toBeCloseTo(35 - 7 + 19.25 - 18.59, 9);
  expect(rows[0]?.baselines.paired).toBeCloseTo(7 + 18.59, 9);
});

test('changes are listed where a median is asked for', async () => {
  for (const [subject, after] of [...[['a', 900] as const], ['b', 300] as const]) {
    const someone = starter(subject);
    someone.measured(day(0), 'ipaq_sf', 'baseline', { metMinutes: 600 });
    someone.measured(day(84), 'ipaq_sf', 'review', { metMinutes: after });
  }
  expect((await ask('outcome.ipaq_sf.metMinutes')).rows[0]?.changes).toEqual([-300, 300]);
  expect((await ask('outcome.ucla3.total')).rows).toEqual([]);
});

test('who started less than 141 days ago is immature', async () => {
  const a = starter('a');
  loneliness(a, 0, 9, 'baseline');
  loneliness(a, 84, 6);
  starter('without-baseline');
  const asked = async (days: number): Promise<unknown> => {
    const { rows, excluded } = await ask('outcome.ucla3.total', { asOf: Date.parse(day(days)) });
    return [rows[0]?.baseline, excluded];
  };
  expect(await asked(140)).toEqual([0, { immature: 1 }]);
  expect(await asked(141)).toEqual([1, {}]);
});

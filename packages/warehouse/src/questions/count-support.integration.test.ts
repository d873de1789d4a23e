import { world, type World } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { countReasons, type ReasonsAnswer } from './count-reasons.js';
import { COUNTED_SUPPORT } from './count-support.js';
import type { CohortQuestion, Scope } from './question.js';

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

const referral = (subject: string, provider = 'lw') => history.provider(provider).referral(subject);

async function ask(more: Partial<CohortQuestion> = {}, scope: Scope = { kind: 'everything' }) {
  await projection.project(batchOf(history.events()));
  const question: CohortQuestion = {
    ...{ by: [], filters: {}, asOf: Date.UTC(2026, 0, 1) },
    ...{ boundaries: 'as_was', areas: 'registered', edition: undefined },
    ...more,
  };
  return countReasons(warehouse, projection, { question, scope, counted: COUNTED_SUPPORT });
}

const shown = ({ rows }: ReasonsAnswer): string[] =>
  rows.map(({ key, count, reasons }) => {
    const by = Object.entries(reasons).map(([what, some]) => `${what} ${some.count}`);
    return `${[...key, count].join(' ')}: ${by.join(', ')}`;
  });

test('an action counts once for a person who was reached, whichever contact took it', async () => {
  referral('a')
    .received('2025-01-01')
    .contact('2025-01-02', { actions: ['motivation'] });
  referral('a').contact('2025-01-09', { actions: ['motivation', 'review'] });
  referral('a').contact('2025-01-16', { outcome: 'left_message', actions: ['reminder'] });
  referral('b').received('2025-01-01').contact('2025-01-02');
  referral('never')
    .received('2025-01-01')
    .contact('2025-01-02', { outcome: 'no_answer', actions: ['reminder'] });
  referral('silent').received('2025-01-01');
  const answer = await ask();
  expect(shown(answer)).toEqual(['2: motivation 1, reminder 1, review 1']);
  expect(answer.rows[0]).toMatchObject({ people: 2, reasons: { motivation: { count: 1, people: 1 } } });
});

test('two different roles are a handover, and three contacts that reached the person are counted as such', async () => {
  referral('same')
    .received('2025-01-01', { role: 'link_worker' })
    .contact('2025-01-02')
    .contact('2025-01-03');
  referral('assigned').received('2025-01-01').contact('2025-01-02').assigned('2025-02-01', 'health_coach');
  referral('often').received('2025-01-01').contact('2025-01-02').contact('2025-01-03').contact('2025-01-04');
  referral('tried').received('2025-01-01').contact('2025-01-02').contact('2025-01-03');
  referral('tried').contact('2025-01-04', { outcome: 'no_answer' });
  expect(shown(await ask())).toEqual(['4: contacts_3 1, handover 1']);
});

test('contacts of an onward referral are those of its journey, which counts once, by the roles of its first days', async () => {
  referral('a')
    .received('2025-01-01')
    .contact('2025-01-02', { actions: ['personalised_plan'] });
  const partOf = { provider: 'lw', subject: 'a' };
  referral('a', 'trust').received('2025-02-01', { kind: 'onward', partOf });
  referral('a', 'trust').contact('2025-02-02', { role: 'health_coach', actions: ['accompanied_visit'] });
  referral('b').received('2025-01-01').contact('2025-01-02', { role: 'health_coach' });
  expect(shown(await ask({ by: ['role_mix'] }))).toEqual([
    ...['health_coach_only 1: ', 'link_worker_only 1: accompanied_visit 1, handover 1, personalised_plan 1'],
  ]);
});

test('referrals are placed by when they were made, and left out before their feed began', async () => {
  referral('a')
    .received('2025-01-01')
    .contact('2025-03-02', { actions: ['review'] });
  referral('b').received('2025-02-01').contact('2025-03-02');
  expect(shown(await ask({ to: '2025-01' }))).toEqual(['1: review 1']);
  const answer = await ask({ feeds: { lw: { completeFrom: '2025-01-15' } } });
  expect([shown(answer), answer.excluded]).toEqual([['1: '], { before_feed: 1 }]);
});

test('what happens after the end of a feed is not counted', async () => {
  referral('a')
    .received('2025-01-01')
    .contact('2025-01-02', { actions: ['review'] });
  referral('a').contact('2025-03-02', { role: 'health_coach', actions: ['reminder'] });
  referral('late').received('2025-01-01').contact('2025-03-02');
  expect(shown(await ask({ feeds: { lw: { completeTo: '2025-02-01' } } }))).toEqual(['1: review 1']);
});

test('a provider is told of its own referrals alone', async () => {
  referral('a')
    .received('2025-01-01')
    .contact('2025-01-02', { actions: ['review'] });
  referral('b', 'other')
    .received('2025-01-01')
    .contact('2025-01-02', { actions: ['reminder'] });
  expect(shown(await ask({}, { kind: 'providers', providers: ['lw'] }))).toEqual(['1: review 1']);
});

import { world, type World } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { countedGiven, countReasons, type Given, type ReasonsAnswer } from './count-reasons.js';
import type { CohortQuestion } from './question.js';

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

const referral = (subject: string) => history.provider('lw').referral(subject);

async function ask(of: Given, more: Partial<CohortQuestion> = {}): Promise<ReasonsAnswer> {
  await projection.project(batchOf(history.events()));
  const question: CohortQuestion = {
    ...{ by: [], filters: {}, asOf: Date.UTC(2026, 0, 1) },
    ...{ boundaries: 'as_was', areas: 'registered', edition: undefined },
    ...more,
  };
  const scope = { kind: 'everything' } as const;
  return countReasons(warehouse, projection, { question, scope, counted: countedGiven(of) });
}

const shown = ({ rows }: ReasonsAnswer): string[] =>
  rows.map(({ key, ending, count, reasons }) => {
    const by = Object.entries(reasons).map(([reason, some]) => `${reason} ${some.count}`);
    return `${[...key, ending].join(' ')} ${count}: ${by.join(', ')}`;
  });

test('a journey ends as its closure stands, with the reason of that closing', async () => {
  referral('a').received('2025-01-01').closed('2025-02-01', 'withdrawn', { reason: 'cost' });
  referral('b').received('2025-01-01').closed('2025-02-01', 'withdrawn', { reason: 'transport' });
  referral('b').closed('2025-03-01', 'withdrawn', { reason: 'cost' });
  referral('c').received('2025-01-01').closed('2025-02-01', 'withdrawn');
  referral('open').received('2025-01-01').attended('2025-01-08', 's');
  // Attended after it was closed: the closing counts no more.
  referral('back').received('2025-01-01').closed('2025-01-05', 'lost_contact', { reason: 'no_reply' });
  referral('back').attended('2025-01-08', 's');
  expect(shown(await ask('endings'))).toEqual(['withdrawn 3: cost 2, not_recorded 1']);
});

test('who declined before anything was attended has ended by that, until it is closed', async () => {
  referral('a').received('2025-01-01').declined('2025-01-03', 'person', { reason: 'not_interested' });
  referral('b').received('2025-01-01').declined('2025-01-03', 'service');
  referral('c').received('2025-01-01').declined('2025-01-03', 'person', { reason: 'timing' });
  referral('c').closed('2025-01-10', 'unsuitable', { reason: 'language' });
  referral('d').received('2025-01-01').declined('2025-01-03', 'person', { reason: 'timing' });
  referral('d').accepted('2025-01-04');
  expect(shown(await ask('endings'))).toEqual([
    ...['declined_by_person 1: not_interested 1', 'declined_by_service 1: not_recorded 1'],
    'unsuitable 1: language 1',
  ]);
});

test('endings are placed by the day on which they ended', async () => {
  referral('a').received('2025-01-01').closed('2025-03-31T22:59:59.999Z', 'moved');
  referral('b').received('2025-01-01').closed('2025-03-31T23:00:00.000Z', 'moved');
  referral('c').received('2025-01-01').declined('2025-04-03', 'person');
  expect(shown(await ask('endings', { by: ['month'] }))).toEqual([
    ...['2025-03 moved 1: not_recorded 1'],
    ...['2025-04 declined_by_person 1: not_recorded 1', '2025-04 moved 1: not_recorded 1'],
  ]);
  expect(shown(await ask('endings', { to: '2025-03' }))).toEqual(['moved 1: not_recorded 1']);
});

test('barriers are of those whose engagement nothing has ended, each barrier once a person', async () => {
  const weeks = (subject: string, from: string, sessions: number): void => {
    for (let week = 0; week < sessions; week += 1) {
      const at = new Date(Date.parse(from) + week * 7 * 86_400_000).toISOString();
      referral(subject).attended(at, `s${week}`);
    }
  };
  referral('a')
    .received('2025-06-01')
    .contact('2025-06-02', { barriers: ['cost', 'transport'] });
  referral('a').contact('2025-06-09', { barriers: ['cost'] });
  weeks('a', '2025-06-10', 29);
  referral('b').received('2025-06-01');
  weeks('b', '2025-06-10', 29);
  referral('silent')
    .received('2025-06-01')
    .contact('2025-06-02', { barriers: ['stigma'] });
  weeks('silent', '2025-06-10', 3);
  referral('recent')
    .received('2025-12-01')
    .contact('2025-12-02', { barriers: ['timing'] });
  weeks('recent', '2025-12-10', 2);
  const answer = await ask('barriers');
  expect(shown(answer)).toEqual(['engaged 2: cost 1, transport 1']);
  expect(answer.excluded).toEqual({ immature: 1 });
  expect(answer.rows[0]).toMatchObject({ people: 2, reasons: { cost: { people: 1 } } });
});

test('who was referred for two reasons is in the row of each, and left out once', async () => {
  const reasons = ['loneliness', 'weight'] as const;
  referral('a')
    .received('2025-01-01', { reasons: [...reasons] })
    .closed('2025-02-01', 'moved');
  referral('recent')
    .received('2025-12-01', { reasons: [...reasons] })
    .attended('2025-12-10', 's');
  expect(shown(await ask('endings', { by: ['reason'] }))).toEqual([
    ...['loneliness moved 1: not_recorded 1', 'weight moved 1: not_recorded 1'],
  ]);
  expect((await ask('barriers', { by: ['reason'] })).excluded).toEqual({ immature: 1 });
});

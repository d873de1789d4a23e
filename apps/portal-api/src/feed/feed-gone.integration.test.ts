import { world } from '@waymark/pathways/testing';
import { expectValid, refusal } from '../testing/asking.js';
import { withFeedStaff } from '../testing/feed-staff.js';
import { openTestPortal, type Answer, type TestPortal } from '../testing/portal.js';
import type { GoneAnswer } from './feed-gone.schemas.js';

jest.setTimeout(120_000);

const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const source = 'urn:trust:import/register';

let portal: TestPortal;

beforeAll(async () => {
  portal = await openTestPortal();
  await withFeedStaff(portal);
  await portal.person('controller', 'controller');
  for (const [name, snapshot] of [
    ['register', true],
    ['list', false],
    ['new', true],
  ] as const)
    await portal.registry.put('profile', `trust/${name}`, { provider: 'trust', name, profile: { snapshot } });
  const history = world();
  const row = (subject: string, id: string, revision: number): unknown =>
    history
      .provider('trust')
      .referral(subject)
      .received(ago(30 - revision), {}, { id, revision, source });
  row('kept', 'referral.a', 0);
  row('gone', 'referral.b', 0);
  row('kept', 'referral.a', 1);
  row('corrected', 'referral.c', 2);
  await portal.tell(history);
});
afterAll(() => portal.close());

const job = (id: string, revision: number, more: object = {}): Promise<void> =>
  portal.registry.put('import', `trust/register/${id}`, {
    ...{ provider: 'trust', profile: 'register', id, revision, state: 'completed', source },
    ...{
      updatedAt: ago(20 - revision),
      rows: 2,
      accepted: 1,
      duplicates: 0,
      rejected: 0,
      events: 1,
      rejects: [],
    },
    ...more,
  });
const gone = (profile = 'register', name = 'staff'): Promise<Answer> =>
  portal.get(`/api/v1/feed/gone?profile=${profile}`, name);
const bodyOf = ({ body }: Answer): GoneAnswer => body as unknown as GoneAnswer;

test('before anything was sent there is nothing to be gone', async () => {
  const answer = await gone('new');
  expectValid('Gone', answer);
  expect(bodyOf(answer)).toMatchObject({ profile: 'new', import: null, total: 0, listed: [] });
});

test('what the last whole file lacks is listed, with all that its void needs, and in the audit trail', async () => {
  await job('first', 0, { events: 2 });
  await job('second', 1);
  const answer = await gone();
  expectValid('Gone', answer);
  expect(bodyOf(answer)).toMatchObject({
    import: { id: 'second', revision: 1, rejected: 0 },
    total: 1,
    listed: [
      {
        ...{ source, id: 'referral.b', voidId: 'referral.void.b', subject: 'gone' },
        type: 'org.waymark.referral.received.v1',
      },
    ],
  });
  expect((await portal.audit()).at(-1)).toMatchObject({
    who: 'staff',
    call: 'feed/gone',
    outcome: { rows: 1 },
  });
});

describe('while rows of the last file are refused', () => {
  test('nothing is gone, for a refused row is not', async () => {
    await job('second', 1, { rejected: 1 });
    expect(bodyOf(await gone())).toMatchObject({
      import: { id: 'second', rejected: 1 },
      total: 0,
      listed: [],
    });
  });

  test('and corrected ones are sent, they complete that file and are none of their own', async () => {
    await job('corrected', 2, { corrections: true, rejected: 1, accepted: 0, events: 0 });
    expect(bodyOf(await gone())).toMatchObject({ import: { id: 'corrected', rejected: 1 }, total: 0 });
    await job('corrected', 2, { corrections: true });
    expect(bodyOf(await gone())).toMatchObject({
      import: { id: 'corrected', revision: 2, rejected: 0 },
      listed: [{ id: 'referral.b' }],
    });
  });
});

test('until every row of the last file is shown, nobody is told that some are gone', async () => {
  await job('third', 3, { events: 5 });
  expect(await gone()).toMatchObject({
    status: 409,
    body: { code: 'not_settled' },
    headers: { 'retry-after': '2' },
  });
  await job('third', 3, { events: 0, updatedAt: new Date(Date.now() + 60_000).toISOString() });
  expect((await gone()).body.code).toBe('not_settled');
});

test('is for people of the provider, of a profile whose files hold every row', async () => {
  const path = '/api/v1/feed/gone';
  expect(await refusal(portal, `${path}?profile=register`, 'both')).toEqual([400, 'missing_parameter']);
  expect(await refusal(portal, `${path}?profile=register&provider=other`, 'both')).toEqual([
    404,
    'unknown_profile',
  ]);
  expect(await refusal(portal, `${path}?profile=register&provider=other`, 'staff')).toEqual([
    403,
    'outside_scope',
  ]);
  expect(await refusal(portal, `${path}?profile=list`, 'staff')).toEqual([409, 'not_a_snapshot']);
  expect(await refusal(portal, `${path}?profile=none`, 'staff')).toEqual([404, 'unknown_profile']);
  expect(await refusal(portal, path, 'staff')).toEqual([400, 'missing_parameter']);
  expect(await refusal(portal, `${path}?profile=register&x=1`, 'staff')).toEqual([400, 'unknown_parameter']);
  expect(await refusal(portal, `${path}?profile=register`, 'controller')).toEqual([403, 'wrong_role']);
  expect(await refusal(portal, `${path}?profile=register`)).toEqual([401, 'not_signed_in']);
});

test('with the tables away it is 503', async () => {
  portal.broken.warehouse = true;
  expect(await gone()).toMatchObject({ status: 503, body: { code: 'warehouse_unavailable' } });
  portal.broken.warehouse = false;
});

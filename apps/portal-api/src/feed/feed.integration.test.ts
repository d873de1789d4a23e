import { world } from '@waymark/pathways/testing';
import { RECEIPTS, type Receipts } from '@waymark/service';
import { londonDateText } from '@waymark/events';
import { expectValid, refusal } from '../testing/asking.js';
import { withFeedStaff } from '../testing/feed-staff.js';
import { openTestPortal, type Answer, type TestPortal } from '../testing/portal.js';
import type { FeedAnswer } from './feed.schemas.js';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

let portal: TestPortal;
let key: string;
let ownKey: string;

beforeAll(async () => {
  portal = await openTestPortal();
  await withFeedStaff(portal, ['silent']);
  ({ key } = await portal.registry.issueKey('trust'));
  ({ key: ownKey } = await portal.registry.issueKey('silent'));
  await portal.person('nobody-yet', 'provider', []);
  await portal.person('controller', 'controller');
  const history = world();
  const own = history.provider('trust').referral('own-1');
  own.received(ago(40), { kind: 'onward' }).booked(ago(39), 'booking-1', ago(20));
  history.provider('trust').referral('own-orphan').accepted(ago(10), {}, { id: 'twice' });
  history.again();
  history.provider('other').referral('their-1').received(ago(5)).booked(ago(5), 'their-booking', ago(4));
  await portal.tell(history);
});
afterAll(() => portal.close());

const withKey = (secret: string, path = '/v1/feed'): Promise<Answer> =>
  portal.get(path, undefined, { authorization: `Bearer ${secret}` });
const bodyOf = ({ body }: Answer): FeedAnswer => body as unknown as FeedAnswer;

test('a provider’s program and its signed-in person are told the same, exactly, and nothing of another', async () => {
  const byKey = await withKey(key);
  expectValid('Feed', byKey);
  const byPerson = await portal.get('/api/v1/feed?provider=trust', 'staff');
  expectValid('Feed', byPerson);
  expect({ ...bodyOf(byPerson), asOf: '' }).toEqual({ ...bodyOf(byKey), asOf: '' });
  expect(bodyOf(byKey)).toMatchObject({
    ...{ provider: 'trust', events: 4, duplicates: { answered: 0, inLog: 1 }, conflicts: { total: 0 } },
    orphans: { total: 1, listed: [{ subject: 'own-orphan', events: 1 }] },
    unlinked: {
      ...{ onward: 1, total: 1 },
      listed: [{ subject: 'own-1', missing: ['no_part_of', 'no_nhs_number'] }],
    },
    withoutOutcome: { total: 1, listed: [{ subject: 'own-1', bookingId: 'booking-1', activity: 'gym' }] },
    missing: { referrals: 1, missing: { area: 1, age_band: 1, nhs_number: 1 } },
  });
  expect(byKey.text).not.toContain('their');
});

test('silence is told as silence: weeks and months without anything stand there', async () => {
  const { events, last, week, months } = bodyOf(await withKey(ownKey));
  expect([events, last]).toEqual([0, null]);
  expect(week.map(({ events: count, normal }) => [count, normal])).toEqual(week.map(() => [0, 0]));
  expect(months).toHaveLength(13);
  expect(week.at(-1)?.date).toBe(londonDateText(Date.now()));
});

test('what ingest refused stands beside it, added up over the processes and for this provider alone', async () => {
  const day = londonDateText(Date.now());
  const group = { code: 'not_in_list', pointer: '/data/outcome', count: 2, firstAt: ago(1), lastAt: ago(0) };
  const receipts = (provider: string, process: string): Receipts => ({
    ...{ provider, process, day, duplicates: 3, refused: [group] },
  });
  for (const [provider, process] of [
    ['trust', 'a'],
    ['trust', 'b'],
    ['other', 'a'],
  ] as const)
    await portal.registry.put(RECEIPTS, `${provider}/${day}/${process}`, receipts(provider, process));
  const old = { ...receipts('trust', 'c'), day: '2026-01-01' };
  await portal.registry.put(RECEIPTS, `trust/2026-01-01/c`, old);
  const job = { provider: 'trust', profile: 'register', state: 'completed', updatedAt: ago(0), rows: 5 };
  const faults = [
    { row: 3, code: 'not_in_list', column: 'Attended', expected: 'Yes or No' },
    { row: 4, code: 'not_in_list', column: 'Attended', expected: 'Yes or No' },
    { row: 5, code: 'wrong_cell_count', column: null, expected: '7 cells' },
  ];
  await portal.registry.put('import', 'trust/register/first', {
    ...job,
    id: 'first',
    revision: 0,
    rejected: 5,
    rejects: [],
  });
  await portal.registry.put('import', 'trust/register/next', {
    ...job,
    id: 'next',
    revision: 1,
    rejected: 3,
    rejects: faults,
  });
  const answer = await withKey(key);
  expectValid('Feed', answer);
  const { rejects, duplicates, imports } = bodyOf(answer);
  expect(duplicates.answered).toBe(6);
  expect(rejects).toMatchObject([{ where: 'push', code: 'not_in_list', pointer: '/data/outcome', count: 4 }]);
  expect(imports).toMatchObject([
    {
      ...{ id: 'next', rejected: 3 },
      rejects: [
        { code: 'not_in_list', column: 'Attended', count: 2 },
        { code: 'wrong_cell_count', column: '', count: 1 },
      ],
    },
  ]);
});

test('who has several services names one, and nobody sees another’s', async () => {
  expect(await refusal(portal, '/api/v1/feed', 'both')).toEqual([400, 'missing_parameter']);
  expect(bodyOf(await portal.get('/api/v1/feed?provider=other', 'both')).provider).toBe('other');
  expect(bodyOf(await portal.get('/api/v1/feed', 'staff')).provider).toBe('trust');
  expect(await refusal(portal, '/api/v1/feed?provider=other', 'staff')).toEqual([403, 'outside_scope']);
  expect(await refusal(portal, '/api/v1/feed?provider=a&provider=b', 'staff')).toEqual([
    403,
    'outside_scope',
  ]);
  expect(await refusal(portal, '/api/v1/feed', 'nobody-yet')).toEqual([403, 'outside_scope']);
  expect(await refusal(portal, '/api/v1/feed', 'controller')).toEqual([403, 'wrong_role']);
  expect(await refusal(portal, '/api/v1/feed')).toEqual([401, 'not_signed_in']);
  expect(await refusal(portal, '/v1/feed', 'staff')).toEqual([403, 'wrong_role']);
  expect(await refusal(portal, '/api/v1/feed?x=1', 'staff')).toEqual([400, 'unknown_parameter']);
  expect((await withKey(key, '/v1/feed?provider=other')).status).toBe(400);
});

test('every look is in the audit trail, a key’s by its id', async () => {
  await withKey(key);
  await portal.get('/api/v1/feed', 'staff');
  const scope = { kind: 'providers', providers: ['trust'] };
  expect((await portal.audit()).slice(-2)).toMatchObject([
    { role: 'key', who: expect.stringMatching(/^key-/), call: 'feed', outcome: { scope } },
    { role: 'provider', who: 'staff', call: 'feed', outcome: { scope } },
  ]);
});

test('with the tables away, or no audit to be written, it is 503 and tells nothing', async () => {
  portal.broken.warehouse = true;
  expect(await withKey(key)).toMatchObject({ status: 503, body: { code: 'warehouse_unavailable' } });
  portal.broken.warehouse = false;
  portal.broken.auditWrites = true;
  expect(await withKey(key)).toMatchObject({ status: 503, body: { code: 'audit_unavailable' } });
  portal.broken.auditWrites = false;
});

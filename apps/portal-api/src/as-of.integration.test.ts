import { MEASURES } from '@waymark/measures';
import { world, type World } from '@waymark/pathways/testing';
import { loadEdition, openGeneration, resolveLetters } from '@waymark/warehouse';
import { expectValid, REFERRALS, refusal } from './testing/asking.js';
import { openTestPortal, type Answer, type TestPortal } from './testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

const at = (day: string, time = '12:00:00.000'): string => `${day}T${time}Z`;

/** One referral, sent at its time or when it is said to be received. */
function referral(subject: string, day: string, received?: string): World {
  const history = world();
  const facts = { practice: 'Y1' };
  history
    .provider('north')
    .referral(subject)
    .received(at(day), facts, received === undefined ? {} : { received });
  return history;
}

async function openPortal(...frozen: Parameters<typeof openTestPortal>): Promise<TestPortal> {
  const portal = await openTestPortal(...frozen);
  await portal.person('controller', 'controller');
  await portal.tell(referral('first', '2025-01-10'));
  await portal.tell(referral('second', '2025-02-10'));
  await portal.tell(referral('third', '2025-03-10'));
  return portal;
}

const ask = (portal: TestPortal, asOf: string, measure = 'referrals', headers = {}): Promise<Answer> =>
  portal.get(`/api/v1/measures/${measure}?asOf=${encodeURIComponent(asOf)}`, 'controller', headers);

async function referrals(portal: TestPortal, asOf: string): Promise<number | null | undefined> {
  const answer = await ask(portal, asOf);
  expect(answer.status).toBe(200);
  return answer.body.rows?.[0]?.numerator;
}

async function ownTables({ warehouse }: TestPortal, asOf: string): Promise<number> {
  const prefix = `waymark_asof_${Date.parse(asOf)}_`;
  const sql = 'SELECT name FROM system.databases WHERE startsWith(name, {prefix:String})';
  return (await warehouse.query(sql, { prefix })).length;
}

/** All that is sent, for comparing byte by byte. */
const sent = ({ status, text, headers }: Answer): unknown => [status, text, headers['etag']];

describe('what was known at a past instant', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await openPortal();
  });
  afterAll(() => portal.close());

  test('holds what the log had received at that very millisecond, and not one before', async () => {
    expect(await referrals(portal, '2025-02-10T12:00:00.000Z')).toBe(2);
    expect(await referrals(portal, '2025-02-10T11:59:59.999Z')).toBe(1);
    expect(await referrals(portal, '2025-01-01')).toBeUndefined();
  });

  test('is, of a date, what was known in the last millisecond of that day in London', async () => {
    const late = world();
    // Half past eleven at night by London's summer clock, and a minute past midnight.
    late.provider('north').referral('late').received('2025-06-30T22:30:00.000Z', {});
    late.provider('north').referral('later').received('2025-06-30T23:01:00.000Z', {});
    await portal.tell(late);
    expect(await referrals(portal, '2025-06-30')).toBe(4);
    const { body } = await ask(portal, '2025-06-30');
    expect(body['asOf']).toBe('2025-06-30T22:59:59.999Z');
    expectValid('MeasureAnswer', await ask(portal, '2025-06-30'));
  });

  test('later than what is settled is refused with what is, and is not guessed', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    expect(await refusal(portal, `${REFERRALS}?asOf=${later}`, 'controller')).toEqual([409, 'not_settled']);
    const { body } = await ask(portal, later);
    expect(Date.parse(String(body['shownUpTo']))).toBeLessThan(Date.parse(later));
  });

  test('is named by a tag that holds for ever', async () => {
    const first = await ask(portal, '2025-02-10');
    await portal.tell(referral('tag', '2025-07-01'));
    const held = await ask(portal, '2025-02-10', 'referrals', { 'if-none-match': first.headers['etag'] });
    expect([held.status, held.text]).toEqual([304, '']);
    expect((await ask(portal, '2025-02-11')).headers['etag']).not.toBe(first.headers['etag']);
  });

  test('has another tag once a replay has made a dead letter count: the former answer holds no longer', async () => {
    const first = await ask(portal, '2025-02-10');
    const { database } = await openGeneration(portal.warehouse);
    const place = { partition: 0, offset: 1_000_000, receivedAt: Date.parse('2090-01-01') };
    await resolveLetters(portal.warehouse, database, [
      { ...place, code: 'unknown_type', detail: '', bytes: 1 },
    ]);
    const after = await ask(portal, '2025-02-10', 'referrals', { 'if-none-match': first.headers['etag'] });
    expect(after.status).toBe(200);
    expect(after.headers['etag']).not.toBe(first.headers['etag']);
  });

  test('knows the reference edition of then, not one loaded since', async () => {
    const edition = { label: 'For tests', synthetic: true, practices: [], lsoas: [] };
    await loadEdition(portal.warehouse, { id: 'then', loadedAt: Date.parse(at('2025-02-01')), ...edition });
    await loadEdition(portal.warehouse, { id: 'since', loadedAt: Date.parse(at('2025-03-01')), ...edition });
    const editions = async (asOf: string): Promise<unknown> => (await ask(portal, asOf)).body['editions'];
    expect(await editions('2025-01-31')).toEqual([]);
    expect(await editions('2025-02-10')).toMatchObject([{ id: 'then' }]);
    expect(await editions('2025-03-01')).toMatchObject([{ id: 'since' }]);
  });

  test('the same instant is answered byte for byte alike before and after later events, a slow process’s among them', async () => {
    // Nothing has been received since: the latest tables answer.
    const asOf = '2025-08-01T00:00:00.000Z';
    const all = async (): Promise<unknown[]> => {
      const answers: unknown[] = [];
      for (const { id } of MEASURES) answers.push(sent(await ask(portal, asOf, id)));
      return answers;
    };
    const before = await all();
    expect(await ownTables(portal, asOf)).toBe(0);
    // One ingest process appends what has just happened; a slow one what happened and was recorded long before the instant.
    await portal.tell(referral('quick', '2025-08-02'));
    const slow = world();
    const late = slow.provider('north').referral('first');
    const received = at('2025-08-03');
    late.booked(
      at('2025-01-11'),
      'b1',
      at('2025-01-20'),
      {},
      { id: 'l1', recorded: at('2025-01-11'), received },
    );
    late.attended(at('2025-01-20'), 'b1', {}, { id: 'l2', recorded: at('2025-01-20'), received });
    await portal.tell(slow);
    await portal.tell(referral('slow', '2025-01-12', at('2025-08-04')));
    expect(await all()).toEqual(before);
    expect(await ownTables(portal, asOf)).toBe(1);
    expect([await referrals(portal, asOf), await referrals(portal, '2025-08-04')]).toEqual([6, 8]);
  });

  test('while records are on their way, an instant that is settled is answered, from tables of its own', async () => {
    const asOf = '2025-03-10T12:00:00.000Z';
    const before = sent(await ask(portal, asOf));
    await portal.tellUnheard(referral('unheard', '2025-03-11'));
    expect(sent(await ask(portal, asOf))).toEqual(before);
  });
});

test('an instant of many events is prepared first: 202, how far, when to ask again; then the answer', async () => {
  const portal = await openPortal({ atOnceEvents: 0 });
  const first = await ask(portal, '2025-02-10');
  expect([first.status, first.headers['retry-after'], first.body]).toEqual([
    ...[202, '2', { status: 'preparing', share: 0 }],
  ]);
  let answer = first;
  while (answer.status === 202) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await ask(portal, '2025-02-10');
  }
  expect([answer.status, answer.body.rows]).toMatchObject([200, [{ numerator: 2 }]]);
  const looks = (await portal.audit()).map(({ outcome }) => (outcome as { is: string }).is);
  expect([looks[0], looks.at(-1)]).toEqual(['preparing', 'answered']);
  await portal.close();
});

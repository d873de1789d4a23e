import { openAskedWarehouse, type AskedWarehouse } from '../testing/asked-warehouse.js';
import type { Scope } from './question.js';

let asked: AskedWarehouse;

beforeAll(async () => {
  asked = await openAskedWarehouse();
});
afterAll(() => asked.close());
beforeEach(() => asked.empty());
jest.setTimeout(60_000);

describe('days', () => {
  test('are London dates: half an hour after midnight in summer is the 57th day, not the 56th in UTC', async () => {
    asked.referral('in').received('2025-06-01').attended('2025-07-27T22:59:59.999Z', 'b');
    asked.referral('out').received('2025-06-01').attended('2025-07-27T23:00:00.000Z', 'b');
    await asked.told();
    expect(await asked.rows('uptake.first_session', [])).toEqual([': 1/2']);
  });

  test('are over before a referral counts: it is immature on day 56 and counts on day 57', async () => {
    asked.referral('a').received('2025-06-01').attended('2025-06-02', 'b');
    await asked.told();
    const on56 = await asked.ask('uptake.first_session', { asOf: '2025-07-27T22:59:59.999Z' });
    expect(on56).toMatchObject({
      rows: [{ denominator: 0, excluded: { immature: 1 } }],
      excluded: { immature: 1 },
    });
    const on57 = await asked.ask('uptake.first_session', { asOf: '2025-07-27T23:00:00.000Z' });
    expect(on57).toMatchObject({ rows: [{ numerator: 1, denominator: 1 }], excluded: {} });
  });

  test('before the referral count as on its day', async () => {
    asked.referral('a').received('2025-06-01').attended('2025-05-01', 'b');
    await asked.told();
    expect(await asked.rows('uptake.first_session', [])).toEqual([': 1/1']);
  });
});

describe('sessions', () => {
  test('cancelled by the person count against attendance only when late', async () => {
    asked
      .referral('a')
      .received('2025-06-01')
      .booked('2025-06-01', 'early', '2025-06-10T12:00:00Z')
      .cancelled('2025-06-09T12:00:00.000Z', 'early', 'person')
      .booked('2025-06-01', 'late', '2025-06-10T12:00:00Z')
      .cancelled('2025-06-09T12:00:00.001Z', 'late', 'person')
      .booked('2025-06-01', 'no-instant', '2025-06-10T12:00:00Z')
      .attendance('2025-06-10', 'no-instant', 'cancelled_by_person')
      .booked('2025-06-01', 'attended', '2025-06-11T12:00:00Z')
      .attended('2025-06-11', 'attended');
    await asked.told();
    expect(await asked.rows('attendance', [])).toEqual([': 1/2']);
    expect(await asked.rows('recording', [])).toEqual([': 4/4']);
  });

  test('that nobody booked make a starter but are no booked session', async () => {
    asked.referral('a').received('2025-06-01').attended('2025-06-10', 'drop-in');
    await asked.told();
    expect(await asked.rows('attendance', [])).toEqual([]);
    expect(await asked.rows('retained.4w', [])).toEqual([': 0/1']);
  });

  test('are in no measure while they start at or after the as-of instant', async () => {
    asked.referral('a').received('2025-06-01').booked('2025-06-01', 'b', '2025-06-10T12:00:00Z');
    await asked.told();
    expect(await asked.ask('recording', { asOf: '2025-06-10T12:00:00.000Z' })).toEqual({
      rows: [],
      excluded: {},
    });
    expect(await asked.rows('recording', [], { asOf: '2025-06-10T12:00:00.001Z' })).toEqual([': 0/1']);
    // Recorded too early, it makes nobody a starter yet.
    asked.referral('a').attended('2025-06-10', 'b');
    await asked.told();
    expect(await asked.rows('uptake.ever', [], { asOf: '2025-06-10T12:00:00.000Z' })).toEqual([': 0/1']);
    expect(await asked.rows('started.of_booked', [], { asOf: '2025-06-10T12:00:00.000Z' })).toEqual([]);
  });

  test('without an outcome stand outside a ratio and are counted beside it', async () => {
    asked
      .referral('a')
      .received('2025-06-01')
      .booked('2025-06-01', 'b', '2025-06-10')
      .booked('2025-06-01', 'c', '2025-06-11');
    asked.referral('a').attended('2025-06-10', 'b');
    await asked.told();
    expect(await asked.ask('dna')).toMatchObject({
      rows: [{ numerator: 0, denominator: 1, excluded: { not_recorded: 1 } }],
      excluded: { not_recorded: 1 },
    });
    expect(await asked.ask('recording')).toMatchObject({
      rows: [{ numerator: 1, denominator: 2 }],
      excluded: {},
    });
  });
});

test('the last answer dated within 14 days decides, whatever is answered later', async () => {
  asked
    .referral('a')
    .received('2025-06-01')
    .declined('2025-06-02', 'person')
    .accepted('2025-06-15')
    .declined('2025-06-16', 'person');
  await asked.told();
  expect(await asked.rows('accepted', [])).toEqual([': 1/1']);
  expect(await asked.rows('declined.person', [])).toEqual([': 0/1']);
});

test('an onward referral is never a second referral, and its sessions are the journey’s', async () => {
  asked.referral('a').received('2025-06-01');
  asked
    .referral('x', 'trust')
    .received('2025-06-20', { kind: 'onward', partOf: { provider: 'lw', subject: 'a' } })
    .booked('2025-06-20', 'b', '2025-07-01')
    .attended('2025-07-01', 'b');
  await asked.told();
  expect(await asked.rows('referrals', [])).toEqual([': 1/-']);
  expect(await asked.rows('uptake.first_session', ['provider'])).toEqual(['lw: 1/1']);
  expect(await asked.rows('attendance', ['provider'])).toEqual(['trust: 1/1']);
  expect(await asked.rows('retained.4w', ['provider'])).toEqual(['lw: 0/1']);
});

test('an unlinked onward referral is placed by its own date and sender, and in its own area before its journey’s', async () => {
  asked.referral('a').received('2025-06-30', { practice: 'A2' });
  const partOf = { provider: 'lw', subject: 'a' };
  asked.referral('joined', 'trust').received('2025-07-01', { kind: 'onward', partOf, practice: 'A1' });
  asked.referral('silent', 'trust').received('2025-08-01', { kind: 'onward', partOf });
  asked.referral('lost', 'park').received('2025-08-01', { kind: 'onward', lsoa: 'E2' });
  await asked.told();
  expect(await asked.rows('unlinked', ['month', 'provider', 'icb'])).toEqual([
    '2025-07 trust S0E4D: 0/1',
    '2025-08 park QE1: 1/1',
    '2025-08 trust D7T5G: 0/1',
  ]);
  const scope: Scope = { kind: 'providers', providers: ['park'] };
  expect(await asked.rows('unlinked', [], { scope })).toEqual([': 1/1']);
});

describe('roles', () => {
  beforeEach(async () => {
    asked
      .referral('early')
      .received('2025-06-01')
      .assigned('2025-06-02', 'link_worker')
      .attended('2025-06-15', 'b');
    asked
      .referral('later')
      .received('2025-06-01')
      .assigned('2025-06-15', 'link_worker')
      .attended('2025-06-16', 'b');
    asked
      .referral('after')
      .received('2025-06-01')
      .assigned('2025-06-16', 'health_coach')
      .attended('2025-06-16', 'b');
    await asked.told();
  });

  test('those who started within 14 days are left out of uptake by role, and counted', async () => {
    const { excluded } = await asked.ask('uptake.first_session', { by: ['role'] });
    expect(excluded).toEqual({ landmark: 1 });
    expect(await asked.rows('uptake.first_session', ['role'])).toEqual(['link_worker: 1/1', 'none: 1/1']);
  });

  test('a filter by role leaves them out too; without roles nobody is left out', async () => {
    expect(
      await asked.rows('uptake.first_session', [], { filters: { role_mix: ['link_worker_only'] } }),
    ).toEqual([': 1/1']);
    expect(await asked.rows('uptake.first_session', [])).toEqual([': 3/3']);
  });
});

test('what came later credits nobody: activity of a starter is that of the first session', async () => {
  asked
    .referral('a')
    .received('2025-06-01')
    .attended('2025-06-10', 'first', { activity: 'advice', activityProvider: 'park' })
    .agreed('2025-06-20', { activity: 'gym' });
  asked.referral('b').received('2025-06-01');
  await asked.told();
  expect(await asked.rows('retained.4w', ['activity', 'activity_based'])).toEqual(['advice false: 0/1']);
  expect(await asked.rows('referrals', ['activity'])).toEqual(['gym: 1/-', 'none_yet: 1/-']);
});

test('of two first sessions at one instant that of the least provider, then subject, is the first', async () => {
  asked.referral('a').received('2025-06-01').attended('2025-06-10', 'b', { activity: 'gym' });
  asked
    .referral('x', 'a-trust')
    .received('2025-06-02', { kind: 'onward', partOf: { provider: 'lw', subject: 'a' } })
    .attended('2025-06-10', 'b', { activity: 'walking' });
  await asked.told();
  expect(await asked.rows('retained.4w', ['activity'])).toEqual(['walking: 0/1']);
});

test('people are counted once each, and stand in the remainder while one of their referrals does', async () => {
  const person = { nhs: 'n1.same' };
  asked.referral('a').received('2025-01-01', { person }).attended('2025-01-02', 'b');
  asked.referral('b').received('2025-03-01', { person });
  asked.referral('c').received('2025-03-01', { person: { id: 'p1.other' } });
  await asked.told();
  const { rows: counted } = await asked.ask('uptake.first_session');
  expect(counted).toMatchObject([
    { numerator: 1, denominator: 3, people: { numerator: 1, denominator: 2, remainder: 2 } },
  ]);
});

test('a referral with two reasons stands in both rows, and in what is left out once', async () => {
  asked.referral('a').received('2025-06-01', { reasons: ['weight', 'loneliness', 'weight'] });
  await asked.told();
  expect(await asked.rows('referrals', ['reason'])).toEqual(['loneliness: 1/-', 'weight: 1/-']);
  expect(await asked.rows('referrals', ['reason'], { filters: { reason: ['weight'] } })).toEqual([
    'weight: 1/-',
  ]);
  const young = await asked.ask('accepted', { by: ['reason'], asOf: '2025-06-02T00:00:00Z' });
  expect(young.rows.map(({ excluded }) => excluded)).toEqual([{ immature: 1 }, { immature: 1 }]);
  expect(young.excluded).toEqual({ immature: 1 });
});

test('a filter is a value and nothing else, whatever it spells', async () => {
  asked.referral('a').received('2025-06-01', { practice: 'A1' });
  await asked.told();
  for (const odd of ["') OR 1 --", '{p1:String}', 'a\\', '%', '\u{1F600}']) {
    expect(await asked.rows('referrals', [], { filters: { practice: [odd] } })).toEqual([]);
    expect(await asked.rows('referrals', [], { filters: { practice: [odd, 'A1'] } })).toEqual([': 1/-']);
  }
});

test('months are of the measure’s own date in London, both included', async () => {
  asked.referral('may').received('2025-05-31T22:59:59.999Z');
  asked.referral('june').received('2025-05-31T23:00:00.000Z');
  asked.referral('july').received('2025-07-31T22:59:59.999Z');
  asked.referral('august').received('2025-07-31T23:00:00.000Z');
  await asked.told();
  expect(
    await asked.rows('referrals', ['month', 'quarter', 'year'], { from: '2025-06', to: '2025-07' }),
  ).toEqual(['2025-06 2025-Q2 2025: 1/-', '2025-07 2025-Q3 2025: 1/-']);
});

test('a question that the registry does not allow is refused', async () => {
  await expect(asked.ask('uptake.ever', { by: ['month'] })).rejects.toThrow(RangeError);
  await expect(asked.ask('referrals', { by: ['sex', 'sex'] })).rejects.toThrow(RangeError);
  await expect(asked.ask('referrals', { by: ['sex', 'icb', 'pcn', 'year'] })).rejects.toThrow(RangeError);
});

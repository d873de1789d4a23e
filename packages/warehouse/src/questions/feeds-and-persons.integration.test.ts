import { openAskedWarehouse, type AskedWarehouse } from '../testing/asked-warehouse.js';

let asked: AskedWarehouse;

beforeAll(async () => {
  asked = await openAskedWarehouse();
});
afterAll(() => asked.close());
beforeEach(() => asked.empty());
jest.setTimeout(60_000);

const person = { person: { nhs: 'n1.a' } };

describe('a feed that begins', () => {
  const feeds = { lw: { completeFrom: '2025-06-01' } };

  test('leaves out what was referred on an earlier London date, and counts it', async () => {
    asked.referral('before').received('2025-05-31T22:59:59.999Z');
    asked.referral('after').received('2025-05-31T23:00:00.000Z');
    asked.referral('another', 'other').received('2025-05-01');
    await asked.told();
    expect(await asked.ask('referrals', { feeds })).toMatchObject({
      rows: [{ numerator: 2, excluded: { before_feed: 1 } }],
      excluded: { before_feed: 1 },
    });
  });

  test('leaves out who starts within 56 days of it and was not referred meanwhile: they were under way', async () => {
    asked.referral('under way').received('2025-05-01').attended('2025-07-27', 'b');
    asked.referral('new').received('2025-06-01').attended('2025-07-27', 'b');
    asked.referral('late').received('2025-05-01').attended('2025-07-28', 'b');
    await asked.told();
    expect(await asked.ask('retained.4w', { feeds })).toMatchObject({
      rows: [{ denominator: 2, excluded: { before_feed: 1 } }],
    });
    expect(await asked.rows('retained.4w', [])).toEqual([': 0/3']);
  });

  test('changes nothing over sessions, which have no past to be followed from', async () => {
    asked.referral('a').received('2025-05-01').booked('2025-05-01', 'b', '2025-05-02T10:00:00Z');
    await asked.told();
    expect(await asked.rows('recording', [], { feeds })).toEqual([': 0/1']);
  });
});

describe('a feed that ends', () => {
  test('is followed to its last day and no further: what had not had its time by then is immature', async () => {
    asked.referral('just').received('2025-06-01');
    asked.referral('not yet').received('2025-06-02');
    await asked.told();
    const feeds = { lw: { completeTo: '2025-07-28' } };
    expect(await asked.ask('uptake.first_session', { feeds })).toMatchObject({
      rows: [{ numerator: 0, denominator: 1, excluded: { immature: 1 } }],
    });
  });

  test('ends the follow-up of a journey that another provider began', async () => {
    asked.referral('r').received('2025-06-01');
    const partOf = { provider: 'lw', subject: 'r' };
    asked
      .referral('o', 'trust')
      .received('2025-06-02', { kind: 'onward', partOf })
      .attended('2025-06-10', 'b');
    await asked.told();
    const by = { feeds: { trust: { completeTo: '2025-07-31' } } };
    expect(await asked.ask('retained.8w', by)).toMatchObject({
      rows: [{ denominator: 0, excluded: { immature: 1 } }],
    });
    expect(await asked.rows('retained.8w', [])).toEqual([': 0/1']);
  });

  test('knows nothing of who started after it', async () => {
    asked.referral('r').received('2025-06-01').attended('2025-08-10', 'b');
    await asked.told();
    const feeds = { lw: { completeTo: '2025-07-31' } };
    for (const id of ['retained.4w', 're_engaged', 'completed.of_starters'])
      expect(await asked.ask(id, { feeds })).toMatchObject({
        rows: [{ denominator: 0, excluded: { immature: 1 } }],
      });
  });
});

test('a constant panel keeps what was sent by providers complete in every month asked, and counts the rest', async () => {
  for (const provider of ['always', 'joined', 'joined-before', 'left', 'left-after'])
    asked.referral('r', provider).received('2025-06-15');
  await asked.told();
  const feeds = {
    joined: { completeFrom: '2025-06-02' },
    'joined-before': { completeFrom: '2025-06-01' },
    left: { completeTo: '2025-07-30' },
    'left-after': { completeTo: '2025-07-31' },
  };
  const months = { from: '2025-06', to: '2025-07', feeds, panel: 'constant' as const };
  expect(await asked.rows('referrals', ['provider'], months)).toEqual([
    ...['always: 1/-', 'joined: 0/-', 'joined-before: 1/-', 'left: 0/-', 'left-after: 1/-'],
  ]);
  expect((await asked.ask('referrals', months)).excluded).toEqual({ not_in_panel: 2 });
});

describe('of persons', () => {
  test('the earliest referral counts with none in the 365 days before it, others fold in, and both counts are told', async () => {
    asked.referral('first').received('2024-01-01T09:00:00Z', person);
    asked.referral('within', 'other').received('2024-12-31T08:00:00Z', person);
    asked.referral('a year and a day later').received('2026-01-01T08:00:00Z', person);
    asked.referral('somebody else').received('2024-02-01');
    await asked.told();
    const { rows, excluded } = await asked.ask('referrals', { unit: 'person' });
    expect(rows).toEqual([
      {
        ...{ key: [], numerator: 3, denominator: null },
        people: { numerator: 2, denominator: 2, remainder: 0 },
        referrals: {
          numerator: 4,
          denominator: null,
          people: { numerator: 2, denominator: 2, remainder: 0 },
        },
        excluded: { folded_in: 1 },
      },
    ]);
    expect(excluded).toEqual({ folded_in: 1 });
  });

  test('neither a period nor a filter makes a folded referral a new one', async () => {
    asked.referral('first').received('2024-01-01', { ...person, route: 'gp' });
    asked.referral('within').received('2024-06-01', { ...person, route: 'self' });
    await asked.told();
    const unit = 'person' as const;
    expect(await asked.rows('referrals', [], { unit, from: '2024-06' })).toEqual([': 0/-']);
    expect(await asked.rows('referrals', [], { unit, filters: { route: ['self'] } })).toEqual([': 0/-']);
  });

  test('what a scope hides folds nothing, so that nobody learns of it', async () => {
    asked.referral('first', 'other').received('2024-01-01', person);
    asked.referral('own', 'own').received('2024-06-01', person);
    await asked.told();
    const scope = { kind: 'providers' as const, providers: ['own'] };
    expect(await asked.rows('referrals', [], { unit: 'person', scope })).toEqual([': 1/-']);
  });

  test('among those who started, a journey that never did folds nothing', async () => {
    asked.referral('never started').received('2024-01-01', person);
    asked.referral('started').received('2024-06-01', person).attended('2024-06-10', 'b');
    await asked.told();
    expect(await asked.rows('retained.4w', [], { unit: 'person' })).toEqual([': 0/1']);
  });

  test('what is left out for another reason is so by referral, too', async () => {
    asked.referral('first').received('2024-01-01', person);
    asked.referral('within').received('2024-06-01', person);
    await asked.told();
    const { rows } = await asked.ask('uptake.first_session', {
      unit: 'person',
      asOf: '2024-06-02T12:00:00Z',
    });
    expect(rows).toMatchObject([
      { denominator: 1, referrals: { denominator: 1 }, excluded: { immature: 1 } },
    ]);
  });

  test('sessions are not asked of persons', async () => {
    await expect(asked.ask('attendance', { unit: 'person' })).rejects.toThrow(RangeError);
  });
});

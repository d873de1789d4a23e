import { NORTH_EAST, NORTH_WEST, OTHER, OWN, TINY } from './testing/country.js';
import type { Row } from './schemas.js';
import { openCountry, REFERRALS, refusal, rows, UPTAKE } from './testing/asking.js';
import type { TestPortal } from './testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openCountry();
});
afterAll(() => portal.close());

describe('a controller', () => {
  test('sees every figure exactly, with Wilson limits', async () => {
    const { body } = await portal.get(`${UPTAKE}?by=icb,quarter`, 'controller');
    expect(body).toMatchObject({
      ...{ measure: 'uptake.first_session', version: 1, unit: 'proportion', profile: 'none', build: 'test' },
      ...{ boundaries: 'as_was', areas: 'registered', filters: {}, editions: [], excluded: {} },
    });
    expect(body).not.toHaveProperty('settling');
    expect(body.rows).toEqual([
      { icb: TINY, quarter: '2025-Q1', numerator: 1, denominator: 3, ...limits(1 / 3, 0.06149, 0.79234) },
      {
        icb: OTHER,
        quarter: '2025-Q1',
        numerator: 30,
        denominator: 33,
        ...limits(30 / 33, 0.76429, 0.96862),
      },
      { icb: OWN, quarter: '2025-Q1', numerator: 9, denominator: 22, ...limits(9 / 22, 0.23257, 0.61268) },
      { icb: OWN, quarter: '2025-Q2', numerator: 3, denominator: 10, ...limits(0.3, 0.10779, 0.60322) },
    ]);
  });

  test('asks for any profile, filter and range', async () => {
    expect(
      await rows(portal, `${UPTAKE}?icb=${OWN}&sex=female&from=2025-01&to=2025-03`, 'controller'),
    ).toEqual([[9, 12]]);
    expect(await rows(portal, `${UPTAKE}?icb=${OWN}&profile=hes&by=quarter`, 'controller')).toEqual([
      // With the year's numerator, one quarter's would tell the other's.
      ['2025-Q1', null, 20],
      ['2025-Q2', null, 10],
    ]);
    expect(await rows(portal, '/api/v1/measures/attendance?by=provider', 'controller')).toEqual([
      ['north', 13, 13],
      ['west', 30, 30],
    ]);
  });

  test('asks under control what has no end in time: as a whole, or in whole quarters', async () => {
    const ever = '/api/v1/measures/uptake.ever?profile=hes';
    expect(await rows(portal, ever, 'controller')).toEqual([[45, 70]]);
    expect(await rows(portal, `${ever}&from=2025-01&to=2025-03`, 'controller')).toEqual([[40, 60]]);
  });

  test('gets a count as a count: no denominator, no limits', async () => {
    const { body } = await portal.get(REFERRALS, 'controller');
    expect(body.rows).toEqual([{ numerator: 68, denominator: null, value: 68, lower: null, upper: null }]);
  });
});

function limits(value: number, lower: number, upper: number): object {
  return {
    value: expect.closeTo(value, 12),
    lower: expect.closeTo(lower, 4),
    upper: expect.closeTo(upper, 4),
  };
}

describe('an analyst', () => {
  test('sees every board by quarter, rounded, with small counts withheld and what rests on them', async () => {
    const { body } = await portal.get(`${UPTAKE}?by=icb,quarter`, 'analyst');
    expect(body).toMatchObject({ profile: 'hes', scope: { kind: 'everything' } });
    const all = ['numerator', 'denominator', 'value', 'lower', 'upper'];
    expect(body.rows).toMatchObject([
      {
        icb: TINY,
        numerator: null,
        denominator: null,
        value: null,
        lower: null,
        upper: null,
        suppressed: all,
      },
      { icb: OTHER, numerator: null, denominator: 35, suppressed: ['numerator', 'value', 'lower', 'upper'] },
      // With the year's numerator, one quarter's would tell the other's.
      { icb: OWN, quarter: '2025-Q1', numerator: null, denominator: 20, value: null },
      { icb: OWN, quarter: '2025-Q2', numerator: null, denominator: 10, value: null },
    ]);
  });

  test.each([
    'by=month',
    'by=sex',
    'by=icb,month',
    'by=icb,sex',
    'by=quarter',
    'by=provider',
    'sex=female',
    '',
  ])('sees in detail only what is of its own boards: %s', async (question) => {
    const own = await portal.get(`${REFERRALS}?${question}&icb=${OWN}`, 'controller');
    const { status, body } = await portal.get(`${REFERRALS}?${question}`, 'analyst');
    expect([status, body['scope']]).toEqual([200, { kind: 'boards', boards: [OWN] }]);
    const figures = (row: Row): unknown => ({ ...row, numerator: 0, value: 0, suppressed: undefined });
    expect(body.rows?.map(figures)).toEqual(own.body.rows?.map(figures));
    for (const [nth, { numerator }] of own.body.rows?.entries() ?? [])
      expect([null, 5 * Math.round((numerator ?? 0) / 5)]).toContain(body.rows?.[nth]?.numerator);
    expect(body.rows?.length).toBeGreaterThan(0);
  });

  test('names another board or region in detail: refused, and not answered in part', async () => {
    for (const question of [
      `by=month&icb=${OTHER}`,
      `by=icb,month&icb=${OWN},${OTHER}`,
      `sex=female&icb=${OTHER}`,
      `by=icb,quarter&icb=${OTHER}&sex=female`,
      `by=quarter&region=${NORTH_EAST}`,
      `by=quarter&region=${NORTH_WEST}`,
      `by=icb,quarter&icb=${OTHER}&from=2025-02&to=2025-02`,
      'by=month&icb=unknown',
    ]) {
      expect([question, ...(await refusal(portal, `${REFERRALS}?${question}`, 'analyst'))]).toEqual([
        ...[question, 403, 'outside_scope'],
      ]);
    }
  });

  test('asks a part of a quarter of every board: gets its own', async () => {
    expect(await rows(portal, `${REFERRALS}?by=icb,quarter&from=2025-02&to=2025-03`, 'analyst')).toEqual([
      [OWN, '2025-Q1', 10, null],
    ]);
  });

  test('asks for exact counts: refused', async () => {
    expect(await refusal(portal, `${REFERRALS}?profile=none`, 'analyst')).toEqual([403, 'freer_profile']);
    expect((await portal.get(`${REFERRALS}?profile=research`, 'analyst')).status).toBe(200);
  });

  test('sets England beside its own, whole and rounded', async () => {
    expect(await rows(portal, `${UPTAKE}?by=quarter&of=england`, 'analyst')).toEqual([
      ['2025-Q1', 40, 60],
      ['2025-Q2', 5, 10],
    ]);
    for (const question of ['by=month', 'by=quarter&sex=female', 'from=2025-02'])
      expect(await refusal(portal, `${UPTAKE}?of=england&${question}`, 'analyst')).toEqual([
        400,
        'not_a_benchmark',
      ]);
  });

  test('whose boards nobody filled in sees nothing in detail', async () => {
    expect(await refusal(portal, `${REFERRALS}?by=month`, 'nobody-yet')).toEqual([403, 'outside_scope']);
  });
});

describe('a provider', () => {
  test('sees its own referrals and sessions exactly and never another’s, whatever it asks', async () => {
    expect(await rows(portal, `${UPTAKE}?by=icb,quarter`, 'service')).toEqual([
      [TINY, '2025-Q1', 1, 3],
      [OWN, '2025-Q1', 9, 22],
      [OWN, '2025-Q2', 3, 10],
    ]);
    expect(await rows(portal, `/api/v1/measures/attendance?by=provider`, 'service')).toEqual([
      ['north', 13, 13],
    ]);
    expect(await rows(portal, `${REFERRALS}?icb=${OTHER}`, 'service')).toEqual([]);
  });

  test('names another provider, known or not: refused alike', async () => {
    expect(await refusal(portal, `${REFERRALS}?provider=west`, 'service')).toEqual([403, 'outside_scope']);
    expect(await refusal(portal, `${REFERRALS}?provider=nobody`, 'service')).toEqual([403, 'outside_scope']);
    expect(await rows(portal, `${REFERRALS}?provider=north`, 'service')).toEqual([[35, null]]);
  });

  test('sets England beside its own as others see it, and not exactly', async () => {
    const england = await portal.get(`${UPTAKE}?of=england`, 'service');
    expect(england.body).toMatchObject({ profile: 'hes', rows: [{ numerator: 45, denominator: 70 }] });
    expect(await refusal(portal, `${UPTAKE}?of=england&profile=none`, 'service')).toEqual([
      403,
      'freer_profile',
    ]);
  });
});

test('a researcher sees every area, counts of seven or fewer withheld everywhere', async () => {
  const { body } = await portal.get(`${UPTAKE}?by=icb,sex`, 'researcher');
  expect(body).toMatchObject({ profile: 'research', scope: { kind: 'everything' } });
  expect(
    body.rows?.map(({ icb, sex, numerator, denominator }) => [icb, sex, numerator, denominator]),
  ).toEqual([
    [TINY, 'female', null, null],
    // With her three women, those of one more board have to go.
    [OTHER, 'female', null, 15],
    [OTHER, 'male', null, 15],
    [OWN, 'female', null, null],
    [OWN, 'male', null, 20],
  ]);
  expect(await refusal(portal, `${UPTAKE}?profile=hes`, 'researcher')).toEqual([403, 'freer_profile']);
});

test('an administrator sees no data', async () => {
  expect(await refusal(portal, UPTAKE, 'admin')).toEqual([403, 'wrong_role']);
});

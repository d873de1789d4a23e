import { OUTCOME_MEASURES } from '@waymark/measures';
import { world } from '@waymark/pathways/testing';
import { moments, pairedT } from '@waymark/statistics';
import { expectValid, refusal } from '../testing/asking.js';
import { OWN } from '../testing/country.js';
import { dayAfter, FIRST_SESSION, withPeople } from '../testing/engagement.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import type { Row } from '../schemas.js';
import type { OutcomesBody } from './outcomes.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

/** Loneliness after less before, of twelve people of `north`; nine more were not asked again. */
const CHANGES = [-3, -2, -2, -1, -1, -1, 0, 0, -4, 1, -2, -1];

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await withPeople(portal);
  const history = world();
  const starter = (provider: string, subject: string) =>
    history
      .provider(provider)
      .referral(subject)
      .received(dayAfter(FIRST_SESSION, -7), { icb: OWN })
      .attended(dayAfter(FIRST_SESSION, 0), 's');
  const before = (provider: string, subject: string, total: number) =>
    starter(provider, subject).measured(dayAfter(FIRST_SESSION, 0), 'ucla3', 'baseline', { total });
  CHANGES.forEach((change, i) =>
    before('north', `n${i}`, 7).measured(dayAfter(FIRST_SESSION, 84), 'ucla3', 'review', {
      total: 7 + change,
    }),
  );
  for (let i = 0; i < 9; i += 1) before('north', `lost${i}`, 9);
  // West: 10 with a pair, 3 without; 4 of tiny with a pair; small, 5 with one and 4 without, hides what tiny and west lack.
  for (let i = 0; i < 10; i += 1)
    before('west', `w${i}`, 8).measured(dayAfter(FIRST_SESSION, 90), 'ucla3', 'exit', { total: 5 });
  for (let i = 0; i < 3; i += 1) before('west', `lost${i}`, 9);
  for (let i = 0; i < 4; i += 1)
    before('tiny', `t${i}`, 8).measured(dayAfter(FIRST_SESSION, 90), 'ucla3', 'exit', { total: 5 });
  for (let i = 0; i < 5; i += 1)
    before('small', `s${i}`, 8).measured(dayAfter(FIRST_SESSION, 90), 'ucla3', 'exit', { total: 5 });
  for (let i = 0; i < 4; i += 1) before('small', `lost${i}`, 9);
  [0, 60, 240, 600, 660, 720, 1000, 5000].forEach((after, i) =>
    starter('north', `active${i}`)
      .measured(dayAfter(FIRST_SESSION, 0), 'ipaq_sf', 'baseline', { metMinutes: 300 })
      .measured(dayAfter(FIRST_SESSION, 84), 'ipaq_sf', 'review', { metMinutes: after }),
  );
  await portal.tell(history);
});
afterAll(() => portal.close());

async function rowsBy(name: string, rest = 'by=provider'): Promise<Record<string, Row>> {
  const answer = await portal.get(`/api/v1/measures/outcome.ucla3.total?${rest}`, name);
  expectValid('MeasureAnswer', answer);
  return Object.fromEntries((answer.body.rows ?? []).map((row) => [row.provider ?? 'all', row]));
}

test('every score is a measure of the registry, answered as the OpenAPI document says', async () => {
  const listed = await portal.get('/api/v1/measures', 'analyst');
  expectValid('Measures', listed);
  const ids = (listed.body['measures'] as { id: string }[]).map(({ id }) => id);
  for (const { id } of OUTCOME_MEASURES) {
    expect(ids).toContain(id);
    expectValid('MeasureAnswer', await portal.get(`/api/v1/measures/${id}?by=provider,month`, 'researcher'));
  }
});

describe('exactly', () => {
  test('the mean change has the limits of a paired t, and beside it how many were asked again and where the others began', async () => {
    const { north } = await rowsBy('controller');
    const expected = pairedT(moments(CHANGES));
    expect(north).toMatchObject({ numerator: 12, denominator: 21, baseline: { paired: 7, unpaired: 9 } });
    expect(north?.value).toBeCloseTo(expected!.difference, 9);
    expect(north?.lower).toBeCloseTo(expected!.lower, 9);
    expect(north?.upper).toBeCloseTo(expected!.upper, 9);
  });

  test('where everybody changes by the same there are no limits', async () => {
    const { west } = await rowsBy('controller');
    expect(west).toMatchObject({ numerator: 10, denominator: 13, value: -3, lower: null, upper: null });
  });

  test('of a skewed score it is the median, without limits', async () => {
    const { body } = await portal.get('/api/v1/measures/outcome.ipaq_sf.metMinutes', 'controller');
    // Between 600 and 660, less 300.
    expect(body.rows).toMatchObject([{ numerator: 8, denominator: 8, value: 330, lower: null, upper: null }]);
  });
});

describe('under control', () => {
  test('means leave with one decimal, counts to the nearest 5', async () => {
    const { north } = await rowsBy('analyst');
    expect(north).toMatchObject({
      ...{ numerator: 10, denominator: 20, value: -1.3 },
      baseline: { paired: 7, unpaired: 9 },
    });
    expect(north?.lower).toBe(Number(north?.lower?.toFixed(1)));
  });

  test('few without a pair withhold how many have one, and their baseline; few with one, the change', async () => {
    const { west, tiny } = await rowsBy('analyst');
    expect(west).toMatchObject({
      ...{ numerator: null, denominator: 15, value: -3, suppressed: ['numerator'] },
      baseline: { paired: 8, unpaired: null },
    });
    expect(tiny).toMatchObject({
      ...{ numerator: null, denominator: null, value: null, lower: null, upper: null },
      baseline: { paired: null, unpaired: null },
      suppressed: ['numerator', 'denominator', 'value', 'lower', 'upper'],
    });
  });
});

test('of several groups together scores are told only where those of each are', async () => {
  const { north, west } = await rowsBy('analyst', 'by=provider&provider=north,west');
  expect([north?.baseline?.unpaired, west?.baseline?.unpaired]).toEqual([9, null]);
  const { all } = await rowsBy('analyst', 'provider=north,west');
  expect(all).toMatchObject({
    ...{ numerator: null, value: -2.1 },
    baseline: { paired: 7.5, unpaired: null },
  });
});

describe('/api/v1/outcomes', () => {
  const ask = async (name: string, rest: string): Promise<OutcomesBody> => {
    const answer = await portal.get(`/api/v1/outcomes?${rest}`, name);
    expectValid('OutcomesAnswer', answer);
    return answer.body as unknown as OutcomesBody;
  };

  test('tells every score of an instrument, or the one asked, as its measure does', async () => {
    const [score] = (await ask('controller', 'instrument=ucla3&by=provider')).scores;
    expect(score).toMatchObject({ measure: 'outcome.ucla3.total', improvement: 'decrease', summary: 'mean' });
    expect(Object.fromEntries(score!.rows.map((row) => [row.provider, row]))).toEqual(
      await rowsBy('controller'),
    );
    expect((await ask('analyst', 'instrument=ons4')).scores.map((each) => each.score)).toEqual([
      ...['satisfaction', 'worthwhile', 'happy', 'anxious'],
    ]);
    expect((await ask('analyst', 'instrument=ons4&score=happy')).scores).toHaveLength(1);
  });

  test('is refused without an instrument, for a score of another one, and by two breakdowns', async () => {
    const path = (rest: string): string => `/api/v1/outcomes?${rest}`;
    expect(await refusal(portal, path(''), 'controller')).toEqual([400, 'invalid_parameter']);
    expect(await refusal(portal, path('instrument=ons4&score=total'), 'controller')).toEqual([
      ...[400, 'unknown_code'],
    ]);
    expect(await refusal(portal, path('instrument=ons4&by=sex,icb'), 'controller')).toEqual([
      ...[400, 'too_many_breakdowns'],
    ]);
  });

  test('in CSV stand the scores one below the other, with coverage and baselines', async () => {
    const { text } = await portal.get('/api/v1/outcomes?instrument=ucla3&by=provider', 'analyst', {
      accept: 'text/csv',
    });
    const [header = '', north = '', small = ''] = text.split('\r\n');
    const columns = header.split(',');
    const cell = (line: string, name: string): string | undefined => line.split(',')[columns.indexOf(name)];
    expect([cell(north, 'score'), cell(north, 'provider'), cell(north, 'baseline_unpaired')]).toEqual([
      ...['total', 'north', '9'],
    ]);
    expect([cell(small, 'value'), cell(small, 'baseline_paired')]).toEqual(['*', '*']);
  });
});

import { expectValid, refusal } from '../testing/asking.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import { MONTHS, years } from '../testing/years.js';
import type { SpcBody, SpcChart } from './spc.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  for (const id of ['north', 'west', 'small', 'rare'])
    await portal.registry.putProvider({ id, name: id, sourcePrefixes: [`urn:${id}:`], keys: [] });
  await portal.person('controller', 'controller');
  await portal.person('analyst', 'icb_analyst', ['QWO']);
  await portal.person('other-analyst', 'icb_analyst', ['QOP']);
  await portal.person('service', 'provider', ['north']);
  await portal.tell(years());
});
afterAll(() => portal.close());

const PATH = '/api/v1/spc?measure=uptake.first_session';

async function charts(path: string, name: string): Promise<SpcChart[]> {
  const answer = await portal.get(path, name);
  expectValid('SpcAnswer', answer);
  return (answer.body as unknown as SpcBody).charts;
}

async function chart(path: string, name: string): Promise<SpcChart> {
  const [first, ...others] = await charts(path, name);
  expect(others).toEqual([]);
  return first as SpcChart;
}

describe('a chart for whoever sees exact counts', () => {
  test('has a point for each month, with limits of 2.66 mean moving ranges around the mean', async () => {
    const { period, points } = await chart(`${PATH}&provider=north`, 'controller');
    expect([period, points.map((point) => point.period)]).toEqual(['month', MONTHS]);
    const values = [...Array.from({ length: 14 }, (_, i) => (20 + 2 * (i % 2)) / 40), 38 / 40];
    const mean = values.reduce((total, value) => total + value, 0) / 15;
    const width = (2.66 * (13 * 0.05 + 0.4)) / 14;
    expect(points[0]).toMatchObject({ numerator: 20, denominator: 40, value: 0.5, range: null });
    expect(points[1]?.range).toBeCloseTo(0.05, 12);
    expect(points[1]?.mean).toBeCloseTo(mean, 12);
    expect(points[1]?.lower).toBeCloseTo(mean - width, 12);
    expect(points[1]?.upper).toBeCloseTo(mean + width, 12);
  });

  test('marks signals and says whether the last is better, and whether a target is met', async () => {
    const { points, variation, assurance } = await chart(`${PATH}&provider=north&target=0.2`, 'controller');
    expect(points.at(-1)).toMatchObject({ type: 'improvement', rule: 'outside_limits', side: 'high' });
    expect([variation, assurance]).toEqual(['improvement_high', 'consistent_pass']);
    const worse = await chart(`${PATH}&provider=north&improvement=decrease`, 'controller');
    expect([worse.variation, worse.assurance]).toEqual(['concern_high', null]);
  });

  test('begins limits again at each month of rebase', async () => {
    const { points, trial } = await chart(`${PATH}&provider=north&rebase=2025-01`, 'controller');
    expect(points.map(({ stretch }) => stretch)).toEqual([
      ...MONTHS.map((month) => (month < '2025' ? 0 : 1)),
    ]);
    expect(points[0]?.mean).toBeCloseTo(0.525, 12);
    expect(trial).toEqual([1]);
  });

  test('screens moving ranges only where asked', async () => {
    const path = `${PATH}&provider=north`;
    const plain = await portal.get(path, 'controller');
    const screened = await portal.get(`${path}&screening=true`, 'controller');
    expect([plain.body['screened'], screened.body['screened']]).toEqual([false, true]);
    const [wide, narrow] = [
      await chart(path, 'controller'),
      await chart(`${path}&screening=true`, 'controller'),
    ];
    expect(narrow.points[0]?.upper).toBeLessThan(wide.points[0]?.upper ?? 0);
  });

  test('of a count has a point of 0 where nothing was', async () => {
    const { points } = await chart('/api/v1/spc?measure=referrals&provider=rare', 'controller');
    expect(points.map(({ period, value }) => [period, value])).toEqual([
      ['2024-01', 2],
      ['2024-02', 0],
      ['2024-03', 2],
    ]);
  });

  test('leaves out of the limits a month that is not over, and says so', async () => {
    const asOf = encodeURIComponent('2025-03-10T00:00:00Z');
    const { points } = await untilFolded(`/api/v1/spc?measure=referrals&provider=north&asOf=${asOf}`);
    expect(points.at(-1)).toMatchObject({ period: '2025-03', flags: ['partial'] });
    expect(points.at(-1)).toMatchObject({ type: null, mean: null, lower: null });
    expect(points.slice(0, -1).every(({ flags, type }) => flags === undefined && type !== null)).toBe(true);
  });
});

/** Tables of a past instant are folded first. */
async function untilFolded(path: string): Promise<SpcChart> {
  while ((await portal.get(path, 'controller')).status === 202)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return chart(path, 'controller');
}

describe('a chart for whoever sees controlled counts', () => {
  test('is by month with 20 people a month, else by quarter, else withheld with a reason', async () => {
    const all = await charts(`${PATH}&by=provider`, 'analyst');
    const seen = Object.fromEntries(all.map((each) => [each.provider, [each.period, each.points.length]]));
    expect(seen).toEqual({
      north: ['month', 15],
      west: ['quarter', 5],
      small: ['quarter', 0],
      rare: ['quarter', 0],
    });
    expect(all.find(({ provider }) => provider === 'small')?.withheld).toMatch(/fewer than 20 people/);
    const { body } = await portal.get(`${PATH}&by=provider`, 'analyst');
    expect(body['notes']).toEqual([
      expect.stringMatching(/^By quarter/),
      expect.stringMatching(/signals from the exact/),
    ]);
  });

  test('shows values and limits that follow from the counts shown, and signals that follow from the exact ones', async () => {
    const { points } = await chart(`${PATH}&provider=north`, 'analyst');
    expect(points[1]).toMatchObject({ numerator: 20, denominator: 40, value: 0.5, mean: (14 * 0.5) / 14 });
    expect(points.at(-1)).toMatchObject({
      ...{ numerator: null, value: null, mean: null, lower: null, upper: null, range: null },
      ...{ suppressed: ['numerator', 'value'], type: 'improvement', rule: 'outside_limits' },
    });
  });

  test('is of the asker’s own boards: nobody sees another board by month', async () => {
    expect(await charts(`${PATH}&by=icb`, 'other-analyst')).toEqual([]);
    expect(await charts(`${PATH}&by=icb`, 'analyst')).toHaveLength(1);
  });
});

test('a provider sees its own months exactly, and no others', async () => {
  const all = await charts(`${PATH}&by=provider`, 'service');
  expect(all.map(({ provider, points }) => [provider, points.at(-1)?.numerator])).toEqual([['north', 38]]);
});

test('a file holds a row for each point, and the icons of each chart', async () => {
  const { text, status } = await portal.get(`${PATH}&by=provider`, 'analyst', { accept: 'text/csv' });
  const [header, ...lines] = text.trim().split('\r\n');
  expect([status, header?.split(',').slice(0, 6), lines.length]).toEqual([
    ...[200, ['provider', 'provider_name', 'period', 'numerator', 'denominator', 'value'], 20],
  ]);
});

test.each([
  ['', 'missing_parameter'],
  ['?measure=nonsense', 'unknown_code'],
  ['?measure=uptake.ever', 'not_by_time'],
  ['?measure=dna&by=month', 'breakdown_not_here'],
  ['?measure=dna&by=icb,sex', 'too_many_breakdowns'],
  ['?measure=dna&month=2024-01', 'unknown_parameter'],
  ['?measure=dna&target=many', 'invalid_parameter'],
  ['?measure=dna&rebase=2024', 'invalid_parameter'],
  ['?measure=dna&screening=1', 'unknown_code'],
  ['?measure=dna&versions=2', 'unknown_version'],
  ['?measure=dna&of=england', 'unknown_parameter'],
])('refuses %s', async (query, code) => {
  expect(await refusal(portal, `/api/v1/spc${query}`, 'controller')).toEqual([400, code]);
});

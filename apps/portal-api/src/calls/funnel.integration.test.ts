import { world } from '@waymark/pathways/testing';
import { expectValid, refusal } from '../testing/asking.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import { tellMonth } from '../testing/years.js';
import type { FunnelBody, FunnelPoint } from './funnel.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

/** Provider: referred, took up. `g` is too small to be shown, and `f` hides how few did not take up. */
const PROVIDERS = {
  a: [100, 50],
  b: [101, 52],
  c: [200, 98],
  d: [52, 26],
  e: [400, 100],
  f: [40, 37],
  g: [5, 2],
} as const;

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  const history = world();
  for (const [id, [referred, tookUp]] of Object.entries(PROVIDERS)) {
    await portal.registry.putProvider({
      id,
      name: `Provider ${id}`,
      sourcePrefixes: [`urn:${id}:`],
      keys: [],
    });
    tellMonth(history, { provider: id, month: '2024-01', icb: 'QWO', referred, tookUp });
  }
  for (let i = 0; i < 100; i += 1)
    for (const provider of ['a', 'b'])
      history
        .provider(provider)
        .referral(`s${i}`)
        .received('2024-02-01')
        .booked('2024-02-01', 's1', '2024-02-10T10:00:00Z')
        .attendance('2024-02-10', 's1', provider === 'b' && i === 0 ? 'did_not_attend' : 'attended');
  await portal.person('controller', 'controller');
  await portal.person('analyst', 'icb_analyst', ['QWO']);
  await portal.person('service', 'provider', ['b']);
  await portal.tell(history);
});
afterAll(() => portal.close());

const PATH = '/api/v1/funnel?measure=uptake.first_session&from=2024-01&to=2024-01';
const QUARTER = '/api/v1/funnel?measure=attendance&from=2024-01&to=2024-03';

async function funnel(path: string, name: string): Promise<FunnelBody> {
  const answer = await portal.get(path, name);
  expectValid('FunnelAnswer', answer);
  return answer.body as unknown as FunnelBody;
}

const point = ({ points }: FunnelBody, provider: string): FunnelPoint | undefined =>
  points.find((each) => each.provider === provider);

describe('a funnel for whoever sees exact counts', () => {
  test('has a point for each unit around the average of all, and limits that narrow with size', async () => {
    const { average, points, lines } = await funnel(PATH, 'controller');
    expect(
      points.map(({ provider, denominator, numerator }) => [provider, [denominator, numerator]]),
    ).toEqual(Object.entries(PROVIDERS));
    expect(average).toBeCloseTo((50 + 52 + 98 + 26 + 100 + 37 + 2) / 898, 12);
    expect([lines[0]?.size, lines.at(-1)?.size]).toEqual([5, 400]);
    const [narrow, wide] = [lines.at(-1)?.chance, lines[0]?.chance];
    expect(narrow?.outer.upper).toBeLessThan(wide?.outer.upper ?? 0);
    // The average less 1.96 standard errors at the largest size.
    const p = average ?? 0;
    expect(narrow?.inner.lower).toBeCloseTo(p - 1.959963984540054 * Math.sqrt((p * (1 - p)) / 400), 9);
  });

  test('tells which units differ by more than chance, and allows for units that differ more than chance can', async () => {
    const body = await funnel(PATH, 'controller');
    expect(['a', 'c', 'e', 'f'].map((provider) => point(body, provider)?.place)).toEqual([
      ...['within', 'high_inner', 'low_outer', 'high_outer'],
    ]);
    expect(body.overdispersion.adjusted).toBe(true);
    expect(body.overdispersion.phi).toBeGreaterThan(1);
    expect(point(body, 'c')?.adjusted).toBe('within');
  });
});

describe('a funnel for whoever sees controlled counts', () => {
  test('leaves units out whose counts are withheld, and draws its lines from the counts shown', async () => {
    const body = await funnel(PATH, 'analyst');
    for (const provider of ['f', 'g'])
      expect(point(body, provider)).toMatchObject({
        ...{ numerator: null, value: null, place: null, adjusted: null },
        suppressed: expect.arrayContaining(['numerator', 'value', 'lower', 'upper']) as string[],
      });
    const inside = body.points.filter(({ place }) => place !== null);
    const total = (member: 'numerator' | 'denominator'): number =>
      inside.reduce((all, each) => all + (each[member] ?? NaN), 0);
    expect(inside.length).toBeGreaterThanOrEqual(5);
    expect(body.average).toBe(total('numerator') / total('denominator'));
    expect(point(body, 'e')?.place).toBe('low_outer');
    expect(body.overdispersion.phi).toBe(Number(body.overdispersion.phi?.toFixed(2)));
  });

  test('of fewer than five units tells no overdispersion', async () => {
    const { overdispersion } = await funnel(`${PATH}&provider=a,b,c,d`, 'analyst');
    expect(overdispersion).toEqual({ phi: null, tau2: null, adjusted: false });
  });
});

describe('a provider', () => {
  const path = '/api/v1/funnel?measure=uptake.first_session&from=2024-01&to=2024-03';

  test('sees its own point exactly and named, the others rounded, in order of size, without names', async () => {
    const { points, unnamed } = await funnel(path, 'service');
    expect(points.map(({ provider, other, denominator }) => [provider ?? other, denominator])).toEqual([
      ['b', 201],
      ['other-1', 50],
      ['other-2', 200],
      ['other-3', 200],
      ['other-4', 400],
    ]);
    expect(points[0]).toMatchObject({ numerator: 52 + 99, place: 'high_outer' });
    expect(unnamed).toBe(2);
    expect((await portal.get(path, 'service')).text).not.toMatch(/"provider":"[^b]"/);
  });

  test('is refused a filter by which others could be singled out', async () => {
    for (const filter of ['&sex=male', '&icb=QWO'])
      expect(await refusal(portal, `${path}${filter}`, 'service')).toEqual([400, 'not_a_benchmark']);
    expect(await refusal(portal, PATH, 'service')).toEqual([400, 'not_a_benchmark']);
    expect(await refusal(portal, `${path}&provider=a`, 'service')).toEqual([403, 'outside_scope']);
  });

  test('sees its own practices and boards alone', async () => {
    const { points } = await funnel(`${PATH}&by=icb`, 'service');
    expect(points).toMatchObject([{ icb: 'QWO', denominator: 101, numerator: 52 }]);
  });
});

test('who records no missed session in 100 stands outside comparisons of attendance', async () => {
  const body = await funnel(QUARTER, 'controller');
  expect(point(body, 'a')).toMatchObject({ place: null, flags: ['attendances_only'], numerator: 100 });
  expect(point(body, 'b')).toMatchObject({ place: 'within', numerator: 99 });
  expect(body.average).toBe(0.99);
});

test('files hold the points, and a count or another breakdown is refused', async () => {
  const { text } = await portal.get(PATH, 'analyst', { accept: 'text/csv' });
  expect(text.split('\r\n')[0]).toMatch(
    /^provider,provider_name,numerator,denominator,value,lower,upper,place,/,
  );
  expect(await refusal(portal, '/api/v1/funnel?measure=referrals', 'analyst')).toEqual([
    400,
    'not_a_proportion',
  ]);
  expect(await refusal(portal, `${PATH}&by=sex`, 'analyst')).toEqual([400, 'breakdown_not_here']);
});

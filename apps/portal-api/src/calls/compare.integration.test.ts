import { world } from '@waymark/pathways/testing';
import { expectValid, refusal } from '../testing/asking.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import { tellMonth } from '../testing/years.js';
import type { ComparedRow, CompareBody } from './compare.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

/**
 * Women take up in 80 of 100, men in 40 of 100, in both boards of one provider: `QWO` is referred three women for each man, `QOP` the
 * other way round. In two more few take up at all.
 */
const GROUPS = [
  { icb: 'QWO', sex: 'female', referred: 150, tookUp: 120 },
  { icb: 'QWO', sex: 'male', referred: 50, tookUp: 20 },
  { icb: 'QOP', sex: 'female', referred: 50, tookUp: 40 },
  { icb: 'QOP', sex: 'male', referred: 150, tookUp: 60 },
  { icb: 'QF7', sex: 'male', referred: 30, tookUp: 3 },
  { icb: 'QHM', sex: 'male', referred: 30, tookUp: 3 },
] as const;

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await portal.registry.putProvider({ id: 'north', name: 'North', sourcePrefixes: ['urn:north:'], keys: [] });
  await portal.person('controller', 'controller');
  await portal.person('researcher', 'researcher');
  await portal.person('analyst', 'icb_analyst', ['QWO', 'QF7']);
  const history = world();
  for (const group of GROUPS) tellMonth(history, { provider: 'north', month: '2024-01', ...group });
  await portal.tell(history);
});
afterAll(() => portal.close());

const PATH = '/api/v1/compare?measure=uptake.first_session&by=icb&adjust=sex';

async function compare(path: string, name: string): Promise<CompareBody & { notes?: string[] }> {
  const answer = await portal.get(path, name);
  expectValid('CompareAnswer', answer);
  return answer.body as unknown as CompareBody & { notes?: string[] };
}

const of = ({ rows }: CompareBody, icb: string): ComparedRow | undefined =>
  rows.find((row) => row.icb === icb);

test('what is expected of an area are the rates of all for its own people', async () => {
  const body = await compare(PATH, 'controller');
  const [women, men] = [160 / 200, (20 + 60 + 3 + 3) / (50 + 150 + 30 + 30)];
  const expected = 150 * women + 50 * men;
  expect(of(body, 'QWO')).toMatchObject({ numerator: 140, denominator: 200, value: 0.7 });
  expect(of(body, 'QWO')?.adjusted?.expected).toBeCloseTo(expected, 9);
  expect(of(body, 'QWO')?.adjusted?.ratio).toBeCloseTo(140 / expected, 9);
  // Byar's limits of 140 observed: 117.8 and 165.2.
  expect(of(body, 'QWO')?.adjusted?.lower).toBeCloseTo(117.77 / expected, 3);
  expect(of(body, 'QWO')?.adjusted?.upper).toBeCloseTo(165.2 / expected, 3);
  expect(body.split).toBeNull();
});

test('a difference between two areas that comes from who is referred alone is all mix', async () => {
  const { split, rows } = await compare(`${PATH}&icb=QWO,QOP`, 'controller');
  expect([split?.first, split?.second]).toEqual(['QOP', 'QWO']);
  expect(split?.difference).toBeCloseTo(0.5 - 0.7, 9);
  expect(split?.mix).toBeCloseTo(-0.2, 9);
  expect(split?.rates).toBeCloseTo(0, 9);
  expect(rows.map(({ adjusted }) => adjusted?.ratio.toFixed(6))).toEqual(['1.000000', '1.000000']);
});

test('under control expected and ratio follow from rounded counts, and a withheld area has none', async () => {
  const body = await compare(PATH, 'researcher');
  expect(of(body, 'QWO')?.adjusted).toMatchObject({ expected: 135, ratio: 1.04 });
  expect(of(body, 'QF7')).toMatchObject({
    ...{ numerator: null, adjusted: null },
    suppressed: expect.arrayContaining(['numerator', 'value', 'lower', 'upper', 'adjusted']) as string[],
  });
  const { split } = await compare(`${PATH}&icb=QWO,QOP`, 'researcher');
  expect(split).toMatchObject({ difference: -0.2, mix: -0.2, rates: 0 });
  const { split: held } = await compare(`${PATH}&icb=QWO,QF7`, 'researcher');
  expect(held).toBeNull();
});

test('an analyst compares own boards alone: the people of others are not to be seen by sex', async () => {
  expect((await compare(PATH, 'analyst')).rows.map(({ icb }) => icb)).toEqual(['QF7', 'QWO']);
  expect(await refusal(portal, `${PATH}&icb=QWO,QOP`, 'analyst')).toEqual([403, 'outside_scope']);
});

test('people may be made alike by three breakdowns, beside the area', async () => {
  const body = await compare(PATH.replace('adjust=sex', 'adjust=sex,age_band,route'), 'controller');
  expect(body.adjust).toEqual(['age_band', 'sex', 'route']);
  expect(of(body, 'QOP')?.adjusted?.expected).toBeCloseTo(50 * 0.8 + 150 * (86 / 260), 9);
});

test('people are compared by who supported them at time zero, and told that it is an association', async () => {
  const { rows, notes } = await compare(PATH.replace('by=icb', 'by=role_mix'), 'controller');
  expect(rows.map((row) => row.role_mix)).toEqual(['none']);
  expect(notes).toEqual(
    expect.arrayContaining([expect.stringMatching(/association, not the effect of a role/)]),
  );
});

test('periods are compared as areas are', async () => {
  const { rows } = await compare(PATH.replace('by=icb', 'by=quarter'), 'controller');
  expect(rows).toMatchObject([{ quarter: '2024-Q1', denominator: 460, adjusted: { ratio: 1 } }]);
});

test.each([
  ['adjust=month', 'unknown_code'],
  ['adjust=sex,sex', 'invalid_parameter'],
  ['adjust=sex,route,age_band,ethnicity', 'invalid_parameter'],
  ['by=reason', 'breakdown_not_here'],
  ['measure=referrals', 'not_a_proportion'],
  ['measure=dna&unit=person', 'not_of_persons'],
])('refuses %s', async (query, code) => {
  const measure = query.startsWith('measure') ? '' : 'measure=uptake.first_session&';
  const path = `/api/v1/compare?${measure}${query}`;
  expect(await refusal(portal, path, 'controller')).toEqual([400, code]);
});

test('a file holds the areas with their ratios', async () => {
  const { text } = await portal.get(PATH, 'researcher', { accept: 'text/csv' });
  expect(text.split('\r\n')[0]).toMatch(/^icb,icb_name,.*,expected,ratio,ratio_lower,ratio_upper,flags/);
});

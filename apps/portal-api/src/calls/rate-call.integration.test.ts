import { world } from '@waymark/pathways/testing';
import { loadEdition } from '@waymark/warehouse';
import type { Row } from '../schemas.js';
import { expectValid, refusal } from '../testing/asking.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

/** In 2025 twenty referrals of `A1` and three of `A3` in `QWO`, eleven of `A2` in `QOP`, two of no known list. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await portal.registry.putProvider({ id: 'north', name: 'north', sourcePrefixes: ['urn:north:'], keys: [] });
  const practice = (code: string, icb: string, listSize?: number) => ({
    ...{ practice: code, icb42: icb, icb36: icb, pcn: `P-${code}` },
    ...(listSize !== undefined && { listSize }),
  });
  await loadEdition(portal.warehouse, {
    ...{ id: 'e1', label: 'Lists', synthetic: true, loadedAt: Date.parse('2024-01-01'), lsoas: [] },
    practices: [
      ...[practice('A1', 'QWO', 8123), practice('A3', 'QWO', 2000), practice('A5', 'QWO', 4000)],
      ...[practice('A2', 'QOP', 6000), practice('A4', 'QOP')],
    ],
  });
  await portal.person('controller', 'controller');
  await portal.person('analyst', 'icb_analyst', ['QWO']);
  await portal.person('service', 'provider', ['north']);
  await portal.person('researcher', 'researcher');
  const history = world();
  const refer = (code: string, count: number): void => {
    for (let i = 0; i < count; i += 1)
      history.provider('north').referral(`${code}-${i}`).received('2025-03-10', { practice: code });
  };
  refer('A1', 20);
  refer('A2', 11);
  refer('A3', 3);
  refer('A4', 2);
  await portal.tell(history);
});
afterAll(() => portal.close());

const path = (rest: string): string => `/api/v1/measures/rate.referrals?from=2025-01&to=2025-12&${rest}`;

async function ratesBy(by: string, name: string, rest = ''): Promise<Record<string, Row>> {
  const answer = await portal.get(path(`by=${by}${rest}`), name);
  expectValid('MeasureAnswer', answer);
  return Object.fromEntries(
    (answer.body.rows ?? []).map((row) => [row[by as keyof Row], row] as const),
  ) as Record<string, Row>;
}

test('is listed in the registry, and answered for every role as the OpenAPI document says', async () => {
  const listed = await portal.get('/api/v1/measures', 'analyst');
  expectValid('Measures', listed);
  const ids = (listed.body['measures'] as { id: string }[]).map(({ id }) => id);
  expect(ids).toContain('rate.referrals');
  for (const name of ['controller', 'analyst', 'researcher', 'service'])
    expectValid('MeasureAnswer', await portal.get(path('by=icb,quarter'), name));
});

test('is of 1,000 patients and year of the practices that sent somebody, with Byar’s limits and the coverage', async () => {
  const { QWO, QOP } = await ratesBy('icb', 'controller');
  expect(QWO).toMatchObject({ numerator: 23, denominator: null });
  expect(QWO?.patientYears).toBeCloseTo(10_123, 6);
  expect(QWO?.coverage).toBeCloseTo(10_123 / 14_123, 9);
  expect(QWO?.value).toBeCloseTo(23 / 10.123, 9);
  // Byar's limits of 23 events: 14.58 and 34.51.
  expect([QWO?.lower, QWO?.upper]).toEqual([
    expect.closeTo(14.576 / 10.123, 3),
    expect.closeTo(34.512 / 10.123, 3),
  ]);
  expect(QOP).toMatchObject({ numerator: 11, coverage: 1 });
});

test('counts a referral whose practice has no known list as left out', async () => {
  const { body } = await portal.get(path(''), 'controller');
  expect(body['excluded']).toEqual({ no_list_size: 2 });
});

describe('under control', () => {
  test('the count is rounded, and so are the patients: the rate is that of the two', async () => {
    const { QWO } = await ratesBy('icb', 'analyst');
    expect(QWO).toMatchObject({ numerator: 25, patientYears: 10_100, coverage: 0.72 });
    expect(QWO?.value).toBeCloseTo(25 / 10.1, 9);
  });

  test('of a count that is withheld neither rate nor patients are told', async () => {
    for (const name of ['analyst', 'researcher'])
      expect((await ratesBy('practice', name))['A3']).toMatchObject({
        ...{ numerator: null, value: null, lower: null, upper: null, patientYears: null, coverage: null },
        suppressed: ['numerator', 'value', 'lower', 'upper'],
      });
  });

  test('nothing is told where the count of all referrals is withheld', async () => {
    const withheld = async (id: string): Promise<unknown[]> => {
      const { body } = await portal.get(
        `/api/v1/measures/${id}?from=2025-01&to=2025-12&by=practice`,
        'researcher',
      );
      return (body.rows ?? []).filter(({ suppressed }) => suppressed).map(({ practice }) => practice);
    };
    expect(await withheld('rate.referrals')).toEqual(
      (await withheld('referrals')).filter((code) => code !== 'A4'),
    );
  });
});

test('is not asked by what patients are not known by, nor of where people live', async () => {
  expect(await refusal(portal, path('by=sex'), 'controller')).toEqual([400, 'breakdown_not_here']);
  expect(await refusal(portal, path('sex=female'), 'controller')).toEqual([400, 'breakdown_not_here']);
  expect(await refusal(portal, path('areas=resident'), 'controller')).toEqual([400, 'registered_only']);
});

test('in CSV the patients and their coverage stand beside', async () => {
  const { text } = await portal.get(path('by=practice'), 'analyst', { accept: 'text/csv' });
  const [header = '', ...lines] = text.split('\r\n').map((line) => line.split(','));
  const cell = (line: readonly string[], name: string): string | undefined => line[header.indexOf(name)];
  const [a1 = [], a3 = []] = lines;
  expect([cell(a3, 'practice'), cell(a3, 'patient_years'), cell(a3, 'coverage')]).toEqual(['A3', '*', '*']);
  expect(cell(a1, 'practice')).toBe('A1');
});

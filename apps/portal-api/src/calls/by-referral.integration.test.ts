import { world } from '@waymark/pathways/testing';
import { loadEdition } from '@waymark/warehouse';
import type { Row } from '../schemas.js';
import { expectValid } from '../testing/asking.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

const MEASURES = ['referrals', 'uptake.first_session', 'rate.referrals', 'days_to_first_session.within28'];

/** In `QWO` 20 people, 12 of them referred twice in 2025, of practice `A1`; in `QOP` 3 people, once. Each first time took up. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await portal.registry.putProvider({ id: 'north', name: 'north', sourcePrefixes: ['urn:north:'], keys: [] });
  await loadEdition(portal.warehouse, {
    ...{ id: 'e1', label: 'Lists', synthetic: false, loadedAt: Date.parse('2024-01-01'), lsoas: [] },
    practices: [
      { practice: 'A1', icb42: 'QWO', icb36: 'QWO', listSize: 8000 },
      { practice: 'A2', icb42: 'QOP', icb36: 'QOP', listSize: 8000 },
    ],
  });
  await portal.person('controller', 'controller');
  await portal.person('researcher', 'researcher');
  const history = world();
  const refer = (nhs: string, day: string, practice: string) =>
    history.provider('north').referral(`${nhs}-${day}`).received(day, { practice, person: { nhs } });
  for (let i = 0; i < 20; i += 1) {
    refer(`n1.a${i}`, '2025-01-10', 'A1').attended('2025-01-20', 's');
    if (i < 12) refer(`n1.a${i}`, '2025-04-10', 'A1');
  }
  for (let i = 0; i < 3; i += 1) refer(`n1.b${i}`, '2025-01-10', 'A2').attended('2025-01-20', 's');
  await portal.tell(history);
});
afterAll(() => portal.close());

async function rowsOf(id: string, name: string, rest = '&unit=person'): Promise<Record<string, Row>> {
  const path = `/api/v1/measures/${id}?by=icb&from=2025-01&to=2025-12${rest}`;
  const answer = await portal.get(path, name);
  expectValid('MeasureAnswer', answer);
  return Object.fromEntries((answer.body.rows ?? []).map((row) => [row.icb ?? '', row]));
}

test('of persons, the counts of every referral stand beside, exact for whoever sees exact ones', async () => {
  expect((await rowsOf('referrals', 'controller'))['QWO']).toMatchObject({
    ...{ numerator: 20, referrals: { numerator: 32, denominator: null } },
  });
  expect((await rowsOf('uptake.first_session', 'controller'))['QWO']).toMatchObject({
    ...{ numerator: 20, denominator: 20, value: 1, referrals: { numerator: 20, denominator: 32 } },
  });
  expect((await rowsOf('rate.referrals', 'controller'))['QWO']).toMatchObject({
    ...{ numerator: 20, referrals: { numerator: 32, denominator: null } },
  });
  expect((await rowsOf('days_to_first_session.within28', 'controller'))['QWO']).toMatchObject({
    ...{ numerator: null, denominator: 20, referrals: { numerator: null, denominator: 32 } },
  });
});

test('under control they are what the same question of referrals answers, and withheld where that is', async () => {
  for (const id of MEASURES) {
    const [persons, referrals] = [await rowsOf(id, 'researcher'), await rowsOf(id, 'researcher', '')];
    for (const icb of ['QWO', 'QOP']) {
      const { numerator, denominator } = referrals[icb] as Row;
      expect([id, icb, persons[icb]?.referrals]).toMatchObject([id, icb, { numerator, denominator }]);
    }
    expect(persons['QOP']?.referrals?.suppressed).toBeDefined();
  }
});

test('of referrals there are no others', async () => {
  for (const id of MEASURES)
    expect((await rowsOf(id, 'controller', ''))['QWO']).not.toHaveProperty('referrals');
});

test('in CSV they are columns of their own', async () => {
  const path = '/api/v1/measures/uptake.first_session?by=icb&unit=person';
  const { text } = await portal.get(path, 'researcher', { accept: 'text/csv' });
  const [header = [], ...lines] = text.split('\r\n').map((line) => line.split(','));
  const cell = (icb: string): (string | undefined)[] =>
    ['referrals_numerator', 'referrals_denominator'].map(
      (name) => lines.find((line) => line[0] === icb)?.[header.indexOf(name)],
    );
  expect(cell('QOP')).toEqual(['*', '*']);
  expect(
    (await portal.get(path.replace('&unit=person', ''), 'researcher', { accept: 'text/csv' })).text,
  ).not.toContain('referrals_numerator');
});

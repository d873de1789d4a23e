import { TIMED_MEASURES } from '@waymark/measures';
import { expectValid } from '../testing/asking.js';
import { OWN } from '../testing/country.js';
import { attendee, engagement, withPeople } from '../testing/engagement.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import type { Row } from '../schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await withPeople(portal);
  const history = engagement();
  const lately = new Date(Date.now() - 70 * 86_400_000).toISOString().slice(0, 10);
  ['a', 'b'].forEach((subject) =>
    attendee(history, subject, { provider: 'lately', icb: OWN, first: lately, days: [0] }),
  );
  await portal.tell(history);
});
afterAll(() => portal.close());

const path = (id: string, rest = ''): string => `/api/v1/measures/${id}?${rest}`;

async function rowsBy(id: string, name: string, rest = 'by=provider'): Promise<Record<string, Row>> {
  const answer = await portal.get(path(id, rest), name);
  expectValid('MeasureAnswer', answer);
  return Object.fromEntries((answer.body.rows ?? []).map((row) => [row.provider ?? 'all', row]));
}

test('every timed measure is listed in the registry and answered as the OpenAPI document says', async () => {
  const listed = await portal.get('/api/v1/measures', 'analyst');
  expectValid('Measures', listed);
  const ids = (listed.body['measures'] as { id: string }[]).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(TIMED_MEASURES.map(({ id }) => id)));
  for (const { id } of TIMED_MEASURES) {
    for (const name of ['controller', 'analyst', 'researcher', 'service'])
      expectValid('MeasureAnswer', await portal.get(path(id, 'by=provider,month'), name));
  }
});

describe('exactly', () => {
  test('disengagement is the cumulative incidence worked out by hand, and higher by Kaplan-Meier', async () => {
    const { north, west, tiny } = await rowsBy('disengaged.12w', 'controller');
    expect(north).toMatchObject({ numerator: null, denominator: 10 });
    expect(north?.value).toBeCloseTo(0.4, 12);
    const { north: naive } = await rowsBy('disengaged.12w.km', 'controller');
    expect(naive?.value).toBeCloseTo(0.475, 12);
    expect([west, tiny]).toMatchObject([
      { denominator: 20, value: null, flags: ['not_followed'] },
      { denominator: 3, value: 1 },
    ]);
  });

  test('days are those by which the share was reached, with limits where the curve’s own reach it', async () => {
    const { all } = await rowsBy('days_to_first_session.p50', 'controller', '');
    expect(all).toMatchObject({ denominator: 41, value: 7, lower: null, upper: null });
    const { all: contact } = await rowsBy('days_to_contact.p50', 'controller', '');
    expect(contact).toMatchObject({ denominator: 41, value: null, flags: ['not_reached'] });
  });

  test('a longer gap makes fewer silences, and who started too recently for it is left out', async () => {
    const asked = async (gap: number): Promise<unknown> => {
      const { body } = await portal.get(path('disengaged.12w', `provider=lately&gap=${gap}`), 'controller');
      return [body['gap'], body.rows?.[0]?.denominator, body['excluded']];
    };
    // 70 days have passed: 56 are enough, twice 60 are not.
    expect(await asked(28)).toEqual([28, 2, {}]);
    expect(await asked(60)).toEqual([60, undefined, { immature: 2 }]);
  });

  test('by a share within a day the closure competes, and the rest are censored', async () => {
    const { north } = await rowsBy('days_to_first_session.within14', 'controller');
    expect(north).toMatchObject({ denominator: 10, value: 1 });
  });
});

describe('under control', () => {
  test('a row of fewer than eight people is withheld', async () => {
    for (const name of ['analyst', 'researcher']) {
      const { tiny } = await rowsBy('disengaged.12w', name);
      expect(tiny).toMatchObject({
        ...{ numerator: null, denominator: null, value: null, lower: null, upper: null },
        suppressed: ['denominator', 'value', 'lower', 'upper'],
      });
    }
  });

  test('any other is read from the curve by midpoint 6, and its denominator rounded to 5', async () => {
    const { west } = await rowsBy('disengaged.12w', 'researcher', 'by=provider&from=2025-01');
    // 20 followed become 21, 10 silent become 9.
    expect(west).toMatchObject({ denominator: 20, value: null, flags: ['not_followed'] });
    const answer = await portal.get(path('days_to_first_session.p50', 'by=provider'), 'researcher');
    expect(answer.body.rows).toMatchObject([
      { provider: 'few', denominator: null, value: null },
      { provider: 'lately', denominator: null, value: null },
      { provider: 'north', denominator: 10, value: 7 },
      { provider: 'tiny', suppressed: ['denominator', 'value', 'lower', 'upper'] },
      { provider: 'west', denominator: 20, value: 7 },
    ]);
  });

  test('a provider sees its own rows exactly', async () => {
    const { north, ...others } = await rowsBy('disengaged.12w', 'service');
    expect(north?.value).toBeCloseTo(0.4, 12);
    expect(others).toEqual({});
  });
});

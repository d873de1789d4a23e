import { world, type World } from '@waymark/pathways/testing';
import { loadEdition } from '@waymark/warehouse';
import { expectValid } from '../testing/asking.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import { tellMonth } from '../testing/years.js';
import type { InequalityBody } from './inequality.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

const QUINTILES = [1, 2, 3, 4, 5];
const lsoaOf = (quintile: number): string => `E0100000${quintile}`;

/** 100 people in each fifth, 30 of whom take up in the most deprived, 10 more in each of the next; 20 people of no known area. Later 5 of 20 in each fifth. */
function gradient(): World {
  const history = world();
  for (const quintile of QUINTILES)
    tellMonth(history, {
      ...{ provider: 'north', month: '2024-01', icb: 'QWO', lsoa: lsoaOf(quintile) },
      ...{ referred: 100, tookUp: 20 + 10 * quintile },
    });
  tellMonth(history, { provider: 'north', month: '2024-01', icb: 'QWO', referred: 20, tookUp: 10 });
  tellMonth(history, {
    ...{ provider: 'north', month: '2024-07', icb: 'QWO', lsoa: lsoaOf(1), referred: 12, tookUp: 6 },
  });
  for (const quintile of QUINTILES)
    tellMonth(history, {
      ...{ provider: 'north', month: '2024-10', icb: 'QWO', lsoa: lsoaOf(quintile), referred: 20, tookUp: 5 },
    });
  return history;
}

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await portal.registry.putProvider({ id: 'north', name: 'North', sourcePrefixes: ['urn:north:'], keys: [] });
  await loadEdition(portal.warehouse, {
    ...{ id: 'e1', label: 'Fifths', synthetic: true, loadedAt: Date.parse('2024-01-01'), practices: [] },
    lsoas: QUINTILES.map((quintile) => ({ lsoa: lsoaOf(quintile), imdDecile: 2 * quintile, imdYear: 2025 })),
  });
  await portal.person('controller', 'controller');
  await portal.person('analyst', 'icb_analyst', ['QWO']);
  await portal.tell(gradient());
});
afterAll(() => portal.close());

const PATH = '/api/v1/inequality?measure=uptake.first_session&by=imd_quintile';

async function inequality(path: string, name: string): Promise<InequalityBody> {
  const answer = await portal.get(path, name);
  expectValid('InequalityAnswer', answer);
  return answer.body as unknown as InequalityBody;
}

test('the indices are those of the line through the groups, from the most deprived', async () => {
  const { sii, rii, rows } = await inequality(`${PATH}&to=2024-06`, 'controller');
  // A straight line from 0.30 to 0.70 at the middles of five equal fifths goes from 0.25 to 0.75.
  expect(sii?.value).toBeCloseTo(0.5, 9);
  expect(rii?.value).toBeCloseTo(3, 9);
  // Its standard error from those of the shares, 0.073, gives 0.36 to 0.64; Wilson's limits are a little wider.
  expect(sii?.lower).toBeCloseTo(0.36, 1);
  expect(sii?.upper).toBeCloseTo(0.64, 1);
  expect(rows.map((row) => [row.imd_quintile, row.numerator, row.core20])).toEqual([
    ...[
      ['1', 30, true],
      ['2', 40, undefined],
      ['3', 50, undefined],
      ['4', 60, undefined],
    ],
    ...[
      ['5', 70, undefined],
      ['unknown', 10, undefined],
    ],
  ]);
});

test('under control they are rounded, as long as each group has 8 people on both sides', async () => {
  const { sii, rii, withheld } = await inequality(`${PATH}&icb=QWO&to=2024-06`, 'analyst');
  expect([sii?.value, rii?.value, withheld]).toEqual([0.5, 3, undefined]);
  expect(sii?.lower).toBe(Number(sii?.lower?.toFixed(3)));
});

test('they are not there where a group is missing or has too few people, and the answer says why', async () => {
  const few = await inequality(`${PATH}&from=2024-07&to=2024-07`, 'controller');
  expect([few.sii, few.withheld]).toEqual([null, expect.stringMatching(/has nobody/)]);
  const small = `${PATH}&from=2024-10&icb=QWO`;
  expect((await inequality(small, 'controller')).sii).not.toBeNull();
  const withheld = await inequality(small, 'analyst');
  expect([withheld.sii, withheld.rii, withheld.withheld]).toEqual([
    ...[null, null, expect.stringMatching(/fewer than 8/)],
  ]);
  const deciles = await inequality('/api/v1/inequality?measure=uptake.first_session', 'controller');
  expect(deciles.rows.map((row) => [row.imd_decile, row.core20])).toEqual([
    ...[
      ['2', true],
      ['4', undefined],
      ['6', undefined],
      ['8', undefined],
      ['10', undefined],
    ],
    ['unknown', undefined],
  ]);
});

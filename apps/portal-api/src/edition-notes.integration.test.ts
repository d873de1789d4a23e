import { loadEdition } from '@waymark/warehouse';
import { openCountry, UPTAKE } from './testing/asking.js';
import type { TestPortal } from './testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openCountry();
  const edition = { label: '', lsoas: [], loadedAt: Date.parse('2025-01-01') };
  const practices = [{ practice: 'A1', imdDecile: 3 }, { practice: 'A2' }];
  await loadEdition(portal.warehouse, { ...edition, id: 'of-practices', synthetic: false, practices });
  await loadEdition(portal.warehouse, {
    ...{ ...edition, id: 'invented', synthetic: true, practices: [{ practice: 'A1' }] },
  });
});
afterAll(() => portal.close());

async function notes(path: string): Promise<unknown> {
  const { body } = await portal.get(path, 'controller');
  return body['notes'];
}

test('an answer that reads deprivation says so where it may be that of practices', async () => {
  const ofPractices = [expect.stringMatching(/that of the practice/)];
  for (const question of [
    `${UPTAKE}?by=imd_quintile`,
    `${UPTAKE}?imd_decile=1`,
    '/api/v1/inequality?measure=uptake.first_session',
  ])
    expect(await notes(`${question}&editions=of-practices`)).toEqual(expect.arrayContaining(ofPractices));
  const adjusted = '/api/v1/compare?measure=uptake.first_session&by=icb&adjust=imd_quintile';
  expect(await notes(`${adjusted}&editions=of-practices`)).toEqual(expect.arrayContaining(ofPractices));
  expect(await notes(`${UPTAKE}?by=icb&editions=of-practices`)).toBeUndefined();
});

test('every answer on an invented edition says that it is one', async () => {
  expect(await notes(`${UPTAKE}?by=imd_quintile&editions=invented`)).toEqual([
    expect.stringMatching(/invented/),
  ]);
});

import { loadEdition } from '@waymark/warehouse';
import { FORMATS } from './format.js';
import { parseCsv } from './testing/csv.js';
import { largeCountry, PROVIDERS } from './testing/large-country.js';
import { openTestPortal, type TestPortal } from './testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(120_000);

const SEED = 20_260_401;
const country = largeCountry(SEED, 150);
const REFERRALS = '/api/v1/measures/referrals';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  for (const [id, name] of Object.entries(PROVIDERS))
    await portal.registry.putProvider({ id, name, sourcePrefixes: [`urn:${id}:`], keys: [] });
  await portal.person('controller', 'controller', []);
  await portal.person('analyst', 'icb_analyst', ['QWO']);
  await portal.person('sender', 'provider', ['birch-lw']);
  await loadEdition(portal.warehouse, country.edition);
  await portal.tell(country.history);
});
afterAll(() => portal.close());

interface Named {
  rows: Record<string, string>[];
  names?: Record<string, Record<string, string>>;
}
const ask = async (query: string, name: string): Promise<Named> =>
  (await portal.get(`${REFERRALS}?${query}`, name)).body as unknown as Named;

describe('names of places', () => {
  test.each(['sub_icb', 'pcn', 'practice'])(
    'stand beside the codes of %s in an answer, as the edition has them',
    async (by) => {
      const { rows, names = {} } = await ask(`by=${by}`, 'controller');
      const codes = rows.flatMap((row) => row[by] ?? []).filter((code) => /^(SUB|PCN|PR)/.test(code));
      expect(codes.length).toBeGreaterThan(2);
      expect(Object.keys(names)).toEqual([by]);
      expect(names[by]).toEqual(Object.fromEntries(codes.map((code) => [code, `Place ${code}`])));
    },
  );

  test.each(['analyst', 'sender'])(
    'are to a person such as %s those of the rows, and of no other place',
    async (name) => {
      const { rows, names = {} } = await ask('by=practice', name);
      const shown = new Set(rows.map(({ practice }) => practice));
      const named = Object.keys(names['practice'] ?? {});
      expect(named.length).toBeGreaterThan(0);
      expect(named.length).toBeLessThan(country.edition.practices.length);
      expect(named.filter((code) => !shown.has(code))).toEqual([]);
    },
  );

  test('of what was asked for are told, too; of nothing else', async () => {
    const [place] = country.edition.practices;
    const { names } = await ask(`pcn=${place?.pcn}&by=quarter`, 'controller');
    expect(names).toEqual({ pcn: { [place?.pcn ?? '']: `Place ${place?.pcn}` } });
    expect(await ask('by=icb,quarter', 'controller')).not.toHaveProperty('names');
  });

  test('stand in a file in the column after the code', async () => {
    const { bytes } = await portal.get(`${REFERRALS}?by=practice`, 'controller', { accept: FORMATS.csv });
    const [header = [], ...rows] = parseCsv(bytes.toString('utf8'));
    const at = header.indexOf('practice_name');
    expect(header[at - 1]).toBe('practice');
    const named = rows.filter((row) => row[at - 1]?.startsWith('PR'));
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((row) => row[at] !== `Place ${row[at - 1]}`)).toEqual([]);
  });
});

import { refusal } from '../testing/asking.js';
import { OTHER, OWN } from '../testing/country.js';
import { engagement, withPeople } from '../testing/engagement.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await withPeople(portal);
  await portal.person('own-board', 'icb_analyst', [OWN]);
  await portal.person('admin', 'admin');
  const history = engagement();
  for (const [provider, icb] of [...[['north', OWN] as const], ['west', OTHER] as const]) {
    for (let i = 0; i < 12; i += 1)
      history
        .provider(provider)
        .referral(`asked-${i}`)
        .received('2025-01-02', { icb })
        .attended('2025-01-06', 's')
        .measured('2025-01-06', 'ucla3', 'baseline', { total: 7 })
        .measured('2025-04-01', 'ucla3', 'review', { total: 5 })
        .closed('2025-04-02', 'withdrawn', { reason: 'cost' });
  }
  await portal.tell(history);
});
afterAll(() => portal.close());

/** Each call with its breakdown, and where its rows stand. */
const CALLS: [path: string, place: (string | number)[]][] = [
  ['/api/v1/survival?strata=', ['strata']],
  ['/api/v1/retention?by=', ['rows']],
  ['/api/v1/disengagement?by=', ['endings']],
  ['/api/v1/outcomes?instrument=ucla3&by=', ['scores', 0, 'rows']],
  ['/api/v1/measures/disengaged.12w?by=', ['rows']],
  ['/api/v1/measures/outcome.ucla3.total?by=', ['rows']],
];

async function codes(call: (typeof CALLS)[number], by: string, name: string, rest = ''): Promise<string[]> {
  const [path, place] = call;
  const { status, body } = await portal.get(`${path}${by}${rest}`, name);
  expect(status).toBe(200);
  const rows = place.reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], body);
  return [...new Set((rows as Record<string, string>[]).map((row) => row[by] ?? ''))].sort();
}

describe.each(CALLS)('%s', (...call) => {
  test('shows a provider its own, and an analyst its own boards', async () => {
    expect(await codes(call, 'provider', 'service')).toEqual(['north']);
    expect(await codes(call, 'provider', 'own-board')).toEqual(['north']);
    expect((await codes(call, 'provider', 'controller')).length).toBeGreaterThan(1);
  });

  test('shows nothing to administrators, and no other board in detail to an analyst', async () => {
    const [path] = call;
    expect((await refusal(portal, `${path}provider`, 'admin'))[0]).toBe(403);
    expect(await refusal(portal, `${path}sex&icb=${OTHER}`, 'own-board')).toEqual([403, 'outside_scope']);
    expect(await refusal(portal, `${path}sex&profile=none`, 'analyst')).toEqual([403, 'freer_profile']);
  });

  test('is in the audit topic, with who asked and how much was seen', async () => {
    const before = (await portal.audit()).length;
    await codes(call, 'provider', 'controller');
    const [record] = (await portal.audit()).slice(before);
    expect(record).toMatchObject({ who: 'controller', outcome: { is: 'answered', profile: 'none' } });
    expect((record?.['outcome'] as { rows: number }).rows).toBeGreaterThan(0);
  });
});

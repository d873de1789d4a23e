import { world } from '@waymark/pathways/testing';
import { expectValid, refusal } from '../testing/asking.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import type { Feed, FeedsBody } from './feeds.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

/**
 * `north` sends 20 referrals for `QWO` in January, each with a session attended in February, and 10 in March, of whose sessions in April
 * nobody tells. `west` sends 3 for `QOP`, before its feed is complete 2 more. `mute` sends nothing.
 */
let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  const provider = (id: string, ends: object = {}): Promise<void> =>
    portal.registry.putProvider({ id, name: id, sourcePrefixes: [`urn:${id}:`], keys: [], ...ends });
  await provider('north', { completeFrom: '2024-01-01', completeTo: '2024-04-30' });
  await provider('west', { completeFrom: '2024-02-01' });
  await provider('mute');
  await portal.person('controller', 'controller');
  await portal.person('analyst', 'icb_analyst', ['QWO']);
  await portal.person('service', 'provider', ['west']);
  await portal.person('admin', 'admin');
  const history = world();
  const refer = (id: string, name: string, day: string, icb: string) =>
    history.provider(id).referral(name).received(day, { icb });
  for (let i = 0; i < 20; i += 1)
    refer('north', `a${i}`, '2024-01-10', 'QWO')
      .booked('2024-01-11', 's', '2024-02-10T10:00:00Z')
      .attended('2024-02-10', 's');
  for (let i = 0; i < 10; i += 1)
    refer('north', `b${i}`, '2024-03-10', 'QWO').booked('2024-03-11', 's', '2024-04-10T10:00:00Z');
  for (let i = 0; i < 2; i += 1) refer('west', `early${i}`, '2024-01-20', 'QOP');
  for (let i = 0; i < 3; i += 1) refer('west', `c${i}`, '2024-02-10', 'QOP');
  await portal.tell(history);
});
afterAll(() => portal.close());

async function feeds(name: string, query = ''): Promise<Feed[]> {
  const answer = await portal.get(`/api/v1/feeds${query}`, name);
  expectValid('FeedsAnswer', answer);
  return (answer.body as unknown as FeedsBody).feeds;
}

test('tell of each provider since when and up to when, how much by month, and how much is recorded', async () => {
  const [mute, north, west] = await feeds('controller');
  expect(mute).toEqual({
    ...{ provider: 'mute', from: null, to: null, first: null, last: null },
    ...{ sessions: 0, recorded: null, months: [] },
  });
  expect(north).toEqual({
    ...{ provider: 'north', from: '2024-01-01', to: '2024-04-30', first: '2024-01', last: '2024-04' },
    ...{ sessions: 30, recorded: 20 / 30, flags: ['low_recording'] },
    months: [
      { month: '2024-01', referrals: 20, sessions: 0, recorded: null, flags: ['provider_joined'] },
      { month: '2024-02', referrals: 0, sessions: 20, recorded: 1 },
      { month: '2024-03', referrals: 10, sessions: 0, recorded: null },
      { month: '2024-04', referrals: 0, sessions: 10, recorded: 0, flags: ['provider_left'] },
    ],
  });
  expect(west?.months).toEqual([
    { month: '2024-02', referrals: 3, sessions: 0, recorded: null, flags: ['provider_joined'] },
  ]);
});

test('are those of the asker: a provider its own, an analyst those that send for its boards, an administrator none', async () => {
  expect((await feeds('service')).map(({ provider }) => provider)).toEqual(['west']);
  expect((await feeds('analyst')).map(({ provider }) => provider)).toEqual(['north']);
  expect((await refusal(portal, '/api/v1/feeds', 'admin'))[0]).toBe(403);
});

test('hold controlled counts for whoever sees no exact ones', async () => {
  const [, , west] = await feeds('controller', '?profile=hes');
  expect(west?.months).toEqual([
    ...[{ month: '2024-02', referrals: null, sessions: 0, recorded: null }].map((month) => ({
      ...month,
      ...{ suppressed: ['referrals'], flags: ['provider_joined'] },
    })),
  ]);
});

test('in a file are a row for each provider; they have no breakdown', async () => {
  const { text } = await portal.get('/api/v1/feeds', 'analyst', { accept: 'text/csv' });
  expect(text.split('\r\n')[0]).toMatch(/^provider,provider_name,from,to,first,last,sessions,recorded,flags/);
  expect(await refusal(portal, '/api/v1/feeds?by=icb', 'analyst')).toEqual([400, 'unknown_parameter']);
});

test('are told as of a past instant, too', async () => {
  const [, north] = await feeds('controller', '?asOf=2024-12-31');
  expect(north).toMatchObject({ provider: 'north', sessions: 30, flags: ['low_recording'] });
});

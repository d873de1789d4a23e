import { world } from '@waymark/pathways/testing';
import { expectValid } from '../testing/asking.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

/** What `QMM` is merged into. */
const MERGED = 'T6Y0W';

const some = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/**
 * Referrals and booked sessions of March 2025 and April 2026, in a board that was merged in 2026 and one that was not:
 *
 * - `old` in `QMM` (merged): 20 in each month, all attended.
 * - `new`, complete since 2026-04-01, in `QWO`: 20 in April 2026, of whose sessions 10 are without an outcome.
 * - `gone`, complete up to 2025-03-20, in `QOP`: 10 in March 2025.
 * - `rosy` in `QOP`: 100 attended sessions, none missed.
 * - `small`, complete since 2025-03-01, in `QWO`: 3 in March 2025, beside 30 of `old` in April.
 */
let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  const provider = (id: string, ends: object = {}): Promise<void> =>
    portal.registry.putProvider({ id, name: id, sourcePrefixes: [`urn:${id}:`], keys: [], ...ends });
  await provider('old');
  await provider('new', { completeFrom: '2026-04-01' });
  await provider('gone', { completeTo: '2025-03-20' });
  await provider('rosy');
  await provider('small', { completeFrom: '2025-03-01' });
  await portal.person('controller', 'controller');
  await portal.person('researcher', 'researcher');
  await portal.person('rosy', 'provider', ['rosy']);
  const history = world();
  const send = (id: string, icb: string, month: string, count: number, attended = count): void =>
    some(count).forEach((i) => {
      const at = `${month}-10T10:00:00Z`;
      const referral = history
        .provider(id)
        .referral(`${month}-${i}`)
        .received(`${month}-02`, { icb })
        .booked(`${month}-03`, 's', at);
      if (i < attended) referral.attended(at, 's');
    });
  for (const month of ['2025-03', '2026-04']) send('old', 'QMM', month, 20);
  send('new', 'QWO', '2026-04', 20, 10);
  send('gone', 'QOP', '2025-03', 10);
  send('rosy', 'QOP', '2025-03', 100);
  send('small', 'QWO', '2025-03', 3);
  send('old', 'QWO', '2025-04', 30);
  history.provider('old').referral('2025-03-0').booked('2025-03-03', 'm', '2025-03-12T10:00:00Z');
  history.provider('old').referral('2025-03-0').attendance('2025-03-12T10:00:00Z', 'm', 'did_not_attend');
  for (const [time, stage, total] of [
    ['2026-04-10', 'baseline', 9],
    ['2026-07-03', 'review', 5],
  ] as const)
    history.provider('new').referral('2026-04-0').measured(time, 'ucla3', stage, { total });
  await portal.tell(history);
});
afterAll(() => portal.close());

/** Flags of rows that have any, by their codes. */
async function flags(id: string, query: string, name = 'controller'): Promise<Record<string, string[]>> {
  const answer = await portal.get(`/api/v1/measures/${id}?${query}`, name);
  expectValid('MeasureAnswer', answer);
  const by = new URLSearchParams(query).get('by')?.split(',') ?? [];
  const of = (row: object): string => by.map((each) => (row as Record<string, string>)[each]).join(' ');
  return Object.fromEntries(
    (answer.body.rows ?? []).flatMap((row) => (row.flags ? [[of(row), row.flags as string[]]] : [])),
  );
}

describe('given boards that changed on 1 April 2026', () => {
  test('as they were, a row that reaches to that day is flagged, on today’s boundaries none', async () => {
    const asWas = Object.entries(await flags('referrals', 'by=icb,month'));
    const changed = asWas.filter(([, some]) => some.includes('boundary_change'));
    expect(changed.map(([key]) => key)).toEqual([`${MERGED} 2026-04`]);
    const current = Object.values(await flags('referrals', 'by=icb,month&boundaries=current')).flat();
    expect(current).not.toContain('boundary_change');
  });

  test('so is one without a period, by the months asked, and one that is filtered by the board', async () => {
    expect((await flags('referrals', 'by=icb'))['QMM']).toEqual(['boundary_change']);
    expect((await flags('referrals', 'by=icb&to=2025-12'))['QMM']).toBeUndefined();
    expect((await flags('referrals', 'by=year&icb=QMM'))['2025']).toBeUndefined();
  });
});

describe('given feeds that began or ended', () => {
  test('periods in which they did are flagged, where the provider sends at all', async () => {
    expect(await flags('referrals', 'by=icb,month&boundaries=current')).toEqual({
      'QOP 2025-03': ['provider_left'],
      'QWO 2025-03': ['provider_joined'],
      'QWO 2026-04': ['provider_joined'],
    });
    expect(await flags('referrals', 'by=month')).toEqual({
      '2025-03': ['provider_joined', 'provider_left'],
      '2026-04': ['provider_joined'],
    });
  });

  test('so are those of measures of change', async () => {
    expect(await flags('outcome.ucla3.total', 'by=provider,month')).toEqual({
      'new 2026-04': ['provider_joined'],
    });
  });

  test('a provider’s own rows speak of its own feed, and a row without a beginning of none', async () => {
    expect(await flags('referrals', 'by=provider,month')).toEqual({
      'gone 2025-03': ['provider_left'],
      'new 2026-04': ['provider_joined'],
      'small 2025-03': ['provider_joined'],
    });
    expect(await flags('referrals', 'by=month&provider=old')).toEqual({});
    expect(await flags('days_to_contact.p50', 'by=provider,month')).toMatchObject({
      'new 2026-04': ['provider_joined', 'not_reached'],
    });
    expect(await flags('referrals', 'by=provider')).toEqual({});
  });

  test('under control nothing is said of a provider whose count is withheld, be it for another’s sake', async () => {
    expect(await flags('referrals', 'by=icb,month&boundaries=current', 'researcher')).toEqual({
      'QWO 2026-04': ['provider_joined'],
    });
  });
});

describe('given how sessions are recorded', () => {
  test('who records no missed session in 100 is flagged in measures of sessions alone', async () => {
    for (const profile of ['none', 'hes'])
      expect((await flags('dna', `by=provider&profile=${profile}`))['rosy']).toEqual(['attendances_only']);
    expect(await flags('dna', '', 'rosy')).toEqual({ '': ['attendances_only'] });
    expect(await flags('uptake.first_session', 'by=provider')).toEqual({});
  });

  test('that nobody was missed is not said where counts of none are withheld', async () => {
    expect((await flags('dna', 'by=provider', 'researcher'))['rosy']).toBeUndefined();
  });

  test('rows of which fewer than four in five have an outcome are flagged', async () => {
    for (const [id, profile] of [
      ['recording', 'none'],
      ['attendance', 'none'],
      ['attendance', 'research'],
    ] as const) {
      const found = await flags(id, `by=provider,year&profile=${profile}`);
      const low = Object.keys(found).filter((key) => found[key]?.includes('low_recording'));
      expect([id, profile, low]).toEqual([id, profile, ['new 2026']]);
    }
  });
});

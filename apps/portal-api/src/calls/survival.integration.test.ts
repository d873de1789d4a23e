import { logRank } from '@waymark/statistics';
import { expectValid, refusal } from '../testing/asking.js';
import { engagement, withPeople } from '../testing/engagement.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import type { Stratum, SurvivalBody } from './survival.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await withPeople(portal);
  await portal.tell(engagement());
});
afterAll(() => portal.close());

async function ask(name: string, rest = 'strata=provider'): Promise<SurvivalBody> {
  const answer = await portal.get(`/api/v1/survival?${rest}`, name);
  expectValid('SurvivalAnswer', answer);
  return answer.body as unknown as SurvivalBody;
}

async function strata(name: string, rest?: string): Promise<Record<string, Stratum>> {
  const body = await ask(name, rest);
  return Object.fromEntries(body.strata.map((stratum) => [stratum.provider ?? 'all', stratum]));
}

describe('exactly', () => {
  test('the curve, its at-risk table and its summaries are those worked out by hand', async () => {
    const { north } = await strata('controller');
    expect(north).toMatchObject({ followed: 10, unrecorded: 1, immature: 0, until: 99 });
    expect(north?.curve?.map(({ day, engaged }) => [day, Number(engaged.toFixed(9))])).toEqual([
      [22, 0.7],
      [50, 0.525],
    ]);
    expect(north?.curve?.every(({ engaged, lower, upper }) => lower! < engaged && engaged < upper!)).toBe(
      true,
    );
    expect(north?.atRisk).toEqual([
      { week: 0, n: 10 },
      { week: 4, n: 7 },
      { week: 8, n: 3 },
      { week: 12, n: 3 },
    ]);
    expect(north?.median).toMatchObject({ days: null });
    // 22 days of all, 28 of 0.7, 34 of 0.525.
    expect(north?.restrictedMean?.[0]?.days).toBeCloseTo(59.45, 9);
    expect(north?.restrictedMean?.[1]).toEqual({ within: 182, days: null, lower: null, upper: null });
  });

  test('the endings compete: their shares and those still engaged are everybody', async () => {
    const { north, west } = await strata('controller');
    const last = (stratum: Stratum | undefined, ending: 'disengaged' | 'completed' | 'died'): unknown => {
      const { day, share } = stratum!.incidence![ending].at(-1) ?? { day: 0, share: 0 };
      return [day, Number(share.toFixed(9))];
    };
    expect([last(north, 'disengaged'), last(north, 'completed'), last(north, 'died')]).toEqual([
      [50, 0.4],
      [36, 0.2],
      [30, 0.1],
    ]);
    expect([last(west, 'disengaged'), last(west, 'died')]).toEqual([
      [8, 0.5],
      [0, 0],
    ]);
    // Half were gone from day 8 on, to the end of what is known.
    expect(west?.median?.days).toBe((8 + 60) / 2);
  });

  test('log-rank compares the strata as the statistics do on these people', async () => {
    const people = (group: string, times: [time: number, cause: number, weight: number][]) =>
      times.map(([time, cause, weight]) => ({ group, time, cause, weight }));
    const { chiSquare, df, pValue } = logRank([
      ...people('north', [
        ...([
          [22, 1, 3],
          [30, 0, 1],
          [36, 0, 2],
          [50, 1, 1],
          [98, 0, 1],
          [99, 0, 2],
        ] as [number, number, number][]),
      ]),
      ...people('few', [[1, 1, 6]]),
      ...people('tiny', [[1, 1, 3]]),
      ...people('west', [
        [8, 1, 10],
        [60, 0, 10],
      ]),
    ]);
    const body = await ask('controller');
    expect(body.logRank).toMatchObject({ df, strata: ['few', 'north', 'tiny', 'west'] });
    expect(body.logRank?.chiSquare).toBeCloseTo(chiSquare, 9);
    expect(body.logRank?.p).toBeCloseTo(pValue, 9);
    expect((await ask('controller', '')).logRank).toBeNull();
    expect((await ask('controller', 'strata=reason')).logRank).toBeNull();
  });
});

describe('under control', () => {
  test('a stratum of fewer than eight people is withheld with all that rests on it, and is not compared', async () => {
    for (const name of ['analyst', 'researcher']) {
      const body = await ask(name);
      const tiny = body.strata.find(({ provider }) => provider === 'tiny');
      expect(tiny).toMatchObject({
        followed: null,
        curve: null,
        atRisk: null,
        median: null,
        incidence: null,
      });
      expect(tiny?.suppressed).toEqual(expect.arrayContaining(['followed', 'curve']));
      expect(body.logRank?.strata).toEqual(['north', 'west']);
    }
  });

  test('any other is told by midpoint 6, to the day before fewer than eight are left', async () => {
    const { north, west } = await strata('researcher');
    // 20 followed become 21, 10 disengaged 9; the 10 left 12, and to the nearest 5 ten.
    expect(west).toMatchObject({ followed: 20, until: 60, unrecorded: null });
    expect(west?.curve?.map(({ day, engaged }) => [day, Number(engaged.toFixed(9))])).toEqual([
      [8, Number((12 / 21).toFixed(9))],
    ]);
    expect(west?.atRisk).toEqual([
      { week: 0, n: 20 },
      { week: 4, n: 10 },
      { week: 8, n: 10 },
    ]);
    expect(north).toMatchObject({ followed: 10, until: 29 });
    expect(north?.restrictedMean?.[0]?.days).toBeNull();
  });

  test('the p-value leaves with three decimals', async () => {
    const { logRank: shown } = await ask('researcher');
    expect(shown?.p).toBe(Number(shown?.p.toFixed(3)));
  });
});

test('a provider sees its own strata, exactly', async () => {
  const own = await strata('service');
  expect(Object.keys(own)).toEqual(['north']);
  expect(own['north']?.followed).toBe(10);
});

test('in CSV stands the curve, and what is withheld is marked', async () => {
  const { text } = await portal.get('/api/v1/survival?strata=provider', 'analyst', { accept: 'text/csv' });
  const lines = text.split('\r\n').map((line) => line.split(',').slice(0, 4).join(','));
  expect(lines[0]).toBe('provider,provider_name,day,engaged');
  expect(lines).toEqual(expect.arrayContaining(['north,north,0,1', 'tiny,tiny,*,*']));
});

test('more than one stratification, or a breakdown under another name, is refused', async () => {
  expect(await refusal(portal, '/api/v1/survival?strata=sex,icb', 'controller')).toEqual([
    ...[400, 'too_many_breakdowns'],
  ]);
  expect(await refusal(portal, '/api/v1/survival?by=sex', 'controller')).toEqual([400, 'unknown_parameter']);
});

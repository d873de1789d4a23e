import { world, type World } from '@waymark/pathways/testing';
import { expectValid, refusal } from '../testing/asking.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import type { PathwayBody, PathwayRow } from './pathway.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

/** Days after a date, as a date. */
function after(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

async function openPortal(history: World): Promise<TestPortal> {
  const portal = await openTestPortal();
  for (const id of ['leisure', 'north'])
    await portal.registry.putProvider({ id, name: id, sourcePrefixes: [`urn:${id}:`], keys: [] });
  await portal.person('controller', 'controller');
  await portal.person('analyst', 'icb_analyst', ['QWO']);
  await portal.person('other-analyst', 'icb_analyst', ['QOP']);
  await portal.tell(history);
  return portal;
}

async function pathway(portal: TestPortal, query: string, name: string): Promise<PathwayRow[]> {
  const answer = await portal.get(`/api/v1/pathway${query}`, name);
  expectValid('PathwayAnswer', answer);
  return (answer.body as unknown as PathwayBody).rows;
}

describe('the published pathway of Northumberland (Hanson 2013), pushed as events', () => {
  const REFERRED = 2_233;
  const STARTED = 1_811;
  const AT_12_WEEKS = 968;
  const COMPLETED = 777;
  const DAY = '2023-01-10';

  /** A programme of 24 weeks, as there. */
  function northumberland(): World {
    const history = world();
    for (let i = 0; i < REFERRED; i += 1) {
      const person = history.provider('leisure').referral(`n${i}`).received(DAY, { icb: 'QWO' });
      if (i >= STARTED) continue;
      person.agreed(DAY, { plannedWeeks: 24, plannedSessions: 48 }).attended(after(DAY, 20), 'b1');
      if (i < AT_12_WEEKS) person.attended(after(DAY, 20 + 90), 'b2');
      if (i < COMPLETED) person.closed(after(DAY, 20 + 168), 'completed');
    }
    return history;
  }

  let portal: TestPortal;
  beforeAll(async () => {
    portal = await openPortal(northumberland());
  });
  afterAll(() => portal.close());

  test.each([
    ['uptake.first_session', 81.1, [79.42, 82.67], REFERRED],
    ['retained.12w', 53.45, [51.15, 55.74], STARTED],
    ['completed.of_starters', 42.9, [40.64, 45.2], STARTED],
    ['retained.of_referred.12w', 43.35, [41.31, 45.41], REFERRED],
    ['completed.of_referred', 34.8, [32.85, 36.8], REFERRED],
  ])('gives %s of %d%%, with its Wilson limits', async (id, percent, limits, denominator) => {
    const { body } = await portal.get(`/api/v1/measures/${id}`, 'controller');
    const [row] = body.rows ?? [];
    const asPercent = (share: number | null | undefined): number => Number((100 * (share ?? 0)).toFixed(2));
    expect([row?.denominator, asPercent(row?.value)]).toEqual([denominator, percent]);
    expect([asPercent(row?.lower), asPercent(row?.upper)]).toEqual(limits);
  });

  test('gives the same stages with both denominators', async () => {
    const rows = await pathway(portal, '', 'controller');
    const shares = (name: 'previous' | 'referred' | 'starters') =>
      rows.map((row) => row[name] && Number((100 * row[name].value).toFixed(1)));
    // No answers, contacts or bookings are published: whoever started has come through those stages.
    expect(rows.map(({ stage, count }) => [stage, count])).toEqual([
      ['offered', 2_233],
      ...['accepted', 'contacted', 'booked', 'started'].map((stage) => [stage, 1_811]),
      ['retained_12w', 968],
      ['completed', 777],
    ]);
    expect(shares('referred')).toEqual([100, 81.1, 81.1, 81.1, 81.1, 43.3, 34.8]);
    expect(shares('starters')).toEqual([null, null, null, null, 100, 53.5, 42.9]);
    expect(shares('previous')).toEqual([null, 81.1, 100, 100, 100, 53.5, 80.3]);
    expect(rows[5]?.starters?.lower).toBeCloseTo(0.5115, 4);
    expect(rows[6]?.referred?.upper).toBeCloseTo(0.368, 4);
  });
});

describe('the pathway', () => {
  const DAY = '2024-01-10';
  const LATER = '2024-02-10';

  /** Each of so many came to one stage and no further. Women: 30 at each but 3 accepted; men: 20 booked. */
  function stages(): World {
    const history = world();
    const refer = (name: string, sex: 'female' | 'male', day = DAY) =>
      history.provider('north').referral(name).received(day, { icb: 'QWO', sex });
    const each = (count: number, tell: (nth: number) => unknown): void => {
      for (let i = 0; i < count; i += 1) tell(i);
    };
    each(30, (i) => refer(`o${i}`, 'female'));
    each(3, (i) => refer(`a${i}`, 'female').accepted(after(DAY, 2)));
    each(30, (i) => refer(`c${i}`, 'female').contact(after(DAY, 3)));
    each(30, (i) => refer(`b${i}`, 'female').booked(after(DAY, 4), 'b1', after(DAY, 10)));
    each(30, (i) => refer(`s${i}`, 'female').attended(after(DAY, 10), 'b1'));
    each(20, (i) => refer(`m${i}`, 'male').booked(after(DAY, 4), 'b1', after(DAY, 10)));
    each(1, () => refer('now', 'male', after(new Date().toISOString().slice(0, 10), -200)));
    each(1, () => refer('new', 'male', after(new Date().toISOString().slice(0, 10), -100)));
    each(10, (i) => refer(`late${i}`, 'male', LATER).booked(after(LATER, 57), 'b1', after(LATER, 60)));
    return history;
  }

  let portal: TestPortal;
  beforeAll(async () => {
    portal = await openPortal(stages());
  });
  afterAll(() => portal.close());

  const counts = (rows: readonly PathwayRow[]): (number | null)[] => rows.map(({ count }) => count);

  test('counts at each stage whoever reached it or a later one, within the days of its measure', async () => {
    expect(counts(await pathway(portal, '?to=2024-01&sex=female', 'controller'))).toEqual([
      ...[123, 93, 90, 60, 30, 0, 0],
    ]);
    expect(counts(await pathway(portal, '?from=2024-02&to=2024-02', 'controller'))).toEqual([
      ...[10, 0, 0, 0, 0, 0, 0],
    ]);
  });

  test('is of one cohort: who is too recent for the last stage is in none, and counted as left out', async () => {
    const { body } = await portal.get('/api/v1/pathway?from=2024-03', 'controller');
    expect(body['excluded']).toEqual({ immature: 1 });
    expect(counts(body.rows as unknown as PathwayRow[])).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  test('by a breakdown has all stages of each code', async () => {
    const rows = await pathway(portal, '?by=sex&to=2024-01', 'controller');
    expect(rows.filter(({ sex }) => sex === 'male').map(({ stage, count }) => [stage, count])).toEqual([
      ...[
        ['offered', 20],
        ['accepted', 20],
        ['contacted', 20],
        ['booked', 20],
      ],
      ...[
        ['started', 0],
        ['retained_12w', 0],
        ['completed', 0],
      ],
    ]);
  });

  test('by role leaves out who started within 14 days, and says that it tells no effect', async () => {
    const { body } = await portal.get('/api/v1/pathway?by=role&to=2024-01', 'controller');
    expect(body['excluded']).toEqual({ landmark: 30 });
    expect(body['notes']).toContainEqual(expect.stringMatching(/not the effect/));
  });

  test('under control withholds a stage that few did not reach, with every share that rests on it', async () => {
    const rows = await pathway(portal, '?to=2024-01&sex=female', 'analyst');
    expect(counts(rows)).toEqual([125, 95, null, 60, 30, 0, 0]);
    expect(rows[2]).toMatchObject({ suppressed: ['count', 'previous', 'referred'], referred: null });
    expect(rows[3]).toMatchObject({ suppressed: ['previous'], referred: { value: 60 / 125 } });
  });

  test('is of the asker’s own boards', async () => {
    expect(await pathway(portal, '', 'other-analyst')).toEqual([]);
  });

  test('in a file has a row for each stage; two breakdowns are refused', async () => {
    const { text } = await portal.get('/api/v1/pathway?by=sex', 'analyst', { accept: 'text/csv' });
    expect(text.split('\r\n')[0]).toMatch(
      /^sex,sex_name,stage,count,previous,previous_lower,previous_upper,/,
    );
    expect(await refusal(portal, '/api/v1/pathway?by=sex,icb', 'analyst')).toEqual([
      ...[400, 'too_many_breakdowns'],
    ]);
  });
});

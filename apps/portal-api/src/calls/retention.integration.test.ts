import { expectValid, refusal } from '../testing/asking.js';
import { OWN } from '../testing/country.js';
import { attendee, engagement, withPeople } from '../testing/engagement.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import type { RetentionBody, WeekShown } from './retention.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await withPeople(portal);
  const history = engagement();
  // Of a year's cohort 12 started four weeks ago, 3 two, 10 one and one yesterday.
  const lately = (subject: string, days: number): void =>
    void attendee(history, subject, { provider: 'lately', icb: OWN, first: daysAgo(days), days: [0] });
  Array.from({ length: 12 }, (_, i) => lately(`a${i}`, 28));
  Array.from({ length: 3 }, (_, i) => lately(`b${i}`, 14));
  Array.from({ length: 10 }, (_, i) => lately(`c${i}`, 7));
  lately('d', 1);
  await portal.tell(history);
});
afterAll(() => portal.close());

async function ask(name: string, rest: string): Promise<WeekShown[]> {
  const answer = await portal.get(`/api/v1/retention?${rest}`, name);
  expectValid('RetentionAnswer', answer);
  return (answer.body as unknown as RetentionBody).rows;
}

const counts = (rows: readonly WeekShown[]): unknown[] =>
  rows.map(({ week, numerator, denominator }) => [week, numerator, denominator]);

describe('exactly', () => {
  test('each week is of those who attended in it, among all who started', async () => {
    const rows = await ask('controller', 'by=provider&provider=north&from=2025-01&to=2025-01');
    expect(rows).toHaveLength(27);
    expect(rows[0]).toMatchObject({ provider: 'north', month: '2025-01', week: 0, value: 1 });
    expect(rows.every(({ flags }) => flags === undefined)).toBe(true);
    const attending = rows.map(({ numerator }) => numerator);
    // 3 until day 21, one until 28, 2 until 35, one until 49, 3 until 98.
    expect(attending).toEqual([
      ...[10, 10, 10, 10, 7, 6, 4, 4, 3, 3, 3, 3, 3, 3, 3],
      ...Array.from({ length: 12 }, () => 0),
    ]);
  });

  test('who started too recently is in no week that is not over, and such weeks are flagged partial', async () => {
    const rows = await ask('controller', 'cohort=year&provider=lately');
    // They may have started in two years.
    const starters = [0, 1, 2, 3].map((week) =>
      rows
        .filter((row) => row.week === week)
        .reduce((total, { denominator }) => total + (denominator ?? 0), 0),
    );
    expect(starters).toEqual([25, 15, 12, 12]);
    expect(rows.at(-1)?.flags).toEqual(['partial']);
  });
});

describe('under control', () => {
  test('counts of few are withheld, their complements too, and cohorts of few altogether', async () => {
    const rows = await ask('analyst', 'by=provider&from=2025-01&to=2025-01');
    const of = (provider: string): WeekShown[] => rows.filter((row) => row.provider === provider);
    expect(counts(of('north')).slice(0, 5)).toEqual([
      [0, 10, 10],
      [1, 10, 10],
      [2, 10, 10],
      [3, 10, 10],
      [4, null, 10],
    ]);
    // Of `tiny` and `few` nobody attended any more: beside the total, `west` would tell it.
    expect(counts(of('west')).slice(0, 3)).toEqual([
      [0, 20, 20],
      [1, null, 20],
      [2, null, 20],
    ]);
    expect(of('tiny').every(({ denominator, value }) => denominator === null && value === null)).toBe(true);
  });
});

test('the cohort is one of time, and nothing else is', async () => {
  expect(await refusal(portal, '/api/v1/retention?cohort=sex', 'controller')).toEqual([400, 'unknown_code']);
  expect(await refusal(portal, '/api/v1/retention?by=month', 'controller')).toEqual([400, 'not_by_time']);
});

test('an analyst sees other boards by quarter only: cohorts of months are of the own', async () => {
  const boards = (rows: readonly WeekShown[]): unknown[] => [...new Set(rows.map(({ icb }) => icb))].sort();
  await portal.person('own-board', 'icb_analyst', [OWN]);
  expect(boards(await ask('own-board', 'by=icb&cohort=month'))).toEqual([OWN]);
  expect(boards(await ask('own-board', 'by=icb&cohort=quarter'))).toHaveLength(2);
});

test('in CSV stand cohort, week and counts', async () => {
  const { text } = await portal.get('/api/v1/retention?provider=north', 'controller', { accept: 'text/csv' });
  expect(text.split('\r\n')[1]).toMatch(/^2025-01,January 2025,0,10,10,1,/);
});

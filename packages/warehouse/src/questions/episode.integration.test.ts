import fc from 'fast-check';
import { closureAt, engagementEpisode, foldPathways, type Pathway } from '@waymark/pathways';
import { engagementInstants, engagements } from '@waymark/pathways/testing';
import { londonDate } from '@waymark/events';
import { Projection } from '../projection/projection.js';
import { literal } from '../literals.js';
import { runs, seedOfRun } from '../testing/clashing-histories.js';
import { batchOf, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { attendanceSteps, closureSteps } from './closure.js';
import { closureAtSteps } from './closure-at.js';
import { episodeSteps } from './episode.js';
import { withSteps } from './steps.js';

/** Journeys in the tables; WAYMARK_TEST_RUNS asks for more. */
const JOURNEYS = runs(600);
const SEED = seedOfRun();
jest.setTimeout(120_000 + JOURNEYS * 200);

let warehouse: Warehouse;
let projection: Projection;
let pathways: Pathway[];

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
  const [known = []] = fc.sample(engagements(JOURNEYS), { seed: SEED, numRuns: 1 });
  await projection.project(batchOf(known));
  pathways = foldPathways(known).pathways;
});

afterAll(async () => {
  await projection.close();
  await warehouse.close();
});

/** Always one by which many were lately there and may come back, and one long after everything. */
const asOfs = [
  ...fc.sample(engagementInstants, { seed: SEED, numRuns: 3 }),
  ...[Date.UTC(2025, 2, 1), Date.UTC(2029, 0, 1)],
];
const met = new Set<string>();
const sqlInstant = (at: number): string => literal(at, 'DateTime64(3)');

interface EpisodeRow {
  none: number;
  horizon: number;
  episode_day: number;
  episode_end: string;
  episode_by: string;
}

function episodeOf({ none, horizon, ...episode }: EpisodeRow): unknown {
  if (none === 1) return 'not started';
  return horizon < 0 ? 'immature' : [episode.episode_day, episode.episode_end, episode.episode_by];
}

function rowsOf<T>(columns: string, steps: Parameters<typeof withSteps>[1]): Promise<T[]> {
  return warehouse.query<T>(
    `SELECT ${columns} FROM ${withSteps(`${projection.database}.pathways FINAL`, steps)}
     ORDER BY provider, subject`,
  );
}

/** Of what differs, the first few with what was expected. */
function expectSame(actual: readonly unknown[], expected: readonly unknown[], told: object): void {
  const differing = expected
    .map((want, nth) => ({ want, got: actual[nth], of: pathways[nth]?.subject }))
    .filter(({ want, got }) => JSON.stringify(want) !== JSON.stringify(got));
  expect({ ...told, seed: SEED, differing: differing.slice(0, 5), rows: actual.length }).toEqual({
    ...told,
    ...{ seed: SEED, differing: [], rows: expected.length },
  });
}

test.each([14, 20, 28, 41, 84])(
  'with a gap of %i days every episode is that of the definition',
  async (gap) => {
    for (const asOf of asOfs) {
      const started = pathways.map((row) => engagementEpisode(row, { asOf, gap }));
      const expected = started.map((episode) =>
        typeof episode === 'object' ? [episode.day, episode.end, episode.by] : (episode ?? 'not started'),
      );
      for (const each of expected) met.add(typeof each === 'string' ? each : `${each[1]} by ${each[2]}`);
      const rows = await rowsOf<EpisodeRow>(
        'empty(attended_days) AS none, horizon, episode_day, episode_end, episode_by',
        episodeSteps(sqlInstant(asOf), gap),
      );
      expectSame(rows.map(episodeOf), expected, { asOf: new Date(asOf).toISOString(), gap });
    }
  },
);

test('the histories met every way to end', () => {
  const ways = ['disengaged by silence', 'disengaged by closing', 'completed by closing', 'died by closing'];
  const censored = ['censored by closing', 'censored by unrecorded', 'censored by horizon'];
  expect([...met].sort()).toEqual([...ways, ...censored, 'immature', 'not started'].sort());
});

const daysAt = (asOf: number): number[] => [londonDate(asOf), londonDate(asOf) - 1, londonDate(asOf) - 100];

function closureOf(row: Pathway, day: number, asOf: number): unknown[] {
  const closure = closureAt(row, day, asOf);
  return closure ? [closure.day, closure.referral, closure.outcome] : [0, 0, ''];
}

async function closuresBy(steps: Parameters<typeof withSteps>[1]): Promise<unknown[]> {
  const rows = await rowsOf<{ closures: string }>('toJSONString(closures) AS closures', steps);
  return rows.map(({ closures }) => JSON.parse(closures) as unknown);
}

const firstAttendedDay = ({ session_start, session_outcome }: Pathway, asOf: number): number =>
  Math.min(
    ...session_start
      .filter((start, nth) => session_outcome[nth] === 'attended' && start < asOf)
      .map((start) => londonDate(start)),
  );

test('the closures of who has started at any days are those of the definition', async () => {
  let compared = 0;
  for (const asOf of asOfs) {
    const days = daysAt(asOf);
    const found = await closuresBy([
      ...attendanceSteps(sqlInstant(asOf)),
      ...closureSteps(literal(days, 'Array(Int32)')),
    ]);
    const of = (row: Pathway, closures: (day: number) => unknown): unknown[] =>
      days.filter((day) => firstAttendedDay(row, asOf) <= day).map(closures);
    const expected = pathways.map((row) => of(row, (day) => closureOf(row, day, asOf)));
    const started = pathways.map((row, nth) =>
      of(row, (day) => (found[nth] as unknown[])[days.indexOf(day)]),
    );
    expectSame(started, expected, { asOf: new Date(asOf).toISOString() });
    compared += expected.flat().length;
  }
  // By an instant of chance nobody may have started; by the last of them many have.
  expect(compared).toBeGreaterThan(pathways.length / 4);
});

test('the closure at any one day is that of the definition', async () => {
  for (const asOf of asOfs) {
    const [attended] = attendanceSteps(sqlInstant(asOf));
    for (const day of daysAt(asOf)) {
      const found = await closuresBy([attended, ...closureAtSteps(literal(day, 'Int32'), false)]);
      const expected = pathways.map((row) => [closureOf(row, day, asOf)]);
      expectSame(found, expected, { asOf: new Date(asOf).toISOString(), day });
    }
  }
});

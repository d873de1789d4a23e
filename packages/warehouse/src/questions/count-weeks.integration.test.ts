import fc from 'fast-check';
import { londonDate, londonDateText } from '@waymark/events';
import { foldPathways, type Pathway } from '@waymark/pathways';
import { engagementInstants, engagements } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { runs, seedOfRun } from '../testing/clashing-histories.js';
import { batchOf, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { countWeeks, WEEKS_COUNTED, type WeekRow } from './count-weeks.js';
import type { CohortQuestion, Scope } from './question.js';

/** Journeys in the tables; WAYMARK_TEST_RUNS asks for more. */
const JOURNEYS = runs(300);
const SEED = seedOfRun();
jest.setTimeout(120_000 + JOURNEYS * 200);

const EVERYTHING: Scope = { kind: 'everything' };
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

const question = (asOf: number, more: Partial<CohortQuestion> = {}): CohortQuestion => ({
  ...{ by: ['month'], filters: {}, asOf },
  ...{ boundaries: 'as_was', areas: 'registered', edition: undefined },
  ...more,
});

/** Attended days of a journey up to an instant, in order. */
function attendedDays({ session_start, session_outcome }: Pathway, asOf: number): number[] {
  const starts = session_start.filter((start, i) => session_outcome[i] === 'attended' && start < asOf);
  return starts.map((start) => londonDate(start));
}

/** `[attended, starters]` by week, of each month. */
function naively(asOf: number): Record<string, [number, number][]> {
  const months: Record<string, [number, number][]> = {};
  for (const pathway of pathways) {
    const [first, ...later] = attendedDays(pathway, asOf);
    if (first === undefined) continue;
    const month = londonDateText(first * 86_400_000).slice(0, 7);
    const over = Math.min(WEEKS_COUNTED, Math.floor((londonDate(asOf) - first) / 7));
    const weeks = (months[month] ??= []);
    for (let week = 0; week < over; week += 1) {
      const cell = (weeks[week] ??= [0, 0]);
      const attended = [first, ...later].some((day) => Math.floor((day - first) / 7) === week);
      cell[0] += attended ? 1 : 0;
      cell[1] += 1;
    }
  }
  return months;
}

const shown = ({ weeks }: WeekRow): [number, number][] =>
  weeks.map(({ attended, starters }) => [attended, starters]);

test('starters and those who attended, week by week, are what counting naively gives', async () => {
  for (const asOf of [...fc.sample(engagementInstants, { seed: SEED, numRuns: 6 }), Date.UTC(2029, 0, 1)]) {
    const { rows } = await countWeeks(warehouse, projection, question(asOf), EVERYTHING);
    const some = rows.filter(({ weeks }) => weeks.length > 0);
    const expected = Object.entries(naively(asOf)).filter(([, weeks]) => weeks.length > 0);
    expect({ seed: SEED, rows: Object.fromEntries(some.map((row) => [row.key[0], shown(row)])) }).toEqual({
      ...{ seed: SEED, rows: Object.fromEntries(expected) },
    });
  }
});

test('people behind those who attended, and those who did not, are of the starters whose week is over', async () => {
  const { rows } = await countWeeks(warehouse, projection, question(Date.UTC(2029, 0, 1)), EVERYTHING);
  const cells = rows.flatMap(({ weeks }) => weeks);
  expect(cells.length).toBeGreaterThan(WEEKS_COUNTED);
  for (const { attended, starters, people } of cells) {
    expect(people.numerator).toBeLessThanOrEqual(attended);
    expect(people.denominator).toBeLessThanOrEqual(starters);
    expect(people.remainder).toBeLessThanOrEqual(starters - attended);
    expect(people.numerator + people.remainder).toBeGreaterThanOrEqual(people.denominator);
  }
  // Everybody attends in the first week: it begins with a session.
  expect(
    cells.filter(({ week }) => week === 0).every(({ attended, starters }) => attended === starters),
  ).toBe(true);
});

test('who started less than a week ago is immature, and counts from the day on which the week is over', async () => {
  const first = Math.max(...pathways.map(({ first_attended_at }) => first_attended_at ?? 0));
  const answer = async (days: number) => {
    const asOf = (londonDate(first) + days) * 86_400_000 + 43_200_000;
    const { rows, excluded } = await countWeeks(
      warehouse,
      projection,
      question(asOf, { by: [] }),
      EVERYTHING,
    );
    return { starters: rows[0]?.weeks[0]?.starters ?? 0, immature: excluded['immature'] ?? 0 };
  };
  const [sixth, seventh] = [await answer(6), await answer(7)];
  expect(sixth.immature).toBeGreaterThan(0);
  expect(seventh.starters).toBeGreaterThan(sixth.starters);
});

import { EVERY_MEASURE, isByTime, type AnyMeasure } from '@waymark/measures';
import { world } from '@waymark/pathways/testing';
import type { Row } from './schemas.js';
import { inOrderOfTime } from './testing/in-order.js';
import { openTestPortal, type TestPortal } from './testing/portal.js';
import { tellSameCohorts, tellStoppingByChance, TRULY_DISENGAGED } from './testing/same-cohorts.js';

jest.setTimeout(600_000);

const SEED = Number(process.env['WAYMARK_TEST_SEED'] ?? 20_260_401);
const [SAME, CHANCE] = ['QWO', 'QF7'];
/** Judged amid a month, at the end of a quarter, and on the first day of a month. */
const INSTANTS = ['2025-02-15', '2025-03-31', '2025-06-01'];

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await portal.person('controller', 'controller');
  const history = world();
  tellSameCohorts(history, SAME, 24, SEED);
  tellStoppingByChance(history, CHANCE, 1_500, SEED);
  await portal.tell(inOrderOfTime(history));
});
afterAll(() => portal.close());

async function rowsOf(id: string, query: Record<string, string>): Promise<Row[]> {
  for (;;) {
    const answer = await portal.get(
      `/api/v1/measures/${id}?${new URLSearchParams(query).toString()}`,
      'controller',
    );
    if (answer.status !== 202) {
      expect([id, answer.status, answer.body.code]).toEqual([id, 200, undefined]);
      return answer.body.rows ?? [];
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every measure that is broken down by time; a rate has the length of the month in its denominator. */
const OVER_TIME = EVERY_MEASURE.filter(
  (measure) => !('counting' in measure && !isByTime(measure.counting)) && measure.id !== 'rate.referrals',
);

/** The first month to which as many cohorts lead as to every later one: sessions go on for sixteen months. */
function firstMonth(measure: AnyMeasure): string {
  return 'counting' in measure && measure.counting.over === 'sessions' ? '2024-07' : '2023-03';
}

/**
 * Days after the end of a month when everything that its value tells is over; what is counted flags itself before. Who came back
 * is asked of silences, which go on for as long as people stay: 55 weeks here, and 113 days to tell.
 */
function daysToTell(measure: AnyMeasure): number {
  if (measure.id === 're_engaged') return 7 * 55 + 113;
  if (!('timing' in measure)) return 0;
  const { read, until } = measure.timing;
  const horizon = until === 'disengagement' ? 56 : 0;
  return horizon + (read.is === 'share_by' ? read.day : 120);
}

const endOf = (month: string): number => Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0);
const FLAGS_OF_RECENT = ['partial', 'immature'];

function isMature(measure: AnyMeasure, { month = '', flags = [] }: Row, asOf: string): boolean {
  const isOver = Date.parse(asOf) - endOf(month) >= daysToTell(measure) * 86_400_000;
  return isOver && !flags.some((flag) => FLAGS_OF_RECENT.includes(flag));
}

/** What a trend shows of a month; sums of fractions end on a speck. */
const trend = ({ month: _, ...figures }: Row): unknown =>
  JSON.parse(JSON.stringify(figures), (_name, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(9)) : value,
  );

/** How far chance may take a value from another: twice its 95% limits, for those that are there. */
function isNear({ value, lower, upper }: Row, other: number | null): boolean {
  if (value === null || lower === null || upper === null || other === null) return true;
  return other >= value - 2 * (value - lower) - 1e-9 && other <= value + 2 * (upper - value) + 1e-9;
}

describe.each(INSTANTS)('cohorts that behave alike, as of %s', (asOf) => {
  test.each(OVER_TIME.map(({ id }) => id))('have a flat trend in %s, up to the latest month', async (id) => {
    const measure = OVER_TIME.find((each) => each.id === id)!;
    const from = firstMonth(measure);
    const rows = await rowsOf(id, { by: 'month', icb: SAME, from, asOf });
    const mature = rows.filter((row) => isMature(measure, row, asOf));
    expect(mature.length).toBeGreaterThanOrEqual(5);
    const [usual] = mature;
    for (const row of mature) expect([row.month, trend(row)]).toEqual([row.month, trend(usual!)]);
    if (measure.unit === 'count') return;
    const recent = rows.filter((row) => !mature.includes(row));
    expect(recent.filter((row) => !isNear(row, usual!.value))).toEqual([]);
  });
});

const RECENT: Readonly<Record<string, string>> = {
  ...{ '2025-02-15': '2024-08', '2025-03-31': '2024-09', '2025-06-01': '2024-12' },
};

describe(`disengagement by a process that is known (seed ${SEED})`, () => {
  test.each(INSTANTS)('within 12 weeks has its truth within its limits, as of %s', async (asOf) => {
    // The second: those who began in the last half-year alone.
    for (const more of [{}, { from: RECENT[asOf]! }]) {
      const [row] = await rowsOf('disengaged.12w', { icb: CHANCE, asOf, ...more });
      expect(row?.denominator).toBeGreaterThan(50);
      expect(row?.lower).toBeLessThan(TRULY_DISENGAGED);
      expect(row?.upper).toBeGreaterThan(TRULY_DISENGAGED);
    }
  });
});

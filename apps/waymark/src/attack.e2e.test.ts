import { Asker } from './testing/attack/asking.js';
import { KnownCounts } from './testing/attack/known-counts.js';
import { MEASURE, type Answer } from './testing/attack/seen-answers.js';
import type { SeenRow } from './testing/attack/seen-rows.js';
import { shown } from './testing/calls.js';
import { startProgram, type RunningProgram } from './testing/running-program.js';

jest.setTimeout(300_000);

/** What an attacker divides people by. */
const DIMENSIONS = ['sex', 'age_band', 'imd_quintile', 'route'];
const TIMES = ['year', 'quarter'];
const MEASURES = ['referrals', 'uptake.first_session', 'dna'];

let program: RunningProgram;
beforeAll(async () => {
  program = await startProgram({ env: { WAYMARK_SEED: '12000' } });
  await shown(program);
});
afterAll(async () => {
  await program.stop();
});

async function ask(
  role: string,
  measure: string,
  params: Record<string, string>,
): Promise<readonly SeenRow[]> {
  const { rows = [] } = await new Asker(program, role).ask<Answer>(`measures/${measure}`, params);
  return rows;
}

const SINGLES = [[], ...DIMENSIONS.map((one) => [one])];
const PAIRS = [
  ...SINGLES,
  ...DIMENSIONS.flatMap((one, nth) => DIMENSIONS.slice(nth + 1).map((other) => [one, other])),
];

/** The measure's withheld counts that the asker knows for all that; and how many are withheld. */
async function attack(
  role: string,
  measure: string,
  sets: readonly string[][],
  more: Record<string, string> = {},
): Promise<{ withheld: number; known: string[] }> {
  const counts = new KnownCounts(MEASURE.relations);
  for (const set of sets) {
    for (const time of TIMES) {
      const by = [...set, time];
      const rows = await ask(role, measure, { by: by.join(), ...more });
      counts.saw(by, MEASURE.groups({ rows }, by));
    }
  }
  return counts.worked();
}

describe.each(['icb_analyst', 'researcher'])('given a client with the rights of a %s', (role) => {
  // That a group is listed says that somebody is in it: docs/disclosure.md tells what that leaves open.
  test.each(MEASURES)(
    'who asks %s by every pair as well knows at most one in 50 of what is withheld',
    async (measure) => {
      const { withheld, known } = await attack(role, measure, PAIRS);
      expect(withheld).toBeGreaterThan(100);
      console.info(`${role}, ${measure}: ${known.length} of ${withheld} withheld counts known`);
      expect(known.length).toBeLessThanOrEqual(withheld / 50);
    },
  );

  test('who asks it all as of a past instant learns no more', async () => {
    const { withheld, known } = await attack(role, 'uptake.first_session', SINGLES, { asOf: '2026-06-30' });
    expect(withheld).toBeGreaterThan(20);
    expect(known).toEqual([]);
  });

  test('who asks for several values of a filter gets the sum of the answers for each, or nothing', async () => {
    for (const measure of MEASURES) {
      for (const [name, codes] of [
        ['sex', ['female', 'male']],
        ['age_band', ['65-74', '75-84', '85+']],
        ['imd_quintile', ['1', '2']],
      ] as const) {
        const each = await Promise.all(codes.map((code) => ask(role, measure, { by: 'year', [name]: code })));
        const together = await ask(role, measure, { by: 'year', [name]: codes.join() });
        for (const row of together)
          expect(figures(row)).toEqual(sumOf(each.map((rows) => rowOf(rows, row['year']))));
      }
    }
  });

  test('who asks for a range of months gets the sum of the whole years, quarters and months in it', async () => {
    const parts = await Promise.all(
      [{ month: '2024-12' }, { year: '2025' }, { quarter: '2026-Q1' }, { month: '2026-04' }].map((period) =>
        ask(role, 'uptake.first_session', { by: 'sex', ...period }),
      ),
    );
    const range = await ask(role, 'uptake.first_session', { by: 'sex', from: '2024-12', to: '2026-04' });
    expect(range.length).toBeGreaterThan(1);
    for (const row of range) {
      const its = parts.map((rows) => rows.find(({ sex }) => sex === row['sex']));
      expect(figures(row)).toEqual(sumOf(its));
    }
  });
});

test('an analyst who sets the boards beside England, quarter by quarter, learns no withheld count of another board', async () => {
  for (const measure of MEASURES) {
    const counts = new KnownCounts(MEASURE.relations);
    const saw = async (by: string[], more: Record<string, string> = {}): Promise<void> => {
      const params = { by: by.join(), boundaries: 'current', ...more };
      const rows = await ask('icb_analyst', measure, params);
      counts.saw(by, MEASURE.groups({ rows }, by));
    };
    await saw(['quarter'], { of: 'england' });
    await saw(['icb', 'quarter']);
    const { withheld, known } = counts.worked();
    expect(withheld).toBeGreaterThan(0);
    expect(known).toEqual([]);
  }
});

type Figures = [numerator: number | null, denominator: number | null];

const figures = ({ numerator, denominator }: SeenRow): Figures => [numerator, denominator];

const rowOf = (rows: readonly SeenRow[], year: unknown): SeenRow | undefined =>
  rows.find((row) => row['year'] === year);

/** Nobody is in a row that is absent. */
function sumOf(rows: readonly (SeenRow | undefined)[]): Figures {
  const there = rows.filter((row) => row !== undefined);
  const sum = (member: 'numerator' | 'denominator'): number | null =>
    there.reduce<number | null>((total, row) => {
      const count = row[member];
      return total === null || count === null ? null : total + count;
    }, 0);
  const few = sum('denominator') === null && there.some((row) => row.suppressed?.includes('denominator'));
  return [few ? null : sum('numerator'), sum('denominator')];
}

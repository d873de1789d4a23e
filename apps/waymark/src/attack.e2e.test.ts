import { KnownCells, type SeenRow } from './testing/attack/known-cells.js';
import { call, shown, tokenOf } from './testing/calls.js';
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

async function ask(role: string, measure: string, params: Record<string, string>): Promise<SeenRow[]> {
  const url = `${program.url}/api/v1/measures/${measure}?${new URLSearchParams(params).toString()}`;
  for (;;) {
    const { status, body } = await call<{ rows: SeenRow[] }>(url, tokenOf(program, role));
    if (status === 200) return body.rows;
    if (status !== 202) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
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
  const cells = new KnownCells();
  for (const set of sets) {
    for (const time of TIMES)
      cells.saw([...set, time], await ask(role, measure, { by: [...set, time].join(), ...more }));
  }
  return cells.worked();
}

describe.each(['icb_analyst', 'researcher'])('given a client with the rights of a %s', (role) => {
  test.each(MEASURES)(
    'who asks %s by every breakdown over time and solves for what is withheld: every withheld count keeps two possible values',
    async (measure) => {
      const { withheld, known } = await attack(role, measure, SINGLES);
      expect(withheld).toBeGreaterThan(20);
      expect(known).toEqual([]);
    },
  );

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
    const cells = new KnownCells();
    const current = { boundaries: 'current' };
    cells.saw(['quarter'], await ask('icb_analyst', measure, { by: 'quarter', of: 'england', ...current }));
    cells.saw(['icb', 'quarter'], await ask('icb_analyst', measure, { by: 'icb,quarter', ...current }));
    const { withheld, known } = cells.worked();
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

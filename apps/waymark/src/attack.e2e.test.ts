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

/** Every set of at most so many of what people are divided by. */
const upTo = (most: number): string[][] =>
  DIMENSIONS.reduce<string[][]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]).filter(
    (set) => set.length <= most,
  );

/** Three breakdowns are the most of one question: the fourth is a filter, asked for each of its codes. */
const BREAKDOWNS_MOST = 3;
const YEARS = ['2023', '2024', '2025', '2026'];

/** What an asker knows of a measure by these sets, of all time and over time. */
async function attack(
  role: string,
  measure: string,
  sets: readonly string[][],
  more: Record<string, string> = {},
): Promise<KnownCounts> {
  const counts = new KnownCounts(MEASURE.relations);
  const saw = async (by: readonly string[], filters: Record<string, string>): Promise<void> => {
    const params = { ...(by.length > 0 && { by: by.join() }), ...filters, ...more };
    const groups = MEASURE.groups({ rows: await ask(role, measure, params) }, by);
    const whole = groups.map((group) => ({ ...group, codes: { ...group.codes, ...filters } }));
    counts.saw([...by, ...Object.keys(filters)], whole);
  };
  for (const set of sets) {
    for (const time of [[], ...TIMES.map((each) => [each])]) {
      const by = [...set, ...time];
      if (by.length <= BREAKDOWNS_MOST) await saw(by, {});
      else if (time.includes('year')) for (const year of YEARS) await saw(set, { year });
    }
  }
  return counts;
}

/** Sums of two codes of one breakdown, by another over time: what each is made up of has been asked already. */
async function sums(counts: KnownCounts, role: string, measure: string): Promise<void> {
  for (const name of DIMENSIONS) {
    const codes = (await ask(role, measure, { by: name })).map((row) => String(row[name])).slice(-2);
    for (const other of DIMENSIONS.filter((each) => each !== name)) {
      const by = [other, 'quarter'];
      const rows = await ask(role, measure, { by: by.join(), [name]: codes.join() });
      const parts = codes.map((code) => ({ name, code }));
      counts.sawSum(by, MEASURE.groups({ rows }, by, parts.length), parts);
    }
  }
}

describe.each(['icb_analyst', 'researcher'])('given a client with the rights of a %s', (role) => {
  test.each(MEASURES)(
    'who asks %s by every pair and every three, of all time and over time, and for codes together, knows nothing of what is withheld',
    async (measure) => {
      const counts = await attack(role, measure, upTo(3));
      await sums(counts, role, measure);
      const { withheld, known } = counts.worked();
      console.info(`${role}, ${measure}: ${known.length} of ${withheld} withheld counts known`);
      expect(withheld).toBeGreaterThan(100);
      expect(known).toEqual([]);
    },
  );

  test('who asks it all as of a past instant learns no more', async () => {
    const counts = await attack(role, 'uptake.first_session', upTo(1), { asOf: '2026-06-30' });
    const { withheld, known } = counts.worked();
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

import { randomOf } from '../../portal-api/src/testing/random.js';
import { Asker } from './testing/attack/asking.js';
import { CallAttack, type AttackedCall } from './testing/attack/attacked-call.js';
import { KnownCounts } from './testing/attack/known-counts.js';
import { StatisticsAttack } from './testing/attack/attacked-statistics.js';
import {
  BARRIERS,
  ENDINGS,
  LAST_STAGE,
  MEASURE,
  OUTCOMES,
  PATHWAY,
  RETENTION,
  SUPPORT,
  SURVIVAL,
} from './testing/attack/seen-answers.js';
import { beyondJson } from './testing/attack/seen-files.js';
import { shown } from './testing/calls.js';
import { startProgram, type RunningProgram } from './testing/running-program.js';

jest.setTimeout(600_000);

/** Pairs of breakdowns by which each call is asked; WAYMARK_TEST_RUNS asks for more, WAYMARK_TEST_SEED for others. */
const PAIRS = Number(process.env['WAYMARK_TEST_RUNS'] ?? 1);
const SEED = Number(process.env['WAYMARK_TEST_SEED'] ?? 1);
/** Measures are soon asked. */
const PAIRS_OF_MEASURES = 8 * PAIRS;
const ASKED_LEAST = 1_000;

const ROLES = ['icb_analyst', 'researcher'];
/** What an attacker divides people by. */
const DIMENSIONS = ['sex', 'age_band', 'imd_quintile', 'route'];
const UPTAKE = 'uptake.first_session';
const MEASURES: readonly AttackedCall[] = ['referrals', UPTAKE, 'dna', 'retained.4w'].map((id) => ({
  ...{ path: `measures/${id}`, readings: [MEASURE], times: ['year', 'quarter'], byPairs: true },
  dimensions: DIMENSIONS,
}));
/** Each of them is worked out for longer. */
const CALLS: readonly AttackedCall[] = [
  { path: 'disengagement', readings: [ENDINGS, BARRIERS], times: ['year'] },
  { path: 'support', readings: [SUPPORT], times: [] },
  { path: 'support', params: { asOf: '2026-06-30' }, readings: [SUPPORT], times: [] },
  { path: 'pathway', readings: [PATHWAY], times: ['year'] },
  { path: 'outcomes', params: { instrument: 'swemwbs' }, readings: [OUTCOMES], times: ['year', 'quarter'] },
  { path: 'retention', readings: [RETENTION], times: ['quarter'], timesBy: 'cohort' },
  { path: 'survival', readings: [SURVIVAL], times: ['year'], byName: 'strata' },
].map((call) => ({ ...call, dimensions: DIMENSIONS.slice(0, PAIRS > 1 ? 3 : 2) }));

/** Of these no sum tells a withheld part, however exactly its other parts are known. */
const SUBTRACTED = ['disengagement', 'support', 'pathway', 'outcomes', 'survival'];

let program: RunningProgram;
let asked = 0;
beforeAll(async () => {
  program = await startProgram({ env: { WAYMARK_SEED: '12000' } });
  await shown(program);
});
afterAll(async () => {
  await program.stop();
});

/** The board of the analyst, for those who see every one. */
const ownBoard = ({ credentials }: RunningProgram): Record<string, string> => ({
  ...{ icb: credentials.users['icb_analyst']?.scope.join() ?? '', boundaries: 'current' },
});

/** Has somebody ask, and counts what is asked. */
async function asking<T>(role: string, ask: (asker: Asker) => Promise<T>): Promise<T> {
  const asker = new Asker(program, role);
  const result = await ask(asker);
  asked += asker.asked;
  return result;
}

describe.each(ROLES)('given a client with the rights of a %s', (role) => {
  test.each([
    ...CALLS.map((call) => ({ ...call, pairs: PAIRS })),
    ...MEASURES.map((call) => ({ ...call, pairs: PAIRS_OF_MEASURES })),
  ])(
    'who asks $path by every breakdown alone, by pairs, filters, codes together and ranges learns no withheld count, and no cell has two answers',
    async ({ pairs, ...call }) => {
      const [alone, all] = await asking(role, async (asker) => {
        const attack = new CallAttack(call, asker);
        return [await attack.alone(), await attack.pairs(randomOf(SEED), pairs)];
      });
      expect(alone).toEqual(alone.map(({ withheld }) => ({ withheld, known: [], unlike: [] })));
      for (const { withheld, known, unlike } of all) {
        console.info(`${role}, ${call.path}: ${known.length} of ${withheld} withheld counts known`);
        expect(withheld).toBeGreaterThan(0);
        expect({ known, unlike }).toEqual({ known: [], unlike: [] });
      }
    },
  );

  // Many answers hold the same group in different company, and together wear its rounding off.
  test.each([...MEASURES, ...CALLS.filter(({ path }) => SUBTRACTED.includes(path))])(
    'who asks $path by every breakdown alone, and knows exactly what is shown, works out nobody who is withheld',
    async (call) => {
      const more = role === 'icb_analyst' ? ownBoard(program) : {};
      const exactly = { asker: new Asker(program, 'controller'), more };
      const all = await asking(role, (asker) => new CallAttack(call, asker, exactly).alone());
      // Of nobody nothing is told.
      const people = all.flatMap(({ known }) => known).filter((each) => !each.endsWith(' = 0'));
      expect(people).toEqual([]);
    },
  );

  test('who sets the stages of the pathway beside the measure of the last one learns no stage that is withheld', async () => {
    const known = new KnownCounts(LAST_STAGE.relations);
    await asking(role, async (asker) => {
      for (const by of [[], ...[...DIMENSIONS, 'year'].map((name) => [name])]) {
        const params: Record<string, string> = by.length > 0 ? { by: by.join() } : {};
        known.saw(by, PATHWAY.groups(await asker.ask('pathway', params), by));
        known.saw(by, LAST_STAGE.groups(await asker.ask('measures/completed.of_referred', params), by));
      }
    });
    const worked = known.worked();
    expect(worked.withheld).toBeGreaterThan(0);
    expect(worked.known).toEqual([]);
  });

  test.each([UPTAKE, 'dna'])(
    'who sets funnels, comparisons, inequality and charts of %s beside its counts learns none that is withheld',
    async (measure) => {
      const { withheld, known, unlike } = await asking(role, async (asker) => {
        const attack = new StatisticsAttack(asker, measure);
        await attack.ask(['sub_icb', 'pcn', 'provider'], 'sex', ['female', 'male']);
        return attack.worked();
      });
      expect(withheld).toBeGreaterThan(100);
      expect({ known, unlike }).toEqual({ known: [], unlike: [] });
    },
  );

  test.each<[string, Record<string, string>]>([
    [`measures/${UPTAKE}`, { by: 'sex,year' }],
    ['disengagement', { by: 'sex' }],
    ['support', { by: 'age_band' }],
    ['pathway', { by: 'route' }],
    ['retention', { by: 'sex', cohort: 'year' }],
    ['outcomes', { by: 'sex', instrument: 'swemwbs' }],
    ['survival', { strata: 'sex' }],
    ['funnel', { measure: UPTAKE, by: 'sub_icb' }],
    ['compare', { measure: UPTAKE, by: 'sub_icb' }],
    ['inequality', { measure: UPTAKE }],
    ['spc', { measure: UPTAKE, by: 'sex' }],
  ])(
    'whose files of %s %o hold no figure beyond the JSON answer, and withhold what it does',
    async (path, params) => {
      const { csv, workbook, withheld } = await asking(role, (asker) => beyondJson(asker, path, params));
      expect({ csv, workbook }).toEqual({ csv: [], workbook: [] });
      expect(withheld.workbook).toBe(withheld.csv);
    },
  );
});

test('they are more than a thousand questions, every two of which are set beside each other', () => {
  console.info(`${asked} questions in all`);
  expect(asked).toBeGreaterThan(ASKED_LEAST);
});

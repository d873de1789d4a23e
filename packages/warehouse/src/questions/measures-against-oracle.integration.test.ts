import fc from 'fast-check';
import { BREAKDOWNS, isByTime, MEASURES, TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { foldPathways, type Pathway } from '@waymark/pathways';
import { COURSES_EDITION, courses, instantsToJudgeAt } from '../testing/courses.js';
import { countNaively } from '../testing/measure-oracle.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import { loadEdition } from '../reference.js';
import type { Warehouse } from '../warehouse.js';
import { Projection } from '../projection/projection.js';
import { countMeasure } from './count-measure.js';
import type { MeasureQuestion, Scope } from './question.js';

/** Random questions to each of the histories; WAYMARK_TEST_RUNS asks more of them. */
const RUNS = Number(process.env['WAYMARK_TEST_RUNS'] ?? 150);
const SEED = Number(process.env['WAYMARK_TEST_SEED'] ?? Date.now() % 1_000_000);
jest.setTimeout(120_000 + RUNS * 1_000);

let warehouse: Warehouse;
let projection: Projection;
let pathways: Pathway[];

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
  await loadEdition(warehouse, COURSES_EDITION);
});

afterAll(async () => {
  await projection.close();
  await warehouse.close();
});

async function load(seed: number): Promise<void> {
  const [known = []] = fc.sample(courses(120), { seed, numRuns: 1 });
  await emptyGeneration(warehouse, projection.database);
  await projection.project(batchOf(known));
  pathways = foldPathways(known).pathways;
}

async function expectSameAnswer(question: MeasureQuestion, scope: Scope): Promise<void> {
  const answer = await countMeasure(warehouse, projection, question, scope);
  expect(answer).toEqual(countNaively(pathways, question, scope, COURSES_EDITION));
}

const EVERYTHING: Scope = { kind: 'everything' };

const breakdownsOf = (measure: MeasureQuestion['measure']): Breakdown[] =>
  BREAKDOWNS.filter((by) => isByTime(measure.counting) || !TIME_BREAKDOWNS.some((time) => time === by));

/** Codes by position among those that occur, so that filters and scopes mostly hit; now and then one that nobody has. */
const picks = fc.array(fc.nat(), { maxLength: 3 });

const askings = fc.constantFrom(...MEASURES).chain((measure) => {
  const breakdowns = breakdownsOf(measure);
  const some = (maxLength: number) => fc.uniqueArray(fc.constantFrom(...breakdowns), { maxLength });
  const month = fc.constantFrom('2024-11', '2025-01', '2025-03', '2025-04', '2025-12', '2026-04');
  return fc.record({
    measure: fc.constant(measure),
    by: some(3),
    filters: fc.uniqueArray(fc.tuple(fc.constantFrom(...BREAKDOWNS), picks), {
      maxLength: 2,
      selector: ([name]) => name,
    }),
    from: fc.option(month, { nil: undefined, freq: 1 }),
    to: fc.option(month, { nil: undefined, freq: 1 }),
    asOf: instantsToJudgeAt,
    boundaries: fc.constantFrom('as_was' as const, 'current' as const),
    areas: fc.constantFrom('registered' as const, 'resident' as const),
    edition: fc.constantFrom(COURSES_EDITION.id, COURSES_EDITION.id, undefined),
    scope: fc.record({
      kind: fc.constantFrom('everything' as const, 'boards' as const, 'providers' as const),
      picks,
    }),
  });
});
type Asking = typeof askings extends fc.Arbitrary<infer T> ? T : never;

function codesOf(breakdown: Breakdown, question: MeasureQuestion, chosen: readonly number[]): string[] {
  const { rows } = countNaively(pathways, { ...question, by: [breakdown] }, EVERYTHING, COURSES_EDITION);
  const codes = [...rows.map(({ key }) => key[0]!), 'nobody'];
  return chosen.map((nth) => codes[nth % codes.length]!);
}

function asked({ filters, from, to, scope, ...rest }: Asking): [MeasureQuestion, Scope] {
  const question: MeasureQuestion = {
    ...rest,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    filters: {},
  };
  const chosen = filters.map(([name, its]) => [name, codesOf(name, question, its)] as const);
  const current = { ...question, boundaries: 'current' as const };
  const within: Scope =
    scope.kind === 'boards'
      ? { kind: 'boards', boards: codesOf('icb', current, scope.picks) }
      : scope.kind === 'providers'
        ? { kind: 'providers', providers: codesOf('provider', question, scope.picks) }
        : EVERYTHING;
  return [{ ...question, filters: Object.fromEntries(chosen) }, within];
}

test('every measure by every breakdown is what counting naively gives', async () => {
  await load(1);
  const instants = fc.sample(instantsToJudgeAt, { seed: 2, numRuns: 30 });
  let asking = 0;
  for (const measure of MEASURES) {
    for (const by of [[], ...breakdownsOf(measure).map((breakdown) => [breakdown])]) {
      asking += 1;
      const question: MeasureQuestion = {
        ...{ measure, by, filters: {}, edition: COURSES_EDITION.id },
        asOf: instants[asking % instants.length]!,
        boundaries: asking % 2 === 0 ? 'as_was' : 'current',
        areas: asking % 4 < 2 ? 'registered' : 'resident',
      };
      await expectSameAnswer(question, EVERYTHING);
    }
  }
});

test.each([SEED, SEED + 1])(
  'any question to history %i is answered as counting naively does',
  async (seed) => {
    await load(seed);
    await fc.assert(
      fc.asyncProperty(askings, async (asking) => expectSameAnswer(...asked(asking))),
      { numRuns: RUNS, seed },
    );
  },
);

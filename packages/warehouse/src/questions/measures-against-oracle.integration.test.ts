import fc from 'fast-check';
import {
  BREAKDOWNS,
  isByTime,
  MEASURES,
  TIME_BREAKDOWNS,
  type Breakdown,
  type MeasureDefinition,
} from '@waymark/measures';
import { foldPathways, type Pathway } from '@waymark/pathways';
import { COURSES_EDITION, courses, instantsToJudgeAt } from '../testing/courses.js';
import { countNaively, followNaively } from '../testing/measure-oracle.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import { loadEdition } from '../reference.js';
import type { Warehouse } from '../warehouse.js';
import { Projection } from '../projection/projection.js';
import { countFollowUps } from './count-follow-ups.js';
import { countMeasure } from './count-measure.js';
import type { CohortQuestion, FollowUpQuestion, MeasureQuestion, Scope } from './question.js';

/** Random questions to each of the histories; WAYMARK_TEST_RUNS asks more of them. */
const RUNS = Number(process.env['WAYMARK_TEST_RUNS'] ?? 100);
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

async function expectSameFollowUp(question: FollowUpQuestion, scope: Scope): Promise<void> {
  const answer = await countFollowUps(warehouse, projection, question, scope);
  expect(answer).toEqual(followNaively(pathways, question, scope, COURSES_EDITION));
}

const FOLLOWED = ['disengagement', 'first_contact_at', 'first_attended_at'] as const;

const EVERYTHING: Scope = { kind: 'everything' };

const breakdownsOf = (measure: MeasureDefinition): Breakdown[] =>
  BREAKDOWNS.filter((by) => isByTime(measure.counting) || !TIME_BREAKDOWNS.some((time) => time === by));

/** Codes by position among those that occur, so that filters and scopes mostly hit; now and then one that nobody has. */
const picks = fc.array(fc.nat(), { maxLength: 3 });

const askings = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...MEASURES).chain((measure) => askingOf(measure, breakdownsOf(measure))),
  },
  { weight: 1, arbitrary: fc.constantFrom(...FOLLOWED).chain((until) => askingOf(until, BREAKDOWNS)) },
);

const dates = fc.constantFrom(
  '2024-12-31',
  '2025-01-01',
  '2025-03-30',
  '2025-06-30',
  '2025-10-26',
  '2026-04-01',
);
const feeds = fc.dictionary(
  fc.constantFrom('lw-0', 'lw-1', 'trust', 'a-trust'),
  fc.record({ completeFrom: dates, completeTo: dates }, { requiredKeys: [] }),
);

/** Persons are asked for where referrals or those who started are counted. */
function unitOf(what: MeasureDefinition | FollowUpQuestion['until']) {
  const ofJourneys = typeof what === 'string' || ['referrals', 'starters'].includes(what.counting.over);
  return ofJourneys ? fc.constantFrom(undefined, 'person' as const) : fc.constant(undefined);
}

/** @param what a measure, or what is followed */
function askingOf(what: MeasureDefinition | FollowUpQuestion['until'], breakdowns: readonly Breakdown[]) {
  const some = (maxLength: number) => fc.uniqueArray(fc.constantFrom(...breakdowns), { maxLength });
  const month = fc.constantFrom('2024-11', '2025-01', '2025-03', '2025-04', '2025-12', '2026-04');
  return fc.record({
    what: fc.constant(what),
    by: some(3),
    gap: fc.option(fc.constantFrom(14, 28, 55, 84), { nil: undefined, freq: 2 }),
    filters: fc.uniqueArray(fc.tuple(fc.constantFrom(...BREAKDOWNS), picks), {
      maxLength: 2,
      selector: ([name]) => name,
    }),
    from: fc.option(month, { nil: undefined, freq: 2 }),
    to: fc.option(month, { nil: undefined, freq: 2 }),
    asOf: instantsToJudgeAt,
    boundaries: fc.constantFrom('as_was' as const, 'current' as const),
    areas: fc.constantFrom('registered' as const, 'resident' as const),
    edition: fc.constantFrom(COURSES_EDITION.id, COURSES_EDITION.id, undefined),
    unit: unitOf(what),
    panel: fc.option(fc.constant('constant' as const), { nil: undefined, freq: 2 }),
    feeds: fc.option(feeds, { nil: undefined, freq: 2 }),
    scope: fc.record({
      kind: fc.constantFrom('everything' as const, 'boards' as const, 'providers' as const),
      picks,
    }),
  });
}
type Asking = typeof askings extends fc.Arbitrary<infer T> ? T : never;

/** Codes that occur among what is asked of. */
function codesOf(
  breakdown: Breakdown,
  what: Asking['what'],
  question: CohortQuestion,
  chosen: readonly number[],
): string[] {
  const asked = { ...question, by: [breakdown] };
  const { rows } =
    typeof what === 'string'
      ? followNaively(pathways, { ...asked, until: what }, EVERYTHING, COURSES_EDITION)
      : countNaively(pathways, { ...asked, measure: what }, EVERYTHING, COURSES_EDITION);
  const codes = [...rows.map(({ key }) => key[0]!), 'nobody'];
  return chosen.map((nth) => codes[nth % codes.length]!);
}

async function expectSame({
  what,
  filters,
  from,
  to,
  scope,
  gap,
  unit,
  panel,
  feeds,
  ...rest
}: Asking): Promise<void> {
  const plain: CohortQuestion = {
    ...rest,
    ...(gap !== undefined && { gap }),
    ...(unit && { unit }),
    ...(panel && { panel }),
    ...(feeds && { feeds }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    filters: {},
  };
  const chosen = filters.map(([name, its]) => [name, codesOf(name, what, plain, its)] as const);
  const current = { ...plain, boundaries: 'current' as const };
  const within: Scope =
    scope.kind === 'boards'
      ? { kind: 'boards', boards: codesOf('icb', what, current, scope.picks) }
      : scope.kind === 'providers'
        ? { kind: 'providers', providers: codesOf('provider', what, plain, scope.picks) }
        : EVERYTHING;
  const question = { ...plain, filters: Object.fromEntries(chosen) };
  if (typeof what === 'string') await expectSameFollowUp({ ...question, until: what }, within);
  else await expectSameAnswer({ ...question, measure: what }, within);
}

test('every measure, and every breakdown of each kind, is what counting naively gives', async () => {
  await load(1);
  const instants = fc.sample(instantsToJudgeAt, { seed: 2, numRuns: 30 });
  let asking = 0;
  for (const [nth, measure] of MEASURES.entries()) {
    // Measures over the same kind of items share their breakdowns: each takes a third, and all are taken.
    const some = breakdownsOf(measure).filter((_, which) => which % 3 === nth % 3);
    for (const by of [[], ...some.map((breakdown) => [breakdown])]) {
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

test.each(FOLLOWED)('%s by every breakdown is followed as it is naively', async (until) => {
  await load(3);
  const instants = fc.sample(instantsToJudgeAt, { seed: 4, numRuns: 10 });
  for (const [asking, by] of [[], ...BREAKDOWNS.map((breakdown) => [breakdown])].entries()) {
    const question: FollowUpQuestion = {
      ...{ until, by, filters: {}, edition: COURSES_EDITION.id },
      ...{ asOf: instants[asking % instants.length]!, gap: [28, 14, 60][asking % 3]! },
      ...{ boundaries: 'current', areas: 'registered' },
    };
    await expectSameFollowUp(question, EVERYTHING);
  }
});

test.each([SEED, SEED + 1])(
  'any question to history %i is answered as counting naively does',
  async (seed) => {
    await load(seed);
    await fc.assert(fc.asyncProperty(askings, expectSame), { numRuns: RUNS, seed });
  },
);

import { world, type ReferralHistory } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { loadEdition } from '../reference.js';
import { COURSES_EDITION } from '../testing/courses.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { countRates, type RateAnswer } from './count-rates.js';
import type { CohortQuestion, Scope } from './question.js';

let warehouse: Warehouse;
let projection: Projection;
let history: ReturnType<typeof world>;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
  await loadEdition(warehouse, COURSES_EDITION);
});
afterAll(async () => {
  await projection.close();
  await warehouse.close();
});
beforeEach(async () => {
  history = world();
  await emptyGeneration(warehouse, projection.database);
});
jest.setTimeout(60_000);

/** Lists of the edition: A1 8,000, A2 6,000, A3 1,000, A4 not known. */
const referral = (subject: string, day: string, facts: object): ReferralHistory =>
  history.provider('lw').referral(subject).received(`${day}T10:00:00Z`, facts);

type Asked = Partial<Omit<CohortQuestion, 'from'>> & { from?: string | undefined };

async function rates(asked: Asked = {}, scope?: Scope): Promise<RateAnswer> {
  await projection.project(batchOf(history.events()));
  const usual = { by: [], filters: {}, boundaries: 'current', areas: 'registered' } as const;
  const { from, ...rest } = { from: '2025-01', ...asked };
  const question: CohortQuestion = {
    ...{ ...usual, edition: COURSES_EDITION.id, asOf: Date.parse('2027-01-01T00:00:00Z') },
    ...{ to: '2025-12', ...(from !== undefined && { from }) },
    ...rest,
  };
  return countRates(warehouse, projection, question, scope ?? { kind: 'everything' });
}

/** As `key: referrals / patients x years of those who sent / of the area`. */
const lines = ({ rows }: RateAnswer): string[] =>
  rows.map(
    ({ key, numerator, patientYears, areaPatientYears }) =>
      `${key.join(' ')}: ${numerator} / ${rounded(patientYears)} / ${rounded(areaPatientYears)}`,
  );
const rounded = (number: number): number => Math.round(number * 1000) / 1000;

test('a whole year is of the lists of the practices that sent somebody, and the coverage of all lists', async () => {
  referral('a', '2025-03-01', { practice: 'A1' });
  referral('b', '2025-12-31', { practice: 'A1' });
  referral('c', '2024-12-31', { practice: 'A2' });
  const { rows, excluded } = await rates();
  expect(rows).toEqual([
    {
      ...{ key: [], numerator: 2, denominator: null, excluded: {} },
      people: { numerator: 2, denominator: 2, remainder: 0 },
      ...{ patientYears: expect.closeTo(8000), areaPatientYears: expect.closeTo(15_000), practices: 1 },
    },
  ]);
  expect(excluded).toEqual({});
});

test('each period is of the practices that sent somebody in it, for as much of a year as it is', async () => {
  referral('a', '2025-01-31', { practice: 'A1' });
  referral('b', '2025-02-01', { practice: 'A2' });
  referral('c', '2025-02-28', { practice: 'A1' });
  expect(lines(await rates({ by: ['month'], to: '2025-02' }))).toEqual([
    `2025-01: 1 / ${rounded((8000 * 31) / 365)} / ${rounded((15_000 * 31) / 365)}`,
    `2025-02: 2 / ${rounded((14_000 * 28) / 365)} / ${rounded((15_000 * 28) / 365)}`,
  ]);
});

test('the last month is counted up to the as-of date, and nothing of what is to come', async () => {
  referral('a', '2025-06-03', { practice: 'A1' });
  const asOf = Date.parse('2025-06-10T12:00:00Z');
  expect(lines(await rates({ from: '2025-06', asOf }))).toEqual([
    `: 1 / ${rounded((8000 * 10) / 365)} / ${rounded((15_000 * 10) / 365)}`,
  ]);
});

test('without a beginning, since the first month in which somebody was referred', async () => {
  referral('a', '2025-11-15', { practice: 'A1' });
  expect(lines(await rates({ from: undefined }))).toEqual([
    `: 1 / ${rounded((8000 * 61) / 365)} / ${rounded((15_000 * 61) / 365)}`,
  ]);
});

test('patients stand in the area of their practice on the boundaries of each month, as their referrals do', async () => {
  referral('a', '2026-03-31', { practice: 'A1' });
  referral('b', '2026-04-01', { practice: 'A1' });
  const months = { from: '2026-03', to: '2026-04', by: ['icb'] } as const;
  const [march, april] = [(8000 * 31) / 365, (8000 * 30) / 365].map(rounded);
  expect(lines(await rates({ ...months, boundaries: 'as_was' }))).toEqual([
    `QNQ: 1 / ${march} / ${march}`,
    `S0E4D: 1 / ${april} / ${april}`,
  ]);
  expect(lines(await rates(months))).toEqual([
    `S0E4D: 2 / ${rounded((8000 * 61) / 365)} / ${rounded((8000 * 61) / 365)}`,
  ]);
});

test.each([
  ['region', ['Y59: 1 / 8000 / 8000', 'Y62: 1 / 1000 / 1000']],
  ['sub_icb', ['S1: 1 / 8000 / 8000', 'unknown: 1 / 1000 / 1000']],
  ['pcn', ['U1: 1 / 8000 / 8000', 'unknown: 1 / 1000 / 1000']],
  ['practice', ['A1: 1 / 8000 / 8000', 'A3: 1 / 1000 / 1000']],
  ['year', ['2025: 2 / 9000 / 15000']],
] as const)('by %s, rows are of the patients of their area', async (by, expected) => {
  referral('a', '2025-03-01', { practice: 'A1', lsoa: 'E2', icb: 'QE1' });
  referral('b', '2025-03-01', { practice: 'A3', lsoa: 'E1' });
  expect(lines(await rates({ by: [by] }))).toEqual(expected);
});

test('a referral of no practice with a list size is left out and counted, wherever else it could be placed', async () => {
  referral('a', '2025-03-01', { practice: 'A1' });
  referral('b', '2025-03-01', { practice: 'A4', lsoa: 'E1' });
  referral('c', '2025-03-01', { lsoa: 'E1', icb: 'S0E4D' });
  const answer = await rates({ filters: { icb: ['S0E4D'] } });
  expect(lines(answer)).toEqual([': 1 / 8000 / 8000']);
  expect((await rates()).excluded).toEqual({ no_list_size: 2 });
});

test('within boards, their referrals and their patients alone', async () => {
  referral('a', '2025-03-01', { practice: 'A1' });
  referral('b', '2025-03-01', { practice: 'A2' });
  const scope: Scope = { kind: 'boards', boards: ['S0E4D'] };
  expect(lines(await rates({}, scope))).toEqual([': 1 / 8000 / 8000']);
});

test('without an edition nobody’s list is known', async () => {
  referral('a', '2025-03-01', { practice: 'A1' });
  expect(await rates({ edition: undefined })).toMatchObject({
    rows: [{ numerator: 0, patientYears: 0 }],
    excluded: { no_list_size: 1 },
  });
});

test('what was referred before its provider’s feed began is no referral of its practice', async () => {
  referral('a', '2025-03-01', { practice: 'A1' });
  referral('b', '2025-04-01', { practice: 'A2' });
  const answer = await rates({ feeds: { lw: { completeFrom: '2025-03-02', completeTo: '2025-05-01' } } });
  expect(lines(answer)).toEqual([': 1 / 6000 / 15000']);
  expect(answer.excluded).toEqual({ before_feed: 1 });
});

test('of persons, folded referrals are counted beside', async () => {
  referral('a', '2025-03-01', { practice: 'A1', person: { nhs: 'n1.a' } });
  referral('b', '2025-04-01', { practice: 'A1', person: { nhs: 'n1.a' } });
  expect(await rates({ unit: 'person' })).toMatchObject({
    rows: [{ numerator: 1, referrals: { numerator: 2 }, excluded: { folded_in: 1 } }],
  });
});

test.each(['sex', 'imd_decile', 'provider'] as const)(
  'is not asked by %s: patients are not known by it',
  async (by) => {
    await expect(rates({ by: [by] })).rejects.toThrow(RangeError);
    await expect(rates({ filters: { [by]: ['x'] } })).rejects.toThrow(RangeError);
  },
);

import fc from 'fast-check';
import { findMeasure, type Breakdown, type MeasureDefinition } from '@waymark/measures';
import { COURSES_EDITION, courses } from '../testing/courses.js';
import { batchOf, openTestWarehouse } from '../testing/test-warehouse.js';
import { loadEdition } from '../reference.js';
import type { Warehouse } from '../warehouse.js';
import { Projection } from '../projection/projection.js';
import {
  countBaseCells,
  countBaseCellsApart,
  type BaseCellsQuestion,
  type BaseDimension,
  type BasePeriods,
  type CountedTable,
} from './base-cells.js';
import { countCells } from './count-measure.js';
import { countedGiven } from './count-reasons.js';
import { COUNTED_SUPPORT } from './count-support.js';
import { COUNTED_WEEKS } from './count-weeks.js';
import { ofMeasure } from './counted.js';
import type { Scope } from './question.js';
import { PEOPLE_COUNTED } from './statement.js';
import { countApart, type ApartRow, type CountedApart } from './taken-apart.js';

jest.setTimeout(120_000);

let warehouse: Warehouse;
let projection: Projection;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
  await loadEdition(warehouse, COURSES_EDITION);
  const [known = []] = fc.sample(courses(150), { seed: 11, numRuns: 1 });
  await projection.project(batchOf(known));
});

afterAll(async () => {
  await projection.close();
  await warehouse.close();
});

const COMMON: Pick<BaseCellsQuestion, 'asOf' | 'boundaries' | 'areas' | 'edition'> = {
  ...{ asOf: Date.parse('2026-09-01T00:00:00Z'), boundaries: 'current', areas: 'registered' },
  edition: COURSES_EDITION.id,
};

const measureOf = (id: string): MeasureDefinition => {
  const measure = findMeasure(id);
  if (!measure) throw new Error(id);
  return measure;
};

/** Every table over the dimensions, at these lengths of period. */
function everyTable(
  dimensions: readonly BaseDimension[],
  periods: readonly BasePeriods[],
): BaseCellsQuestion['tables'] {
  const subsets = dimensions.reduce<BaseDimension[][]>(
    (all, dimension) => [...all, ...all.map((some) => [...some, dimension])],
    [[]],
  );
  return subsets.flatMap((own) => periods.map((each) => ({ dimensions: own, periods: each })));
}

/** A table as the plain question answers it. */
async function plainly({ dimensions, periods }: CountedTable, id: string, scope: Scope): Promise<unknown[]> {
  const by = dimensions.map((dimension): Breakdown => (dimension === 'board' ? 'icb' : dimension));
  const time = periods === 'ever' ? [] : [periods];
  const measure = measureOf(id);
  const question = { ...COMMON, measure, by: [...by, ...time], filters: {} };
  const rows = await countCells(warehouse, projection, question, scope);
  return rows
    .map(({ key, numerator, denominator, people, excluded }) => ({
      ...{ codes: key.slice(0, by.length), period: key[by.length] ?? '', numerator },
      ...{ denominator: denominator ?? numerator, excluded },
      people: {
        numerator: capped(people.numerator),
        denominator: capped(denominator === null ? people.numerator : people.denominator),
        remainder: capped(people.remainder),
      },
    }))
    .sort(inOrder);
}

const capped = (people: number): number => Math.min(people, PEOPLE_COUNTED + 1);
const inOrder = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const EVERYTHING: Scope = { kind: 'everything' };
const ASKED: [string, BaseDimension[], BasePeriods[], Scope][] = [
  ['referrals', ['sex', 'imd_decile', 'board'], ['year', 'quarter', 'month'], EVERYTHING],
  ['uptake.first_session', ['reason', 'age_band'], ['year', 'month'], EVERYTHING],
  ['uptake.ever', ['region', 'board'], ['ever'], EVERYTHING],
  ['dna', ['activity', 'provider'], ['quarter'], { kind: 'providers', providers: ['trust'] }],
  ['retained.12w', ['practice', 'board'], ['year'], { kind: 'boards', boards: ['S0E4D', 'D7T5G', 'QE1'] }],
  ['retained.12w', [], ['year', 'quarter'], EVERYTHING],
];

describe('every cell of every table is as the question by its dimensions and period counts it', () => {
  test.each(ASKED)('%s by %s over %s', async (id, dimensions, periods, scope) => {
    const tables = everyTable(dimensions, periods);
    const question = { ...COMMON, dimensions, tables, byRole: false };
    const counted = await countBaseCells(warehouse, projection, {
      question,
      scope,
      counted: ofMeasure(measureOf(id)),
    });
    expect(counted.map((table) => table.dimensions)).toEqual(tables.map((table) => table.dimensions));
    for (const table of counted) {
      const cells = table.cells.map(({ codes, period, numerator, denominator, people, excluded }) => ({
        ...{ codes, period, numerator, denominator, excluded, people },
      }));
      expect(cells.sort(inOrder)).toEqual(await plainly(table, id, scope));
    }
    expect(counted.some(({ cells }) => cells.length > 0)).toBe(true);
  });
});

describe('tables of some boards beside everybody’s are those that are counted of each alone', () => {
  const boards = ['S0E4D', 'QE1'];
  const DIMENSIONS: [string, BaseDimension[]][] = [
    ['uptake.first_session', ['imd_decile', 'sex', 'board']],
    ['referrals', ['reason', 'board']],
    ['retained.12w', ['activity', 'role', 'board']],
    ['dna', ['activity', 'provider', 'board']],
    ['referrals', ['board']],
  ];

  test.each(DIMENSIONS)('%s by %s', async (id, dimensions) => {
    const ofBoards = everyTable(['board'], ['ever', 'year', 'quarter']);
    const finer = everyTable(dimensions, ['ever', 'year', 'quarter', 'month']).filter(
      (table) =>
        table.dimensions.includes('board') && (table.dimensions.length > 1 || table.periods === 'month'),
    );
    const tablesOf = async (
      asked: Pick<BaseCellsQuestion, 'dimensions' | 'tables' | 'alsoOf'>,
      scope: Scope = EVERYTHING,
    ): Promise<CountedTable[]> => {
      const question = { ...COMMON, ...asked, byRole: false };
      const counted = ofMeasure(measureOf(id));
      const tables = await countBaseCells(warehouse, projection, { question, scope, counted });
      return tables.map((table) => ({ ...table, cells: table.cells.sort(inOrder) }));
    };
    const both = await tablesOf({ dimensions, tables: ofBoards, alsoOf: { boards, tables: finer } });
    const everybodys = await tablesOf({ dimensions: ['board'], tables: ofBoards });
    const own = await tablesOf({ dimensions, tables: finer }, { kind: 'boards', boards });
    expect(both).toEqual([...everybodys, ...own]);
    expect(own.some(({ cells }) => cells.length > 0)).toBe(true);
  });
});

describe('what is counted apart has, for each of its names, the tables that the question by its dimensions and period counts', () => {
  const COUNTED: [string, CountedApart][] = [
    ['weeks', COUNTED_WEEKS],
    ['endings', countedGiven('endings')],
    ['support', COUNTED_SUPPORT],
  ];

  test.each(COUNTED)('%s', async (_, counted) => {
    const tables = everyTable(['sex', 'board'], ['ever', 'year']);
    const question = { ...COMMON, dimensions: ['sex', 'board'] as const, tables, byRole: false };
    const all = await countBaseCellsApart(warehouse, projection, { question, scope: EVERYTHING, counted });
    expect(all.size).toBeGreaterThan(3);
    for (const [nth, { dimensions, periods }] of tables.entries()) {
      const by = dimensions.map((dimension): Breakdown => (dimension === 'board' ? 'icb' : dimension));
      const asked = { ...COMMON, by: [...by, ...(periods === 'ever' ? [] : [periods])], filters: {} };
      const { rows } = await countApart(warehouse, projection, {
        question: asked,
        scope: EVERYTHING,
        counted,
      });
      const plain = rows.map(({ key, apart, ...row }) => ({
        ...{ apart, codes: key.slice(0, by.length), period: key[by.length] ?? '' },
        ...row,
      }));
      const cells = [...all].flatMap(([apart, its]) =>
        (its[nth]?.cells ?? []).map((cell) => ({ apart, ...cell })),
      );
      expect(cells.sort(inOrder)).toEqual(plain.filter(isOfSomebody).sort(inOrder));
    }
  });

  const isOfSomebody = ({ denominator, excluded }: Pick<ApartRow, 'denominator' | 'excluded'>): boolean =>
    denominator > 0 || Object.keys(excluded).length > 0;
});

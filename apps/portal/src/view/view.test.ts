import fc from 'fast-check';
import { MEASURES } from '@waymark/measures';
import { BOARDS, REGIONS } from '@waymark/areas';
import { questionPath, type Question } from '../api/queries.js';
import * as schemas from '../api/schemas.js';
import { ANALYST, CONTROLLER, PROVIDER } from '../testing/fake-api.js';
import { figure, ofBoard, tally, withheld } from '../testing/figures.js';
import { boardsAt } from './boards-at.js';
import { figuresOf, providersOf } from './figures.js';
import { questionsOf } from './questions.js';
import { boardFigures, covering, latestFullQuarter, summedFigures, timeFigures, withGaps } from './rows.js';
import { members, parseSearch, stringifySearch, toggled, trendsSearch, type TrendsSearch } from './search.js';
import { areaName, placeName, trendMeasures, viewOf, type View } from './view.js';

const { measures } = schemas.measures.parse({ measures: MEASURES });
const areas = schemas.areas.parse({
  boards: BOARDS,
  regions: Object.entries(REGIONS).map(([code, name]) => ({ code, name })),
});

function view(search: TrendsSearch, me: schemas.Me = ANALYST): View {
  const found = viewOf(search, me, measures, areas);
  if (!found) throw new Error('no view');
  return found;
}

function asked(search: TrendsSearch, me: schemas.Me = ANALYST): Record<string, string | undefined> {
  const questions: [string, Question | undefined][] = Object.entries(questionsOf(view(search, me), me));
  return Object.fromEntries(questions.map(([name, question]) => [name, question && short(question)]));
}

/** An address without what is the same in all of them. */
function short({ measure, params: { boundaries, ...params } }: Question): string {
  expect(boundaries).toBe('current');
  return questionPath({ measure, params }).replace('/api/v1/measures/', '');
}

describe('the address', () => {
  test('every view survives being written and read', () => {
    const code = fc.stringMatching(/^[A-Za-z0-9_+. -]{1,12}$/);
    const search = fc.record(
      {
        ...{ measure: code, area: code, by: fc.constantFrom('month', 'quarter') },
        ...{
          from: fc.constantFrom('2025-01', '2024-12'),
          to: fc.constant('2026-06'),
          at: fc.constant('2026-Q1'),
        },
        ...{ sex: code, age_band: code, activity: code, provider: code },
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(search, (raw) => {
        const clean = trendsSearch(raw);
        expect(trendsSearch(parseSearch(stringifySearch({ ...clean })))).toEqual(clean);
      }),
    );
  });

  test('what it does not understand is left out; codes are kept for the API to judge', () => {
    expect(
      trendsSearch({ by: 'day', from: '2025', to: '2025-13', at: '2025-01', other: 'x', sex: 'martian' }),
    ).toEqual({
      sex: 'martian',
    });
  });

  test('lists read as in the API', () => {
    expect(stringifySearch({ sex: 'female,male' })).toBe('?sex=female,male');
    expect(toggled('female', 'male', true)).toBe('female,male');
    expect(toggled('female,male', 'female', false)).toBe('male');
    expect(toggled('male', 'male', false)).toBeUndefined();
    expect(toggled('male', 'male', true)).toBe('male');
    expect(members(undefined)).toEqual([]);
  });
});

describe('the view', () => {
  test('everyone begins where they are at home', () => {
    expect(view({}).area).toEqual({ kind: 'board', code: 'QKS' });
    expect(view({}, CONTROLLER).area).toEqual({ kind: 'england' });
    expect(view({}, PROVIDER).area).toEqual({ kind: 'own' });
  });

  test('a provider is never shown its own rows as England', () => {
    expect(view({ area: 'england' }, PROVIDER).area).toEqual({ kind: 'own' });
    expect(view({ area: 'own' }, ANALYST).area).toEqual({ kind: 'board', code: 'QKS' });
  });

  test('a measure without a trend is not offered, and an address that names one has no view', () => {
    expect(trendMeasures(measures).map(({ id }) => id)).not.toContain('uptake.ever');
    expect(viewOf({ measure: 'uptake.ever' }, ANALYST, measures, areas)).toBeUndefined();
    expect(viewOf({ measure: 'nonsense' }, ANALYST, measures, areas)).toBeUndefined();
  });

  test('months and filters are kept only where the person may ask for them', () => {
    const search = { by: 'month', sex: 'female' } as const;
    expect(view(search)).toMatchObject({ grain: 'month', filters: { sex: 'female' } });
    expect(view({ ...search, area: 'QJK' })).toMatchObject({
      grain: 'quarter',
      filters: {},
      detailed: false,
    });
  });

  test('places go by their names', () => {
    expect(areaName({ kind: 'board', code: 'QKS' }, ANALYST, areas)).toBe('NHS Kent and Medway');
    expect(areaName({ kind: 'board', code: 'QKS' }, PROVIDER, areas)).toBe(
      'your service in NHS Kent and Medway',
    );
    expect(areaName({ kind: 'region', code: 'Y60' }, CONTROLLER, areas)).toBe('Midlands');
    expect(placeName('unknown_split', areas)).toBe('Board not known: it was split');
    expect(placeName('XX1', areas)).toBe('XX1');
  });
});

describe('what is asked', () => {
  test('an analyst: the own board in detail, every board by quarter unfiltered, England as the benchmark', () => {
    expect(asked({ by: 'month', sex: 'female', from: '2025-02', to: '2025-05' })).toEqual({
      area: 'uptake.first_session?by=month&from=2025-02&icb=QKS&sex=female&to=2025-05',
      england: 'uptake.first_session?by=quarter&of=england',
      englandByQuarter: 'uptake.first_session?by=quarter&of=england',
      boards: 'uptake.first_session?by=icb,quarter',
      providers: 'uptake.first_session?by=provider&icb=QKS',
    });
  });

  test("an analyst, elsewhere: another board and a region out of the boards' answer, England by itself", () => {
    expect(asked({ area: 'QJK' })).toMatchObject({ area: undefined, providers: undefined });
    expect(asked({ area: 'Y58' })).toMatchObject({ area: undefined });
    expect(asked({ area: 'england' })).toMatchObject({
      area: 'uptake.first_session?by=quarter&of=england',
      england: undefined,
    });
  });

  test('a controller: everything in detail, with the filters', () => {
    expect(asked({ area: 'Y58', by: 'month', activity: 'gym,walking' }, CONTROLLER)).toEqual({
      area: 'uptake.first_session?activity=gym,walking&by=month&region=Y58',
      england: 'uptake.first_session?activity=gym,walking&by=month',
      englandByQuarter: 'uptake.first_session?activity=gym,walking&by=quarter',
      boards: 'uptake.first_session?activity=gym,walking&by=icb,quarter',
      providers: 'uptake.first_session?by=provider&region=Y58',
    });
  });

  test('a provider: its own, and England as the benchmark', () => {
    expect(asked({ sex: 'male' }, PROVIDER)).toMatchObject({
      area: 'attendance?by=quarter&sex=male',
      england: 'attendance?by=quarter&of=england',
      boards: 'attendance?by=icb,quarter&sex=male',
    });
  });

  test('a range by quarter is asked in whole quarters', () => {
    expect(asked({ from: '2025-02', to: '2025-08' })['area']).toContain('from=2025-01&icb=QKS&to=2025-09');
  });
});

describe('figures', () => {
  const row = { numerator: 5, denominator: 10, value: 0.5, lower: 0.2, upper: 0.8 };
  const answer = (rows: object[]) => ({ rows: rows as schemas.Row[] }) as schemas.Answer;

  test('a withheld value is not a missing one, and flags make a figure provisional', () => {
    const [missing, kept, open] = timeFigures(
      [
        { month: '2025-01', value: null },
        { month: '2025-02', value: null, suppressed: ['value'] },
        { ...row, month: '2025-03', flags: ['immature'] },
      ],
      'proportion',
    );
    expect([missing?.withheld, kept?.withheld]).toEqual([false, true]);
    expect(open?.provisional).toBe(true);
  });

  test('a count without a value is its numerator, unless that is withheld', () => {
    const figures = timeFigures(
      [{ month: '2025-01', numerator: 7, denominator: null, value: null }],
      'count',
    );
    expect(figures[0]?.value).toBe(7);
  });

  test('rows whose period cannot be read are left out rather than misplaced', () => {
    expect(timeFigures([{ ...row, month: 'unknown' }, { ...row }], 'proportion')).toEqual([]);
    expect(boardFigures([{ ...row, quarter: '2025-Q1' }], 'proportion')).toEqual([]);
  });

  test("a region is the sum of its boards' shown counts, without limits, and withheld only when all are", () => {
    const [first, second] = summedFigures(
      [
        ofBoard('QJK', figure('2025-Q1', 0.5)),
        ofBoard('QSL', figure('2025-Q1', 0.7, { provisional: true, flags: ['immature'] })),
        ofBoard('QVV', withheld('2025-Q1')),
        ofBoard('QVV', withheld('2025-Q2')),
      ],
      'proportion',
    );
    expect(first).toMatchObject({
      numerator: 240,
      denominator: 400,
      lower: null,
      withheld: false,
      provisional: true,
    });
    expect(first?.value).toBeCloseTo(0.6);
    expect(second).toMatchObject({ value: null, withheld: true });
    const counts = ['QJK', 'QSL'].map((board) => ofBoard(board, tally('2025-Q1', 20)));
    expect(summedFigures(counts, 'count')[0]).toMatchObject({ value: 40, denominator: null });
  });

  test("an analyst's region adds up its own boards and no other", () => {
    const search = view({ area: 'Y58' });
    const boards = ['QJK', 'QKS', 'unknown'].map((icb) => ({ ...row, icb, quarter: '2025-Q1' }));
    const figures = figuresOf(search, areas, questionsOf(search, ANALYST), { boards: answer(boards) });
    expect(figures.area).toMatchObject([{ numerator: 5, denominator: 10 }]);
    expect(figures.england).toBeUndefined();
  });

  test('England is cut to the chosen months, and its whole extent is kept for the boards', () => {
    const search = view({ from: '2025-04' });
    const quarters = answer(['2025-Q1', '2025-Q2'].map((quarter) => ({ ...row, quarter })));
    const figures = figuresOf(search, areas, questionsOf(search, ANALYST), {
      england: quarters,
      englandByQuarter: quarters,
    });
    expect(figures.england).toHaveLength(1);
    expect(figures.englandByQuarter).toHaveLength(2);
    expect(figures.area).toBeUndefined();
  });

  test('a period without a row is a gap, not a join', () => {
    const gaps = withGaps([figure('2025-Q1', 0.5), figure('2025-Q3', 0.6)]);
    expect(gaps.map(({ value }) => value)).toEqual([0.5, null, 0.6]);
    expect(withGaps([])).toEqual([]);
    const unlisted = withGaps([figure('2025-Q1', 0.5), figure('2025-Q3', 0.6)], true);
    expect(unlisted.map(({ withheld }) => withheld)).toEqual([false, true, false]);
  });

  test('a month finds the quarter that holds it', () => {
    const quarters = [figure('2025-Q1', 0.5), figure('2025-Q2', 0.6)];
    expect(covering(quarters, figure('2025-05', 0.1).period)?.value).toBe(0.6);
    expect(covering(quarters, figure('2025-07', 0.1).period)).toBeUndefined();
  });

  test('boards are compared in the latest quarter that is final for every board', () => {
    const figures = [
      figure('2025-Q1', 0.5),
      figure('2025-Q2', 0.5),
      figure('2025-Q2', 0.5, { provisional: true }),
      withheld('2025-Q3'),
    ];
    expect(latestFullQuarter(figures)).toEqual(figures[0]?.period);
    expect(latestFullQuarter([figure('2025-Q2', 0.5, { provisional: true })])?.months).toBe(3);
    expect(latestFullQuarter([])).toBeUndefined();
  });

  test('boards are ranked, the withheld last, the own board marked, what is in no board left out of the ranking', () => {
    const boards = [
      ofBoard('QJK', withheld('2025-Q1')),
      ofBoard('QKS', figure('2025-Q1', 0.4)),
      ofBoard('unknown', figure('2025-Q1', 0.9)),
      ofBoard('QVV', figure('2025-Q1', 0.7)),
    ];
    const at = boardsAt(view({ at: '2025-Q1' }), { me: ANALYST, areas }, boards, [figure('2025-Q1', 0.5)]);
    expect(at?.ranked.map(({ code, highlighted }) => [code, highlighted])).toEqual([
      ['QVV', false],
      ['QKS', true],
      ['QJK', false],
    ]);
    expect(at?.unplaced.map(({ name }) => name)).toEqual(['Board not known']);
    expect(at?.figures).toHaveLength(3);
    expect(at).toMatchObject({ england: 0.5, own: { code: 'QKS' } });
    expect(boardsAt(view({}), { me: ANALYST, areas }, [], undefined)).toBeUndefined();
  });

  test('providers are offered once each, in order', () => {
    expect(providersOf(answer([{ provider: 'b' }, { provider: 'a' }, { provider: 'b' }]))).toEqual([
      'a',
      'b',
    ]);
    expect(providersOf(undefined)).toEqual([]);
  });
});

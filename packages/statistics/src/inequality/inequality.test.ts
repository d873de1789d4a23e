import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { zOf } from '../distributions/normal.js';
import { rankLine, type DeprivationGroup, type ValueScale } from './gradient.js';
import { slopeIndex, type Inequality, type InequalityOptions } from './slope-index.js';

const VALUE_TYPES: ValueScale[] = ['normal', 'log', 'logit'];
const all = fixtureCases('sii_rii');

function groupsOf(rows: any[]): DeprivationGroup[] {
  return rows.map(({ population, value, lower, upper }) => ({ population, value, limits: { lower, upper } }));
}

type BothLimits = Record<'siiLimits' | 'riiLimits', { lower: number; upper: number }>;

/**
 * Columns of the fixture end in `cl` or not, by whether the fit was transformed. Upstream swaps the limits of log fits for
 * multipliers under 1, and inverts those of the RII.
 */
function limitsOf(expected: any, swapped: boolean): BothLimits {
  const of = (key: string): number => expected[`${key}95_0cl`] ?? expected[`${key}95_0`];
  const [siiLower, siiUpper] = [of('sii_lower'), of('sii_upper')];
  const [riiLower, riiUpper] = [of('rii_lower'), of('rii_upper')];
  return swapped
    ? {
        siiLimits: { lower: siiUpper, upper: siiLower },
        riiLimits: { lower: 1 / riiUpper, upper: 1 / riiLower },
      }
    : {
        siiLimits: { lower: siiLower, upper: siiUpper },
        riiLimits: { lower: riiLower, upper: riiUpper },
      };
}

const fitted = all.filter(({ input }) => 'rows' in input);
describe.each(fitted)('SII and RII are those of phe_sii: $name', ({ name, input, expected, tolerance }) => {
  const options: InequalityOptions = {
    scale: VALUE_TYPES[input.value_type]!,
    fitOnScale: input.transform,
    multiplier: input.multiplier,
    level: input.conf_level,
  };
  const groups = groupsOf(input.rows);
  const point = { abs: tolerance!.point as number, rel: tolerance!.point as number };
  const given = {
    abs: tolerance!.exact_with_given_draws as number,
    rel: tolerance!.exact_with_given_draws as number,
  };
  const swapped = name.includes('upstream_bug');

  test('ranks and values', () => {
    const ours = slopeIndex(groups, { ...options, draws: groups.map(() => 0) });
    for (const { sii, rii, intercept } of [expected.exact_with_given_draws, expected.monte_carlo_200000])
      expectClose(ours, { sii, rii, start: intercept }, point);
    const populations = groups.map(({ population }) => population);
    const total = populations.reduce((a, b) => a + b, 0);
    expectClose(
      populations.map((it) => it / total),
      expected.population_share,
      point,
    );
    // The line through the ranks themselves has its ends at 0 and 1.
    const { start, end } = rankLine(populations);
    const at = (weights: number[]): number =>
      (expected.relative_rank_midpoints as number[]).reduce((t, rank, i) => t + rank * weights[i]!, 0);
    expectClose([at(start), at(end)], [0, 1], point);
  });

  test('limits from the draws of the fixture', () => {
    const ours = slopeIndex(groups, { ...options, draws: input.standard_normal_draws_quantile_fastest });
    const theirs = limitsOf(expected.exact_with_given_draws, swapped);
    expectClose(ours, theirs, given);
  });

  test('limits of our own, in closed form or simulated, within 1% of the width', () => {
    const ours = slopeIndex(groups, options);
    expect(ours.siiLimits.lower).toBeLessThan(ours.siiLimits.upper);
    expectWithin(ours, limitsOf(expected.monte_carlo_200000, swapped), 0.01);
    expect(ours.method).toBe(input.value_type === 0 || input.transform ? 'closed_form' : 'simulated');
    if (expected.analytic === null) return;
    const { sii: exact, se, lower, upper } = expected.analytic;
    expectClose(ours, { sii: exact, siiLimits: { lower, upper } }, point);
    expectClose([(ours.siiLimits.upper - ours.siiLimits.lower) / (2 * zOf(input.conf_level))], [se], point);
  });
});

function expectWithin(ours: Inequality, theirs: Partial<BothLimits>, share: number): void {
  for (const [key, { lower, upper }] of Object.entries(theirs))
    expectClose(ours[key as keyof BothLimits], { lower, upper }, { abs: share * (upper - lower) });
}

const [table] = all.filter(({ name }) => name.startsWith('phe_SII_test_data_all'));
const described = groupBy(
  (table?.expected.rows ?? []) as any[],
  (row) => `${row.TestDescription}, ${row.Area}`,
);
const answered = [...described].filter(([, rows]) => typeof rows[0].sii === 'number');

/** Of the words, where they name any: `98% CI`, `95 and 98`; else of the column. */
function levelsOf(description: string, column: string): number[] {
  const named = description.match(/\b9\d\b/g) ?? column.match(/\d+/g) ?? [];
  return named.map((it) => Number(it) / 100);
}

/** The table gives each answer once, in the first row of its groups. */
function answersOf(rows: any[]): any {
  expectNoAnswer(rows.slice(1));
  return rows[0];
}

function expectNoAnswer(rows: any[]): void {
  const answers = (row: any): string[] => Object.keys(row).filter((key) => /^(sii|rii|Intercept)/.test(key));
  const given = rows.flatMap((row) => answers(row).filter((key) => row[key] !== null));
  expect(given).toEqual([]);
}

function optionsOf(description: string, row: any): InequalityOptions {
  const sign = /x -100|negative multiplier/.test(description) ? -1 : 1;
  return {
    // The column does not say so where it is proportions that are wrong.
    scale: description.includes('invalid proportion') ? 'logit' : VALUE_TYPES[row.ValueType]!,
    fitOnScale: description.includes('transform'),
    multiplier: description.includes('100)') ? sign * 100 : sign,
  };
}

// Of statistics-extra alone: without it there are none, and the loader has said so.
for (const [description, rows] of answered)
  test(`the package's own table: ${description}`, () => {
    const first = answersOf(rows);
    const groups = groupsOf(
      rows.map((row) => ({
        population: row.Population,
        value: row.Value,
        lower: row.LowerCL,
        upper: row.UpperCL,
      })),
    );
    const options = optionsOf(description, first);
    const levels = levelsOf(description, first.Confidence);
    for (const nth of [1, 2]) {
      const theirs = {
        siiLimits: { lower: first[`sii_lowercl_${nth}`], upper: first[`sii_uppercl_${nth}`] },
        riiLimits: { lower: first[`rii_lowercl_${nth}`], upper: first[`rii_uppercl_${nth}`] },
      };
      const level = levels[nth - 1];
      if (level === undefined) {
        const none = { lower: null, upper: null };
        expect(theirs).toEqual({ siiLimits: none, riiLimits: none });
        continue;
      }
      const ours = slopeIndex(groups, { ...options, level });
      const close = { abs: 1e-8, rel: 1e-7 };
      expectClose([ours.sii], [first.sii], close);
      // The table leaves out what its test did not ask for.
      if (first.rii !== null) expectClose([ours.rii], [first.rii], close);
      if (first.Intercept !== null) expectClose([ours.start], [first.Intercept], close);
      const asked = Object.entries(theirs).filter(([, { lower }]) => lower !== null);
      expectWithin(ours, Object.fromEntries(asked), first.Repetitions < 100_000 ? 0.02 : 0.01);
    }
  });

// The package warns of more than 10 groups, and its table has no answer.
for (const [description, rows] of [...described].filter(([name]) => name.includes('large number')))
  test(`more than ten groups have indices: ${description}`, () => {
    expectNoAnswer(rows);
    const groups = rows.map((row) => ({
      population: row.Population,
      value: row.Value,
      limits: { lower: row.LowerCL, upper: row.UpperCL },
    }));
    expect(slopeIndex(groups, optionsOf(description, rows[0])).sii).toBeLessThan(0);
  });

const refused = /^(error handling|warning handling - missing)/;
for (const [description, rows] of [...described].filter(([name]) => refused.test(name)))
  test(`the errors of the package are errors here: ${description}`, () => {
    expectNoAnswer(rows);
    const groups = rows.map((row) => ({
      population: row.Population,
      value: row.Value ?? undefined,
      ...(description.includes('standard error')
        ? { se: row.StandardError }
        : row.LowerCL !== null && { limits: { lower: row.LowerCL, upper: row.UpperCL } }),
    }));
    expect(() => slopeIndex(groups, optionsOf(description, rows[0]))).toThrow(RangeError);
  });

const flat = (values: number[], se = 0.1): DeprivationGroup[] =>
  values.map((value) => ({ population: 100, value, se }));

test('a multiplier between 0 and 1 leaves lower below upper, and a negative one turns both round', () => {
  const groups = flat([5, 4, 3, 2, 1]);
  const [plain, half, minus] = [1, 0.5, -1].map((multiplier) =>
    slopeIndex(groups, { scale: 'normal', multiplier }),
  );
  expect(half!.siiLimits).toEqual({ lower: plain!.siiLimits.lower / 2, upper: plain!.siiLimits.upper / 2 });
  expect(half!.riiLimits).toEqual(plain!.riiLimits);
  expect(minus!.sii).toBe(-plain!.sii);
  expect(minus!.siiLimits).toEqual({ lower: -plain!.siiLimits.upper, upper: -plain!.siiLimits.lower });
  expect(minus!.riiLimits!.lower).toBeCloseTo(1 / plain!.riiLimits!.upper, 12);
});

test('the same question has the same simulated answer', () => {
  const groups = flat([0.5, 0.4, 0.45, 0.3, 0.2], 0.05);
  expect(slopeIndex(groups, { scale: 'logit' })).toEqual(slopeIndex(groups, { scale: 'logit' }));
});

test('a most deprived end that may be 0 has no relative index limits', () => {
  expect(slopeIndex(flat([0.1, 1, 2, 3, 4], 1), { scale: 'normal' }).riiLimits).toBeNull();
});

test('groups without people, value or error are refused, and so are fewer than five', () => {
  const groups = flat([1, 2, 3, 4, 5]);
  const refuse = (changed: readonly DeprivationGroup[], scale: ValueScale = 'normal'): void =>
    expect(() => slopeIndex(changed, { scale })).toThrow(RangeError);
  refuse(groups.slice(1));
  refuse(groups.map((it, i) => (i === 2 ? { ...it, population: -1 } : it)));
  refuse(groups.map((it, i) => (i === 2 ? { ...it, se: -1 } : it)));
  refuse(groups.map((it) => ({ ...it, limits: { lower: it.value + 1, upper: it.value - 1 } })));
  refuse(groups.map(({ population, value }) => ({ population, value })));
  refuse(groups, 'logit');
  expect(() => slopeIndex(groups, { scale: 'normal', multiplier: 0 })).toThrow(RangeError);
  expect(() => slopeIndex(groups, { scale: 'normal', draws: [1, 2, 3] })).toThrow(RangeError);
});

const given = ['RecordNo', 'Area', 'Grouping1', 'Grouping2', 'TestDescription', 'Quantile', 'Count'];
const asked = ['ValueType', 'LowerCL', 'UpperCL', 'StandardError', 'Confidence', 'Repetitions'];
testsReadEveryMember({
  sii_rii: {
    '*analytic.note': 'what the closed form is, in words',
    ...Object.fromEntries(
      [...given, ...asked].map((it) => [`phe_SII_test_data_all*: rows[].${it}`, 'given']),
    ),
  },
});

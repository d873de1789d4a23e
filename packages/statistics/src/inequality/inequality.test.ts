import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases } from '../testing/fixtures.js';
import { rankLine, type DeprivationGroup, type ValueScale } from './gradient.js';
import { slopeIndex, type Inequality, type InequalityOptions } from './slope-index.js';

const VALUE_TYPES: ValueScale[] = ['normal', 'log', 'logit'];
const all = fixtureCases('sii_rii');

function groupsOf(rows: any[]): DeprivationGroup[] {
  return rows.map(({ population, value, lower, upper }) => ({ population, value, limits: { lower, upper } }));
}

/** Columns of the fixture end in `cl` or not, by whether the fit was transformed. */
function limitsOf(expected: any): Record<'siiLimits' | 'riiLimits', { lower: number; upper: number }> {
  const of = (key: string): number => expected[`${key}95_0cl`] ?? expected[`${key}95_0`];
  return {
    siiLimits: { lower: of('sii_lower'), upper: of('sii_upper') },
    riiLimits: { lower: of('rii_lower'), upper: of('rii_upper') },
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
  const { sii, rii, intercept, ...rest } = expected.exact_with_given_draws;
  const point = { abs: tolerance!.point as number, rel: tolerance!.point as number };
  const given = {
    abs: tolerance!.exact_with_given_draws as number,
    rel: tolerance!.exact_with_given_draws as number,
  };
  const swapped = name.includes('upstream_bug');

  test('ranks and values', () => {
    const ours = slopeIndex(groups, { ...options, draws: groups.map(() => 0) });
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
    const theirs = limitsOf(rest);
    // Upstream swaps the limits of log fits for multipliers under 1, and inverts those of the RII.
    const turned = {
      siiLimits: { lower: theirs.siiLimits.upper, upper: theirs.siiLimits.lower },
      riiLimits: { lower: 1 / theirs.riiLimits.upper, upper: 1 / theirs.riiLimits.lower },
    };
    expectClose(ours, swapped ? turned : theirs, given);
  });

  test('limits of our own, in closed form or simulated, within 1% of the width', () => {
    const ours = slopeIndex(groups, options);
    expect(ours.siiLimits.lower).toBeLessThan(ours.siiLimits.upper);
    if (swapped) return;
    expectWithin(ours, limitsOf(expected.monte_carlo_200000), 0.01);
    expect(ours.method).toBe(input.value_type === 0 || input.transform ? 'closed_form' : 'simulated');
    if (expected.analytic === null) return;
    const { sii: exact, lower, upper } = expected.analytic;
    expectClose(ours, { sii: exact, siiLimits: { lower, upper } }, point);
  });
});

function expectWithin(ours: Inequality, theirs: ReturnType<typeof limitsOf>, share: number): void {
  for (const key of ['siiLimits', 'riiLimits'] as const) {
    const { lower, upper } = theirs[key];
    expectClose(ours[key], { lower, upper }, { abs: share * (upper - lower) });
  }
}

const [table] = all.filter(({ name }) => name.startsWith('phe_SII_test_data_all'));
const described = [
  ...groupBy((table?.expected.rows ?? []) as any[], (row) => `${row.TestDescription}, ${row.Area}`).entries(),
].filter(([, rows]) => typeof rows[0].sii === 'number');

(table ? test.each(described) : test.skip.each([['absent: statistics-extra', [] as any[]]]))(
  "the package's own table: %s",
  (description, rows) => {
    const [first] = rows;
    const sign = /x -100|negative multiplier/.test(description) ? -1 : 1;
    const ours = slopeIndex(
      rows.map((row) => ({
        population: row.Population,
        value: row.Value,
        limits: { lower: row.LowerCL, upper: row.UpperCL },
      })),
      {
        scale: VALUE_TYPES[first.ValueType]!,
        fitOnScale: description.includes('transform'),
        multiplier: description.includes('100)') ? sign * 100 : sign,
        level:
          /98%|98% CI/.test(description) && !/95/.test(description)
            ? 0.98
            : /99%/.test(description)
              ? 0.99
              : 0.95,
      },
    );
    const close = { abs: 1e-8, rel: 1e-7 };
    expectClose([ours.sii], [first.sii], close);
    if (first.rii !== null) expectClose([ours.rii], [first.rii], close);
    if (first.Intercept !== null) expectClose([ours.start], [first.Intercept], close);
    if (first.sii_lowercl_1 === null || first.rii === null) return;
    const theirs = {
      siiLimits: { lower: first.sii_lowercl_1, upper: first.sii_uppercl_1 },
      riiLimits: { lower: first.rii_lowercl_1, upper: first.rii_uppercl_1 },
    };
    expectWithin(ours, theirs, first.Repetitions < 100_000 ? 0.02 : 0.01);
  },
);

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
  refuse(groups.map(({ population, value }) => ({ population, value })));
  refuse(groups, 'logit');
  expect(() => slopeIndex(groups, { scale: 'normal', multiplier: 0 })).toThrow(RangeError);
  expect(() => slopeIndex(groups, { scale: 'normal', draws: [1, 2, 3] })).toThrow(RangeError);
});

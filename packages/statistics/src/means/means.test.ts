import { groupBy } from '../numeric/at.js';
import { mean, sum } from '../numeric/sums.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { cohensD, meanWithLimits, moments, pairedT, pooledT, welch, type MeanDifference } from './means.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import { mannWhitney } from './ranks.js';

type Row = any;

test.each(fixtureCases('mean_ci'))(
  'means and limits are those of phe_mean: $name',
  ({ input, expected, tolerance }) => {
    const areas = groupBy(input.rows as Row[], (row) => row.area as string);
    areas.set('No grouping', input.rows);
    const rows: Row[] = [
      ...(expected.rows ?? []),
      ...(expected.package_expected ?? []),
      ...(expected.phe_mean_grouped ?? []),
    ];
    for (const row of rows) {
      const values = areas.get(row.area)!.map((it: Row) => it[input.value] as number);
      for (const [suffix, level] of [
        ['cl', 0.95],
        ['95_0cl', 0.95],
        ['99_8cl', 0.998],
      ] as const) {
        if (!(`lower${suffix}` in row)) continue;
        const ours = meanWithLimits(moments(values), level);
        expectClose(
          [
            sum(values),
            values.length,
            ours.sd,
            ours.mean,
            ours.limits?.lower ?? null,
            ours.limits?.upper ?? null,
          ],
          [
            row.value_sum,
            row.value_count,
            row.stdev,
            row.value,
            row[`lower${suffix}`],
            row[`upper${suffix}`],
          ],
          tolerance,
        );
      }
    }
  },
);

test.each(fixtureCases('mean_difference'))(
  "differences of means are R's: $name",
  ({ input, expected, tolerance }) => {
    const [a, b] = [moments(input.a), moments(input.b)];
    const renamed = ({ estimate, p_value, ...rest }: Row): Partial<MeanDifference> => ({
      difference: estimate,
      pValue: p_value,
      ...rest,
    });
    expectClose(welch(a, b, input.conf_level), renamed(expected.welch), tolerance);
    expectClose(pooledT(a, b, input.conf_level), renamed(expected.pooled), tolerance);
    expectClose(
      [a.mean, b.mean, Math.sqrt(a.variance!), Math.sqrt(b.variance!)],
      [expected.mean_a, expected.mean_b, expected.sd_a, expected.sd_b],
      tolerance,
    );
    if (expected.paired) {
      const differences = moments((input.a as number[]).map((value, i) => value - input.b[i]));
      expectClose(pairedT(differences, input.conf_level), renamed(expected.paired), tolerance);
    }
    expectClose(
      mannWhitney(input.a, input.b),
      { w: expected.mann_whitney.W, pValue: expected.mann_whitney.p_value_normal_approx_cc },
      tolerance,
    );
    expectClose([cohensD(a, b)], [expected.cohens_d_pooled], tolerance);
  },
);

test('a mean is exact where a plain sum drifts', () => {
  // One-decimal values whose mean is 0.3 and 50.2; plain sums put both off by one unit in the last place.
  expect(mean([0.1, 0.2, 0.6, 0.3])).toBe(0.3);
  expect(mean(Array.from({ length: 15 }, () => 0.1))).toBe(0.1);
  expect(sum([1e16, 1, -1e16])).toBe(1);
});

test('what cannot be estimated is null, not a number', () => {
  const one = moments([3]);
  const flat = moments([2, 2, 2]);
  expect(meanWithLimits(one)).toEqual({ mean: 3, sd: null, limits: null });
  expect([welch(one, flat), welch(flat, flat), pooledT(flat, flat), pairedT(flat), pairedT(one)]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(mannWhitney([1, 1], [1]).pValue).toBeNull();
  expect(() => moments([])).toThrow(RangeError);
});

describe('the Kolmogorov-Smirnov test', () => {
  const spread = (n: number, shift: number): number[] =>
    Array.from({ length: n }, (_, i) => ((i * 37) % n) / n + shift);

  test('measures the largest distance between two distributions, ties taken as one step', () => {
    expect(kolmogorovSmirnov([1, 2, 2, 3], [2, 2, 3, 4]).d).toBe(0.25);
    expect(kolmogorovSmirnov([1, 2], [3, 4, 5])).toMatchObject({ d: 1 });
    expect(kolmogorovSmirnov([1, 2, 3], [3, 2, 1])).toEqual({ d: 0, pValue: 1 });
  });

  test('has the probabilities of tables, on both sides of the join of its two series', () => {
    // Smirnov (1948): the limit is 1.36 at 5% and 1.63 at 1%; P(K > 1) = 0.27.
    // x = d·√(800·800/1600); half a step less, since d is in steps of 1/800.
    const pAt = (x: number): number =>
      kolmogorovSmirnov(spread(800, 0), spread(800, x / 20 - 1 / 1600)).pValue;
    expect(pAt(1.3581)).toBeCloseTo(0.05, 2);
    expect(pAt(1.6276)).toBeCloseTo(0.01, 2);
    expect(pAt(1)).toBeCloseTo(0.27, 2);
    expect(pAt(0.5)).toBeCloseTo(0.964, 2);
    expect(() => kolmogorovSmirnov([], [1])).toThrow(RangeError);
  });
});

testsReadEveryMember({
  mean_ci: {
    '*[].confidence': 'the level, in words',
    '*[].statistic': 'mean, in words',
    '*[].method': "Student's t, in words",
  },
});

import { groupBy } from '../numeric/at.js';
import { mean, sum } from '../numeric/sums.js';
import { expectClose, fixtureCases } from '../testing/fixtures.js';
import { cohensD, meanWithLimits, moments, pairedT, pooledT, welch, type MeanDifference } from './means.js';
import { adjustP, anova, mannWhitney, spearman } from './ranks.js';

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
      [a.mean, b.mean, Math.sqrt(a.variance!)],
      [expected.mean_a, expected.mean_b, expected.sd_a],
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

const [parity] = fixtureCases('distributions').filter(
  ({ name }) => name === 'other_tests_for_clickhouse_parity',
);
test("rank tests and analysis of variance are R's, with ties", () => {
  const { v, g } = parity!.input as { v: number[]; g: number[] };
  const groups = [
    ...groupBy(
      v.map((value, i) => ({ value, g: g[i] })),
      (it) => it.g,
    ).values(),
  ].map((rows) => rows.map(({ value }) => value));
  const tolerance = { rel: 1e-10 };
  const e = parity!.expected;
  expectClose(anova(groups), { f: e.anova.f, pValue: e.anova.p }, tolerance);
  expectClose([spearman(v, g)], [e.spearman_rho], tolerance);
  const { w, p_cc, p_no_cc } = e.mann_whitney_1_vs_2;
  expectClose(mannWhitney(groups[0]!, groups[1]!), { w, pValue: p_cc }, tolerance);
  expectClose(mannWhitney(groups[0]!, groups[1]!, false), { w, pValue: p_no_cc }, tolerance);
});

const [adjust] = fixtureCases('distributions').filter(({ name }) => name === 'p_adjust');
test("adjusted p values are R's", () => {
  const p = adjust!.input.p as number[];
  const ours = {
    holm: adjustP(p, 'holm'),
    bh: adjustP(p, 'benjamini-hochberg'),
    bonferroni: adjustP(p, 'bonferroni'),
  };
  expectClose(ours, adjust!.expected, { abs: 1e-12 });
});

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

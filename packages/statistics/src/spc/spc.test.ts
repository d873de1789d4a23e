import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { xmrChart, type ChartPoint, type ChartValue, type XmrChart, type XmrOptions } from './xmr.js';

/** Upstream defects: our choice is tested below and written in docs/statistics.md. */
const DEFECTS = {
  limits: ['edge_constant_then_one_change'],
  shortSeries: 13,
};

const LABELS: Record<string, [string, string]> = {
  outside_limits: ['Above UCL', 'Below LCL'],
  trend: ['7 Point Trend (Increasing)', '7 Point Trend (Decreasing)'],
  two_in_three: ['2 in 3 Above CL', '2 in 3 Below CL'],
  shift: ['7 Points Above CL', '7 Points Below CL'],
};
const labelOf = ({ cause }: ChartPoint): string =>
  cause ? LABELS[cause.rule]![cause.side === 'high' ? 0 : 1] : 'Common Cause';
const LIMITS = ['lpl', 'upl', 'near_lpl', 'near_upl'];
const SIGNALS = [
  'outside_limits',
  'close_to_limits',
  'special_cause_flag',
  'special_cause_type',
  'point_type',
];
const pick = (row: any, keys: readonly string[]): any =>
  Object.fromEntries(keys.map((key) => [key, row[key]]));
const limitsOf = ({ limits, nearLimits }: ChartPoint): object => ({
  lpl: limits?.lower ?? null,
  upl: limits?.upper ?? null,
  near_lpl: nearLimits?.lower ?? null,
  near_upl: nearLimits?.upper ?? null,
});
function signalsOf(point: ChartPoint): object {
  const beyond = (limits: ChartPoint['limits']): boolean | null =>
    limits && (point.value > limits.upper || point.value < limits.lower);
  const outside = beyond(point.limits);
  return {
    outside_limits: outside,
    close_to_limits: outside ? false : beyond(point.nearLimits),
    special_cause_flag: point.cause !== null,
    special_cause_type: labelOf(point),
    point_type: typeOf(point),
  };
}
const typeOf = ({ type }: ChartPoint): string => (type === 'common_cause' ? type : `special_cause_${type}`);

function chartsOf({ date, value, facet, options }: any): Map<string, XmrChart> {
  const rows = (date as string[]).map((day, i) => ({
    date: day,
    value: value[i] as number | null,
    facet: (facet?.[i] ?? 'no facet') as string,
  }));
  return new Map(
    [...groupBy(rows, (row) => row.facet)].map(([name, values]) => {
      const target = typeof options.target === 'object' ? options.target[name] : options.target;
      const chosen: XmrOptions = {
        improvement: options.improvement_direction,
        screen: options.screen_outliers,
        ...(target !== undefined && target !== null && { target }),
        ...(options.rebase && { rebase: options.rebase }),
        ...(options.fix_after_n_points && { fixAfter: options.fix_after_n_points }),
      };
      return [name, xmrChart(values, chosen)];
    }),
  );
}

describe.each(fixtureCases('spc_xmr'))(
  'an XmR chart is that of NHSRplotthedots: $name',
  ({ name, input, expected, tolerance }) => {
    const charts = chartsOf(input);
    const rows = expected.points as any[];
    const points = rows.filter((row) => row.value !== null);

    test('points, limits, rules and types', () => {
      const known = !DEFECTS.limits.includes(name);
      const ours = [...groupBy(points, (row) => row.facet as string).keys()].flatMap(
        (facet) => charts.get(facet)!.points,
      );
      expectClose(
        ours.map((it) => ({
          date: it.date,
          value: it.value,
          rebase_group: it.stretch,
          mean: it.mean,
          relative_to_mean: Math.sign(it.value - it.mean),
          ...(known && { ...limitsOf(it), ...signalsOf(it) }),
        })),
        points.map((row) => ({
          ...pick(row, ['date', 'value', 'rebase_group', 'mean', 'relative_to_mean']),
          ...(known && pick(row, [...LIMITS, ...SIGNALS])),
        })),
        tolerance,
      );
      expect(ours.length).toBe(points.length);
    });

    test('a missing period has no point, and the limits of its stretch', () => {
      for (const row of rows.filter(({ value }) => value === null)) {
        const chart = charts.get(row.facet)!;
        expect(chart.points.map(({ date }) => date)).not.toContain(row.date);
        const near = chart.points.find(({ stretch }) => stretch === row.rebase_group)!;
        const none = {
          outside_limits: null,
          close_to_limits: null,
          special_cause_flag: false,
          special_cause_type: 'Common Cause',
          point_type: 'common_cause',
        };
        expectClose(
          { mean: near.mean, ...limitsOf(near), ...none, relative_to_mean: null },
          pick(row, ['mean', ...LIMITS, ...Object.keys(none), 'relative_to_mean']),
          tolerance,
        );
      }
    });

    test('icons of variation and assurance, and trial limits', () => {
      if (!DEFECTS.limits.includes(name))
        for (const { facet, icon } of expected.variation_icon)
          expect([facet, charts.get(facet)!.variation]).toEqual([facet, icon]);
      for (const { facet, type } of expected.assurance) {
        const given = input.options.target;
        // Upstream calls a facet without a target inconsistent.
        const none = given !== null && typeof given === 'object' && !(facet in given);
        expect([facet, charts.get(facet)!.assurance]).toEqual([facet, none ? null : type]);
      }
      for (const [facet, ofFacet] of groupBy(rows, (row) => row.facet as string))
        for (const [stretch, own] of groupBy(ofFacet, (row) => row.rebase_group as number)) {
          const known = own.filter(({ value }) => value !== null).length;
          expect(charts.get(facet)!.trialStretches.includes(stretch)).toBe(known < 12);
          // Upstream says fewer than 12 and marks 12 as well.
          const short = known < DEFECTS.shortSeries;
          expect(own.map((row) => row.short_group_warning)).toEqual(own.map(() => short));
        }
    });
  },
);

const days = (values: (number | null)[]): ChartValue[] =>
  values.map((value, i) => ({ date: `2025-01-${String(i + 1).padStart(2, '0')}`, value }));
const plain: XmrOptions = { improvement: 'increase', screen: true };
const causes = ({ points }: XmrChart): string[] => points.map(labelOf);

describe('our choices where upstream has a defect', () => {
  test('a constant series has no limits and no special cause, screened or not', () => {
    for (const screen of [true, false]) {
      const chart = xmrChart(days(Array.from({ length: 15 }, () => 0.1)), { ...plain, screen, target: 1 });
      expect(chart.points.map(({ mean, limits, cause }) => [mean, limits, cause])).toEqual(
        chart.points.map(() => [0.1, null, null]),
      );
      expect([chart.variation, chart.assurance]).toEqual(['common_cause', null]);
    }
  });

  test('one change in a constant series marks that point, not every point', () => {
    const chart = xmrChart(days([...Array.from({ length: 14 }, () => 5), 9]), plain);
    expect(chart.points[0]!.limits!.upper).toBeCloseTo(5 + 4 / 15 + (2.66 * 4) / 14, 12);
    expect(causes(chart).indexOf('Above UCL')).toBe(14);
    expect(chart.variation).toBe('improvement_high');
  });

  test('a missing period is left out and marked, and breaks the moving range but not a run', () => {
    const values = [5, 1, 4, 2, 5, 1, 4, 8, 9, 8, 9, null, 8, 9, 8];
    const chart = xmrChart(days(values), { ...plain, screen: false });
    expect(chart.points).toHaveLength(14);
    expect(chart.points.filter(({ afterGap }) => afterGap).map(({ date }) => date)).toEqual(['2025-01-13']);
    expect(chart.points.slice(7).every(({ cause }) => cause !== null)).toBe(true);
    const ranges = [4, 3, 2, 3, 4, 3, 4, 1, 1, 1, 1, 1];
    const { limits, mean } = chart.points[0]!;
    expect(limits!.upper - mean).toBeCloseTo((2.66 * ranges.reduce((a, b) => a + b)) / ranges.length, 12);
    const rising = xmrChart(days([5, 3, 5, 3, 1, 2, 3, null, 4, 5, 6, 7]), plain);
    expect(causes(rising).slice(4)).toEqual(Array.from({ length: 7 }, () => LABELS.trend![0]));
  });

  test('a rebasing at no point is said to have been ignored', () => {
    const chart = xmrChart(days([1, 2, 1, 2]), { ...plain, rebase: ['2025-01-03', '2025-06-01'] });
    expect(chart.ignoredRebases).toEqual(['2025-06-01']);
    expect(chart.points.map(({ stretch }) => stretch)).toEqual([0, 0, 1, 1]);
  });
});

test('a point on the mean breaks a run though a plain sum would put it beside it', () => {
  // The mean is 50.2; summed plainly it comes to 50.199999999999996, and the seven points on it become a run above it.
  const values = [
    50.2, 50.2, 50.2, 50.2, 50.2, 50.2, 50.2, 49.6, 50.8, 50.3, 50.1, 48.9, 51.5, 49.7, 50.7, 48.1, 52.3,
    50.2,
  ];
  const chart = xmrChart(days(values), plain);
  expect(values.reduce((a, b) => a + b, 0) / values.length).not.toBe(50.2);
  expect(chart.points[0]!.mean).toBe(50.2);
  expect(causes(chart).filter((it) => it.includes('CL'))).toEqual([]);
});

test('the length of a run is a setting: six points do when six are asked for', () => {
  const values = [4, 2, 4, 2, 4, 2, 6, 7, 6, 7, 6, 7];
  expect(causes(xmrChart(days(values), plain)).slice(6)).not.toContain('7 Points Above CL');
  const six = xmrChart(days(values), { ...plain, runLength: 6 });
  expect(six.points.slice(6).map(({ cause }) => cause?.rule)).toEqual(
    Array.from({ length: 6 }, () => 'shift'),
  );
});

test('a peak between a rise and a fall belongs to the fall', () => {
  const values = [0, 9, 0, 9, 0, 9, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 9, 0, 9];
  const chart = xmrChart(days(values), { ...plain, screen: false });
  const sides = chart.points.slice(6, 19).map(({ cause }) => cause?.side ?? '-');
  expect(sides.join(' ')).toBe('high high high high high high low low low low low low low');
});

test('a series of nothing is a chart of nothing, and faults of the caller are refused', () => {
  expect(xmrChart([], plain)).toMatchObject({ points: [], variation: null, assurance: null });
  expect(() => xmrChart([...days([1]), ...days([2])], plain)).toThrow(RangeError);
  expect(() => xmrChart(days([1, 2]), { ...plain, fixAfter: 11 })).toThrow(RangeError);
  expect(() => xmrChart(days([1, 2]), { ...plain, runLength: 1 })).toThrow(RangeError);
});

const defect = 'upstream defect: one change screens itself out';
testsReadEveryMember({
  spc_xmr: {
    'points[].target': 'given',
    'warnings*': 'short series, in words: short_group_warning says it of each point',
    ...Object.fromEntries(
      [...LIMITS, ...SIGNALS].map((it) => [`edge_constant_then_one_change: points[].${it}`, defect]),
    ),
    'edge_constant_then_one_change: variation_icon[].*': defect,
  },
});

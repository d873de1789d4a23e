import { rate } from '../rates/poisson.js';
import { expectClose, fixtureCases, testsReadEveryMember, type Tolerance } from '../testing/fixtures.js';
import {
  funnelAverage,
  funnelSizes,
  placeProportion,
  placeRatio,
  poissonFunnel,
  proportionFunnel,
  type FunnelLimits,
  type FunnelPlace,
} from './exact.js';
import { overdispersion } from './overdispersed.js';

const PLACES: Record<string, FunnelPlace> = {
  'Low (0.001)': 'low_outer',
  'Low (0.025)': 'low_inner',
  'Not significant': 'within',
  'High (0.025)': 'high_inner',
  'High (0.001)': 'high_outer',
};

const phe = fixtureCases('funnel_phe');
const ofStatistic = (wanted: string): any[] => phe.filter(({ input }) => input.statistic === wanted);

test.each(ofStatistic('proportion'))(
  'proportion funnels are those of PHEindicatormethods: $name',
  ({ input, expected, tolerance }) => {
    const rows = (input.rows as any[]).map((row) => ({
      x: row.x ?? row.numerator,
      n: row.n ?? row.denominator,
    }));
    const average = funnelAverage(rows);
    const limits = [...expected.limits_100_rows, ...(expected.package_expected_limits ?? [])];
    expectClose(
      limits.map((row) => {
        const { inner, outer } = proportionFunnel(average, row.Population);
        return [average, inner.lower, inner.upper, outer.lower, outer.upper].map((it) => 100 * it);
      }),
      limits.map((row) => [
        row.baseline,
        row.lower_2s_limit,
        row.upper_2s_limit,
        row.lower_3s_limit,
        row.upper_3s_limit,
      ]),
      tolerance,
    );
    const significance = (expected.significance ?? expected.package_expected_significance) as string[];
    expect(rows.map(({ x, n }) => placeProportion(x, n, average))).toEqual(
      significance.map((it) => PLACES[it]),
    );
  },
);

const SIDES = ['lower_2s', 'upper_2s', 'lower_3s', 'upper_3s'];
const sidesOf = ({ inner, outer }: FunnelLimits): number[] => [
  inner.lower,
  inner.upper,
  outer.lower,
  outer.upper,
];
/** Upstream bisects to 1e-7 of a transformed scale, which at 1 event is 5e-5 of the outer upper limit. */
const bisected = (column: unknown[], events: number): unknown[] =>
  events === 1 ? column.slice(0, 3) : column;

/** Expected events (or population) and limit, per row of the fixture. */
function comparePoisson(
  rows: any[],
  events: string,
  at: string,
  scale: { at: number; limit: number },
  tolerance: Tolerance,
): void {
  expectClose(
    rows.map((row) => {
      const { expected, ratio } = poissonFunnel(row[events]);
      const limits = bisected(
        sidesOf(ratio).map((it) => it * scale.limit),
        row[events],
      );
      return [...sidesOf(expected).map((it) => it * scale.at), ...limits];
    }),
    rows.map((row) => {
      const limits = bisected(
        SIDES.map((side) => row[`${side}_limit`]),
        row[events],
      );
      return [...SIDES.map((side) => row[`${side}_${at}`]), ...limits];
    }),
    tolerance,
  );
}

/** The package's own table names the limits after the ratio, and gives them also as a share above or below 1. */
function tableOf(expected: any): any[] {
  return ((expected.package_expected_limits ?? []) as any[]).map((row) => {
    const limits = SIDES.map((side) => {
      const limit = row[`${side}_isr`] as number;
      expect(row[`${side}_count`]).toBeCloseTo(limit / 100 - 1, 6);
      return [`${side}_limit`, limit];
    });
    return { ...row, ...Object.fromEntries(limits) };
  });
}

test.each(ofStatistic('ratio'))(
  'ratio funnels are those of PHEindicatormethods: $name',
  ({ input, expected, tolerance }) => {
    const limits = expected.limits_100_rows ?? expected.limits_isr;
    comparePoisson(limits, 'Observed_events', 'exp_events', { at: 1, limit: 100 }, tolerance);
    if (expected.package_expected_limits)
      comparePoisson(tableOf(expected), 'Observed_events', 'exp_events', { at: 1, limit: 100 }, tolerance);
    const significance = (expected.significance ?? expected.package_expected_significance) as string[];
    const ours = (input.rows as any[]).map((row) => placeRatio(row.obs, row.exp ?? row.expected));
    expect(ours).toEqual(significance.map((it) => PLACES[it]));
  },
);

test.each(ofStatistic('rate'))(
  'rate funnels are those of PHEindicatormethods: $name',
  ({ input, expected, tolerance }) => {
    const rows = input.rows as { ev: number; pop: number }[];
    const average = funnelAverage(rows.map(({ ev, pop }) => ({ x: ev, n: pop })));
    const scale = { at: 1 / average / input.years_of_data, limit: average * input.multiplier };
    comparePoisson(expected.limits_100_rows, 'Events', 'population_1_year', scale, tolerance);
    for (const row of expected.limits_100_rows)
      expectClose([average * input.multiplier], [row.baseline], tolerance);
    expectClose(
      rows.map(({ ev, pop }) => {
        const { value } = rate(ev, pop, input.multiplier);
        return { ev, pop, rate: value, rate_chart: value, denominator_derived: pop / input.years_of_data };
      }),
      (expected.points as any[]).map(({ area: _area, ...row }) => row),
      tolerance,
    );
    const ours = rows.map(({ ev, pop }) => placeRatio(ev, pop * average));
    expect(ours).toEqual((expected.significance as string[]).map((it) => PLACES[it]));
  },
);

const rateFlags = phe.filter(({ name }) => name.startsWith('phe_test_rate_significance'));
// Of statistics-extra alone: without it there is none, and the loader has said so.
for (const { name, expected } of rateFlags)
  test(`the package's own table of rate flags: ${name}`, () => {
    const all = expected.rows as any[];
    const flags = (rows: any[], column: string): FunnelPlace[] =>
      rows.map((row) => {
        expect(row[column.replace('100000', '100')]).toBe(row[column]);
        return PLACES[row[column]]!;
      });
    const total = (rows: any[], of: (row: any) => number): number => rows.reduce((t, row) => t + of(row), 0);
    const places = (rows: any[], sizeOf: (row: any) => number): FunnelPlace[] => {
      const average = total(rows, (row) => row.count) / total(rows, sizeOf);
      return rows.map((row) => placeRatio(row.count, sizeOf(row) * average));
    };
    const pop = (row: any): number => row.pop;
    // Upstream asks nothing of a DSR under 10 events; so must the caller here.
    const some = all.filter(({ count }) => count > 0);
    const derived = (row: any): number => (row.count / row.rate_dsr) * 100_000;
    expect(places(all, pop)).toEqual(flags(all, 'crude_per_100000_with_0'));
    expect(places(some, pop)).toEqual(flags(some, 'crude_per_100000_without_0'));
    expect(places(some, derived)).toEqual(flags(some, 'dsr_per_100000_without_0'));
    expect(places(some, derived)).toEqual(flags(some, 'dsr_per_100000_with_0'));
    for (const scale of [100, 100_000])
      expectClose(
        all.map((row) => rate(row.count, row.pop, scale).value),
        all.map((row) => row[`rate_crude_per_${scale}`]),
        { rel: 1e-8 },
      );
    for (const row of all.filter(({ count }) => count === 0))
      for (const scale of [100, 100_000])
        expect([row.rate_dsr, row[`dsr_per_${scale}_with_0`]]).toEqual([
          null,
          expect.stringContaining('Not applicable'),
        ]);
  });

test('what has no funnel is refused', () => {
  expect(() => overdispersion([], 'proportion')).toThrow(RangeError);
  expect(() => overdispersion([{ numerator: 0, denominator: 3 }], 'shmi')).toThrow(RangeError);
  expect(() => poissonFunnel(0)).toThrow(RangeError);
  expect(() => proportionFunnel(1.2, 10)).toThrow(RangeError);
});

test('lines are drawn from the smallest group to the largest', () => {
  const sizes = funnelSizes(3, 4000, 50);
  expect([sizes[0], sizes.at(-1), sizes.length]).toEqual([3, 4000, 50]);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
});

testsReadEveryMember({
  funnel_phe: {
    '*[].statistic': 'what the funnel is of, in words',
    '*[].method': 'Wilson or Poisson, in words',
    'phe_test_rate_significance*: rows[].*_without_0': 'filled in for the row that the test left out',
  },
});

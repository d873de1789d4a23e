import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases, type Tolerance } from '../testing/fixtures.js';
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
import {
  chanceLimits,
  limitsAtZ,
  overdispersedLimits,
  overdispersion,
  type FunnelKind,
} from './overdispersed.js';

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

test.each(ofStatistic('ratio'))(
  'ratio funnels are those of PHEindicatormethods: $name',
  ({ input, expected, tolerance }) => {
    const limits = expected.limits_100_rows ?? expected.limits_isr;
    comparePoisson(limits, 'Observed_events', 'exp_events', { at: 1, limit: 100 }, tolerance);
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
    const ours = rows.map(({ ev, pop }) => placeRatio(ev, pop * average));
    expect(ours).toEqual((expected.significance as string[]).map((it) => PLACES[it]));
  },
);

const rateFlags = phe.filter(({ name }) => name.startsWith('phe_test_rate_significance'));
// Of statistics-extra alone: without it there is none, and the loader has said so.
for (const { name, expected } of rateFlags)
  test(`the package's own table of rate flags: ${name}`, () => {
    // Upstream asks nothing of a DSR under 10 events; so must the caller here.
    const rows = (expected.rows as any[]).filter(({ count }) => count > 0);
    const total = (of: (row: any) => number): number => rows.reduce((t, row) => t + of(row), 0);
    const crude = total((row) => row.count) / total((row) => row.pop);
    expect(rows.map((row) => placeRatio(row.count, row.pop * crude))).toEqual(
      rows.map((row) => PLACES[row.crude_per_100000_without_0]),
    );
    const derived = (row: any): number => (row.count / row.rate_dsr) * 100_000;
    const standardised = total((row) => row.count) / total(derived);
    expect(rows.map((row) => placeRatio(row.count, derived(row) * standardised))).toEqual(
      rows.map((row) => PLACES[row.dsr_per_100000_without_0]),
    );
  });

/** Below 0 on its scale a lower limit is 0 here; upstream's turns back up (proportions) or stays below (CQC). */
function belowZero(kind: FunnelKind, target: number, n: number, tau2: number, z: number): boolean {
  const width = z * Math.sqrt(1 / (4 * n) + tau2);
  if (kind === 'proportion') return Math.asin(Math.sqrt(target)) < width;
  return kind === 'cqc' && width > 1;
}

const KINDS: Record<string, FunnelKind> = {
  PR: 'proportion',
  RC: 'ratio_of_counts',
  SHMI: 'shmi',
  CQC: 'cqc',
};

describe.each(fixtureCases('funnelplotr'))(
  'overdispersed funnels are those of FunnelPlotR: $name',
  ({ input, expected, tolerance }) => {
    const options = input.options;
    const kind =
      KINDS[
        options.data_type === undefined || options.data_type === 'SR'
          ? (options.sr_method ?? 'SHMI')
          : options.data_type
      ]!;
    const scale = options.multiplier ?? 1;
    const groups = [...groupBy(input.rows as any[], (row) => row.grp as string)].map(([grp, rows]) => ({
      grp,
      numerator: rows.reduce((t, row) => t + row.num, 0),
      denominator: rows.reduce((t, row) => t + row.den, 0),
    }));
    const ours = overdispersion(groups, kind, options.trim_by ?? 0.1);

    test('phi, tau² and z scores', () => {
      expectClose(
        [ours.target, ours.zScores],
        [expected.target, expected.units.map((unit: any) => unit.Uzscore)],
        tolerance,
      );
      // Upstream reports 0 where adjusted limits were not asked for.
      if (options.draw_adjusted === false) return;
      expectClose([ours.phi, ours.tau2], [expected.phi, expected.tau2], tolerance);
      expect(ours.overdispersed).toBe(expected.draw_adjusted);
    });

    // Upstream rounds z; a limit of ours at the exact z differs in the eighth place.
    test.each([
      {
        level: 'inner',
        z: 1.959964,
        unit: ['OD95LCL', 'OD95UCL'],
        line: ['odll95', 'odul95'],
        chance: ['ll95', 'ul95'],
      },
      {
        level: 'outer',
        z: 3.090232,
        unit: ['OD99LCL', 'OD99UCL'],
        line: ['odll998', 'odul998'],
        chance: ['ll998', 'ul998'],
      },
    ] as const)('$level limits of units and of the lines', ({ level, z, unit, line, chance }) => {
      const check = (rows: any[], size: string, columns: readonly string[], tau2: number): void =>
        expectClose(
          rows.map((row) => {
            const { lower, upper } = limitsAtZ(kind, expected.target, row[size], tau2, z);
            // Upstream leaves CQC limits on the square root scale.
            return (kind === 'cqc' ? [Math.sqrt(lower), Math.sqrt(upper)] : [lower, upper]).map(
              (it) => it * scale,
            );
          }),
          rows.map((row) =>
            columns.map((it, side) =>
              side === 0 && belowZero(kind, expected.target, row[size], tau2, z) ? 0 : row[it],
            ),
          ),
          tolerance,
        );
      check(expected.units, 'denominator', unit, expected.tau2);
      const lines = expected.limits_lookup_sample as any[];
      check(lines, 'number_seq', line, expected.tau2);
      if (kind === 'proportion' || kind === 'ratio_of_counts') check(lines, 'number_seq', chance, 0);
      else
        expectClose(
          lines.map((row) =>
            [chanceLimits(row.number_seq)[level].lower, chanceLimits(row.number_seq)[level].upper].map(
              (it) => it * scale,
            ),
          ),
          lines.map((row) => chance.map((it) => row[it])),
          tolerance,
        );
    });

    test('outliers', () => {
      if (kind === 'cqc') return;
      const outer = (options.limit ?? 99) === 99 ? 'outer' : 'inner';
      const outside = groups.filter(({ numerator, denominator }) => {
        const limits = expected.draw_adjusted
          ? overdispersedLimits(kind, ours.target, denominator, ours.tau2)
          : kind === 'shmi'
            ? chanceLimits(denominator)
            : overdispersedLimits(kind, ours.target, denominator, 0);
        const value = numerator / denominator;
        return value < limits[outer].lower || value > limits[outer].upper;
      });
      expect(outside.map(({ grp }) => grp)).toEqual(expected.outliers);
    });
  },
);

test('CQC limits are on the scale of the ratio: wider above 1 than below, and not under 0', () => {
  const { inner, outer } = overdispersedLimits('cqc', 1, 100, 0.01);
  expect(inner.upper - 1).toBeGreaterThan(1 - inner.lower);
  expect(outer.upper).toBeCloseTo((1 + 3.090232306167813 * Math.sqrt(1 / 400 + 0.01)) ** 2, 12);
  expect(overdispersedLimits('cqc', 1, 1, 1).outer.lower).toBe(0);
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

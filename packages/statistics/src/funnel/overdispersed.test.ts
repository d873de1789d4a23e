import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import {
  chanceLimits,
  limitsAtZ,
  overdispersedLimits,
  overdispersion,
  type FunnelKind,
} from './overdispersed.js';

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
      expectClose(
        groups.map(({ grp, numerator, denominator: exact }) => {
          // SHMI is worked out from expected counts to two places.
          const denominator = kind === 'shmi' ? Math.round(exact * 100) / 100 : exact;
          return { group: grp, numerator, denominator, rr: numerator / exact };
        }),
        expected.units.map(({ group, numerator, denominator, rr }: any) => ({
          group,
          numerator,
          denominator,
          rr,
        })),
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
        unitChance: ['LCL95', 'UCL95'],
        line: ['odll95', 'odul95'],
        chance: ['ll95', 'ul95'],
      },
      {
        level: 'outer',
        z: 3.090232,
        unit: ['OD99LCL', 'OD99UCL'],
        unitChance: ['LCL99', 'UCL99'],
        line: ['odll998', 'odul998'],
        chance: ['ll998', 'ul998'],
      },
    ] as const)('$level limits of units and of the lines', ({ level, z, unit, unitChance, line, chance }) => {
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
      const checkChance = (rows: any[], size: string, columns: readonly string[]): void => {
        if (kind === 'proportion' || kind === 'ratio_of_counts') {
          check(rows, size, columns, 0);
          return;
        }
        expectClose(
          rows.map((row) => {
            const { lower, upper } = chanceLimits(row[size])[level];
            return [lower * scale, upper * scale];
          }),
          rows.map((row) => columns.map((it) => row[it])),
          tolerance,
        );
      };
      checkChance(expected.units, 'denominator', unitChance);
      checkChance(lines, 'number_seq', chance);
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
      expect(outside.map(({ grp }) => grp)).toEqual([...expected.outliers]);
      const flags = groups.map((it) => (outside.includes(it) ? 1 : 0));
      expect(flags).toEqual(expected.units.map((it: any) => it.outlier));
    });
  },
);

test('CQC limits are on the scale of the ratio: wider above 1 than below, and not under 0', () => {
  const { inner, outer } = overdispersedLimits('cqc', 1, 100, 0.01);
  expect(inner.upper - 1).toBeGreaterThan(1 - inner.lower);
  expect(outer.upper).toBeCloseTo((1 + 3.090232306167813 * Math.sqrt(1 / 400 + 0.01)) ** 2, 12);
  expect(overdispersedLimits('cqc', 1, 1, 1).outer.lower).toBe(0);
});

const step = 'a step on the way to phi, tau² and the limits';
testsReadEveryMember({
  funnelplotr: {
    draw_unadjusted: 'what upstream was asked to draw',
    'units[].highlight': 'what upstream was asked to mark',
    ...Object.fromEntries(
      ['target_transformed', 'Y', 'winsorised', 'truncated', 'rk', 'sp', 'Wuzscore', 's'].map((it) => [
        `units[].${it}`,
        step,
      ]),
    ),
    'limits_lookup_sample[].s': step,
    ...Object.fromEntries(
      ['standardised_ratio_poisson_unadjusted', 'package_test_data_unadjusted_x100*'].map((name) => [
        `${name}: phi`,
        'reported as 0 where adjusted limits were not asked for',
      ]),
    ),
    'package_test_data_cqc*: outliers[]': 'upstream defect: limits on the square root scale',
    'package_test_data_cqc*: units[].outlier': 'upstream defect: limits on the square root scale',
    'package_test_data_cqc*: limits_lookup_sample[0].odll998': 'upstream defect: below 0',
    'proportion_not_overdispersed_falls_back: limits_lookup_sample[0].*ll998':
      'upstream defect: turns back up',
  },
});

import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { mixAndRates } from './mix.js';
import { byar, exactPoisson, poissonLimits } from './poisson.js';
import { rateRatio } from './ratio.js';
import { directlyStandardisedRate, expectedEvents, indirectRatio } from './standardise.js';

type Row = any;
const columns = (rows: object[], key: string): unknown[] => rows.map((row) => (row as Row)[key]);

/** The columns of limits that a row of the fixture has, with their levels. */
function limitColumns(row: Row, level = 0.95): [string, string, number][] {
  if ('lowercl' in row) return [['lowercl', 'uppercl', level]];
  return [
    ['lower95_0cl', 'upper95_0cl', 0.95],
    ['lower99_8cl', 'upper99_8cl', 0.998],
  ];
}

test.each(fixtureCases('poisson_ci'))(
  "limits of a count are R's: $name",
  ({ input, expected, tolerance }) => {
    const level = input.conf_level;
    for (const [theirs, ours] of [
      [expected.byars, (input.x as number[]).map((x) => byar(x, level))],
      [expected.exact, (input.x as number[]).map((x) => exactPoisson(x, level))],
      [expected.phe_rate_choice, (input.x as number[]).map((x) => poissonLimits(x, level))],
    ] as const) {
      expectClose(columns(ours, 'upper'), theirs.upper, tolerance);
      // Upstream's raw formula goes below 0 for small counts; PHE blanks those, and so do we.
      const lower = (theirs.lower as number[]).map((it) => (it < 0 ? null : it));
      expectClose(columns(ours, 'lower'), lower, tolerance);
    }
    const methods = (input.x as number[]).map((x) => poissonLimits(x, level).method);
    expect(methods).toEqual(
      expected.phe_rate_choice.method.map((it: string) => (it === 'Exact' ? 'exact' : 'byar')),
    );
  },
);

test("Byar's limits at 95% are those that Fingertips prints, and there is none below for 1 event at 99.8%", () => {
  expect(byar(65).lower).toBeCloseTo(50.1631877104595, 9);
  expect(byar(1045, 0.998).upper).toBeCloseTo(1148.80616098803, 8);
  expect(byar(1, 0.998).lower).toBeNull();
  expect(poissonLimits(1, 0.998).lower).toBeGreaterThan(0);
  expect(() => poissonLimits(-1)).toThrow(RangeError);
});

/** Fixture rows by area, as bands; repeat events come as one row per band and frequency. */
function bandsOf(rows: Row[]): Parameters<typeof directlyStandardisedRate>[0] {
  return [...groupBy(rows, (row) => row.ageband as string).values()].map((band) => {
    const total = (of: (row: Row) => number): number => band.reduce((t, row) => t + of(row), 0);
    const counted = 'freq' in band[0];
    return {
      population: band[0].pop,
      standard: band[0].esp2013,
      events: total((row) => (counted ? row.freq * row.persons : (row.count ?? 0))),
      ...(counted && { squaredEvents: total((row) => row.freq ** 2 * row.persons) }),
    };
  });
}

/** The package's table answers for the areas of all its cases in one. */
const dsr = fixtureCases('dsr');
const areasOfDsr = new Map(
  dsr.flatMap(({ input }) => [...groupBy(input.rows as Row[], (row) => row.area as string)]),
);

test.each(dsr)('standardised rates are those of calculate_dsr: $name', ({ input, expected, tolerance }) => {
  const rows = [...expected.rows, ...(expected.package_expected ?? [])] as Row[];
  const own = groupBy(input.rows as Row[], (row) => row.area as string);
  for (const row of rows.filter(({ area }) => areasOfDsr.has(area)))
    for (const [lower, upper, level] of limitColumns(row, input.conf_level)) {
      // The package's own table is per 10,000 and per 100,000.
      const multiplier = Number(/per (\d+)$/.exec(row.statistic)?.[1] ?? input.multiplier);
      const ours = directlyStandardisedRate(
        bandsOf(own.get(row.area) ?? areasOfDsr.get(row.area)!),
        multiplier,
        level,
      );
      expectClose(
        [ours.events, ours.population, ours.value, ours.limits?.lower ?? null, ours.limits?.upper ?? null],
        [row.total_count, row.total_pop, row.value, row[lower], row[upper]],
        tolerance,
      );
    }
});

test('repeat events widen the limits and leave the rate as it is', () => {
  const band = { events: 40, population: 1000, standard: 1 };
  const once = directlyStandardisedRate([band]);
  const repeated = directlyStandardisedRate([{ ...band, squaredEvents: 160 }]);
  expect(repeated.value).toBe(once.value);
  expect(repeated.limits!.upper - repeated.limits!.lower).toBeCloseTo(
    2 * (once.limits!.upper - once.limits!.lower),
    6,
  );
  expect(() => directlyStandardisedRate([{ ...band, population: 0 }])).toThrow(RangeError);
});

test.each(fixtureCases('indirect_standardisation'))(
  'indirect standardisation is that of PHEindicatormethods: $name',
  ({ name, input, expected, tolerance }) => {
    const bandOf = (row: Row): string => row.ageband ?? row['Age Band'];
    const reference = new Map(
      (input.reference as Row[]).map((row) => [
        bandOf(row),
        { events: row.refcount, population: row.refpop },
      ]),
    );
    const refRate =
      (100_000 * [...reference.values()].reduce((t, it) => t + it.events, 0)) /
      [...reference.values()].reduce((t, it) => t + it.population, 0);
    const scale = name.includes('ISRate') ? refRate : 1;
    if (scale !== 1)
      for (const row of expected.rows as Row[]) expectClose([refRate], [row.ref_rate], tolerance);
    const areas = groupBy(input.rows as Row[], (row) => row.area as string);
    for (const row of expected.rows as Row[]) {
      const area = areas.get(row.area)!;
      const observed = area.reduce((t, it) => t + it.count, 0);
      const expectedCount = expectedEvents(
        new Map(area.map((it) => [bandOf(it), it.pop as number])),
        reference,
      );
      for (const [lower, upper, level] of limitColumns(row)) {
        const ours = indirectRatio(observed, expectedCount, level);
        expectClose(
          [ours.observed, ours.expected, ours.ratio * scale, ours.lower * scale, ours.upper * scale],
          [row.observed, row.expected, row.value, row[lower], row[upper]],
          tolerance,
        );
        expect(ours.method).toBe(row.method === 'Exact' ? 'exact' : 'byar');
      }
    }
  },
);

test('a band that the reference lacks is refused, and order does not matter', () => {
  const reference = new Map([
    ['b', { events: 1, population: 10 }],
    ['a', { events: 5, population: 10 }],
  ]);
  expect(expectedEvents(new Map([['a', 10]]), reference)).toBe(5);
  expect(() => expectedEvents(new Map([['c', 10]]), reference)).toThrow(RangeError);
});

test.each(fixtureCases('rate_ratio'))("rate ratios are R's: $name", ({ input, expected, tolerance }) => {
  const ours = (input.x1 as number[]).map((x, i) =>
    rateRatio({ events: x, time: input.t1[i] }, { events: input.x2[i], time: input.t2[i] }),
  );
  const exact = (expected.exact_poisson_test as Row[]).map(({ lower, upper, p_value }) => ({
    lower,
    upper,
    pValue: p_value,
  }));
  expectClose(columns(ours, 'exact'), exact, tolerance);
  expectClose(columns(ours, 'difference'), expected.difference, tolerance);
  ours.forEach((it, i) => {
    // A ratio to nothing is undefined here, infinite in R; log limits need events on both sides.
    const finite = input.x2[i] > 0;
    expectClose([it.ratio], [finite ? expected.ratio[i] : null], tolerance);
    expectClose([it.ratio], [expected.exact_poisson_test[i].estimate], tolerance);
    const both = finite && input.x1[i] > 0;
    const [lower, upper] = [expected.wald_log.lower[i], expected.wald_log.upper[i]];
    if (both) expectClose(it.limits, { lower, upper }, tolerance);
    else expect([it.limits, lower, upper]).toEqual([null, 0, NaN]);
    expectClose(
      [it.differenceLimits.lower, it.differenceLimits.upper],
      [expected.difference_wald.lower[i], expected.difference_wald.upper[i]],
      tolerance,
    );
  });
});

describe('the split of a difference into mix and rates', () => {
  const cells = (...xs: [string, number, number][]): Map<string, { x: number; n: number }> =>
    new Map(xs.map(([key, x, n]) => [key, { x, n }]));

  test('is all mix when like people fare alike, all rates when the same people are referred', () => {
    const mixed = mixAndRates(
      cells(['q1', 30, 100], ['q5', 60, 100]),
      cells(['q1', 9, 30], ['q5', 102, 170]),
    );
    expect(mixed.rates).toBeCloseTo(0, 14);
    expect(mixed.mix).toBeCloseTo(90 / 200 - 111 / 200, 14);
    const rated = mixAndRates(cells(['q1', 30, 100], ['q5', 60, 100]), cells(['q1', 10, 50], ['q5', 20, 50]));
    expect(rated.mix).toBeCloseTo(0, 14);
    expect(rated.rates).toBeCloseTo(0.15, 14);
  });

  test('adds up to the difference whatever the cells, also where one area has nobody in a cell', () => {
    let seed = 7;
    const next = (k: number): number => (seed = (seed * 48271) % 2147483647) % k;
    for (let round = 0; round < 200; round += 1) {
      const area = (): Map<number, { x: number; n: number }> =>
        new Map(
          [0, 1, 2, 3].map((key) => {
            const n = key === 0 ? 1 + next(40) : next(40);
            return [key, { x: n === 0 ? 0 : next(n + 1), n }];
          }),
        );
      const { difference, mix, rates, cells: parts } = mixAndRates(area(), area());
      expect(mix + rates).toBeCloseTo(difference, 12);
      expect(parts.reduce((t, it) => t + it.mix + it.rates, 0)).toBeCloseTo(difference, 12);
    }
  });

  test('an area without people is refused', () => {
    expect(() => mixAndRates(cells(), cells(['a', 1, 2]))).toThrow(RangeError);
  });
});

const words = {
  '*[].confidence': 'the level, in words',
  '*[].statistic': 'the multiplier, in words',
};
const another = 'an area of which the fixture has no bands; its 99.8% limits are ten times those of its 95%';
testsReadEveryMember({
  dsr: {
    ...words,
    '*[].method': 'always Dobson, in words',
    'package_expected[3].*': another,
    'package_expected[7].*': another,
  },
  indirect_standardisation: words,
});

import { zOf } from '../distributions/normal.js';
import { groupBy } from '../numeric/at.js';
import { wilson } from '../proportion.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { byar, rate } from './poisson.js';

type Row = any;
interface Estimate {
  value: number | null;
  lower: number | null;
  upper: number | null;
  method: string | null;
}

const all = fixtureCases('phe_proportion_rate');
const METHODS = { exact: 'Exact', byar: 'Byars' };

function proportionOf(x: number, n: number, multiplier: number, level: number): Estimate {
  const { lower, upper } = wilson(x, n, zOf(level));
  return {
    value: (x / n) * multiplier,
    lower: lower * multiplier,
    upper: upper * multiplier,
    method: 'Wilson',
  };
}

function rateOf(x: number, n: number, multiplier: number, level: number): Estimate {
  const { method, ...rest } = rate(x, n, multiplier, level);
  return { ...rest, method: METHODS[method] };
}

/** Upstream has no value where something was missing; here it is refused. */
function orNone(
  of: typeof rateOf,
  x: number | null,
  n: number | null,
  multiplier: number,
  level: number,
): Estimate {
  const known = x ?? NaN;
  const size = n ?? NaN;
  if (x !== null && n !== null) return of(x, n, multiplier, level);
  expect(() => of(known, size, multiplier, level)).toThrow(RangeError);
  return { value: null, lower: null, upper: null, method: null };
}

/** Both levels of a row that has both, else the one. */
function expectRow(row: Row, ours: (level: number) => Estimate, level: number, tolerance: any): void {
  const columns: [string, string, number][] =
    'lowercl' in row
      ? [['lowercl', 'uppercl', level]]
      : [
          ['lower95_0cl', 'upper95_0cl', 0.95],
          ['lower99_8cl', 'upper99_8cl', 0.998],
        ];
  for (const [lower, upper, of] of columns) {
    const estimate = ours(of);
    // Upstream names a method also where it had nothing to use it on.
    const method = estimate.method ?? row.method;
    const theirs = { value: row.value, lower: row[lower], upper: row[upper], method: row.method };
    expectClose({ ...estimate, method }, theirs, tolerance);
  }
}

const proportions = all.filter(({ name }) => /^phe_proportion_(x100|95)/.test(name));
test.each(proportions)('proportions are those of phe_proportion: $name', ({ input, expected, tolerance }) => {
  for (const row of expected.rows as Row[])
    expectRow(
      row,
      (level) => proportionOf(row.obs, row.pop, input.multiplier, level),
      input.conf_level,
      tolerance,
    );
});

const grouped = all.filter(({ name }) => name.startsWith('phe_rate_grouped'));
test.each(grouped)('crude rates are those of phe_rate: $name', ({ input, expected, tolerance }) => {
  const areas = groupBy(input.rows as Row[], (row) => row.area as string);
  for (const row of expected.rows as Row[]) {
    const total = (key: string): number => areas.get(row.area)!.reduce((t, it) => t + it[key], 0);
    const [obs, pop] = [total('obs'), total('pop')];
    expect([row.obs, row.pop]).toEqual([obs, pop]);
    expectRow(row, (level) => rateOf(obs, pop, input.multiplier, level), input.conf_level, tolerance);
  }
});

test('the errors of phe_proportion are errors here', () => {
  const { input, expected } = all.find(({ name }) => name === 'phe_proportion_errors')!;
  expect(input.rows).toHaveLength(expected.errors.length);
  expect((expected.errors as string[]).every((it) => it.includes('must be'))).toBe(true);
  for (const { x, n } of input.rows) expect(() => wilson(x, n)).toThrow(RangeError);
});

// Of statistics-extra alone: without it there are none, and the loader has said so.
for (const [prefix, member, scale, of] of [
  ['phe_test_Prop', 'phe_proportion', 1, proportionOf],
  ['phe_test_Rate', 'phe_rate', 100_000, rateOf],
] as const)
  for (const { name, expected, tolerance } of all.filter((it) => it.name.startsWith(prefix)))
    test(`the package's own table, and what it made of it: ${name}`, () => {
      for (const row of [...expected.package_expected, ...expected[member]] as Row[])
        expectRow(
          row,
          (level) => orNone(of, row.Numerator, row.Denominator, row.multiplier ?? scale, level),
          0.95,
          tolerance,
        );
    });

for (const { name, expected } of all.filter((it) => it.name.startsWith('phe_test_Byars_Wilson')))
  test(`the package's own table of limits: ${name}`, () => {
    const rows = expected.rows as Row[];
    const ours = rows.map(({ x, n, confidence, method }) => {
      const level = confidence === '95%' ? 0.95 : 0.998;
      return method === 'Byars' ? byar(x, level) : wilson(x, n, zOf(level));
    });
    expectClose(
      ours,
      rows.map(({ lowercl, uppercl }) => ({ lower: lowercl, upper: uppercl })),
      { rel: 1e-9 },
    );
  });

const given = { '*[].area': 'given', '*[].Area': 'given' };
testsReadEveryMember({
  phe_proportion_rate: {
    ...given,
    '*[].confidence': 'the level, in words',
    '*[].statistic': 'the multiplier, in words',
  },
});

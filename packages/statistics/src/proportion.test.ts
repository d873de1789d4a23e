import fs from 'node:fs';
import path from 'node:path';
import { wilson } from './proportion.js';

interface GridCase {
  name: string;
  tolerance: { abs: number; rel: number };
  input: { x: number[]; n: number[]; conf_level: number };
  expected: { wilson: { lower: number[]; upper: number[] } };
}

/** Standard normal quantiles at 1 - (1 - level) / 2. */
const Z: Record<number, number> = {
  0.9: 1.6448536269514722,
  0.98: 2.3263478740408408,
  0.998: 3.090232306167813,
};

const { cases } = JSON.parse(
  fs.readFileSync(path.join(__dirname, 'fixtures/proportion_ci.json'), 'utf8'),
) as { cases: GridCase[] };

test.each(cases)(
  "Wilson limits are those of R's PHEindicatormethods: $name",
  ({ input, expected, tolerance }) => {
    expect(input.x.length).toBeGreaterThan(100);
    const z = Z[input.conf_level];
    const off = input.x.flatMap((x, i) => {
      const n = input.n[i]!;
      const ours = wilson(x, n, z);
      const theirs = { lower: expected.wilson.lower[i]!, upper: expected.wilson.upper[i]! };
      const near = (a: number, b: number): boolean =>
        Math.abs(a - b) <= tolerance.abs + tolerance.rel * Math.abs(b);
      return near(ours.lower, theirs.lower) && near(ours.upper, theirs.upper) ? [] : [{ x, n, ours, theirs }];
    });
    expect(off).toEqual([]);
  },
);

test('without a quantile the limits are those of 95%', () => {
  // PHEindicatormethods 2.1.0: phe_proportion(0, 40) and (55, 120), in per cent.
  expect(100 * wilson(0, 40).upper).toBeCloseTo(8.76216011972866, 10);
  expect(wilson(55, 120)).toEqual(wilson(55, 120, 1.959963984540054));
});

test('nobody gives a lower limit of exactly 0, everybody an upper of exactly 1, and neither a width of 0', () => {
  for (const n of [1, 2, 7, 30, 1_000, 1_000_000]) {
    const [none, all] = [wilson(0, n), wilson(n, n)];
    expect([none.lower, all.upper]).toEqual([0, 1]);
    expect(none.upper).toBeGreaterThan(0);
    expect(all.lower).toBeLessThan(1);
    expect(none.upper).toBeCloseTo(1 - all.lower, 12);
  }
});

test('limits hold the share between them and narrow as the group grows', () => {
  const widths = [10, 100, 1_000, 10_000].map((n) => {
    const { lower, upper } = wilson(n / 5, n);
    expect(lower).toBeLessThan(0.2);
    expect(upper).toBeGreaterThan(0.2);
    return upper - lower;
  });
  expect(widths).toEqual([...widths].sort((a, b) => b - a));
});

test.each([
  [0, 0],
  [1, 0],
  [-1, 10],
  [11, 10],
  [NaN, 10],
  [1, NaN],
])('%p of %p has no limits: it is refused', (x, n) => {
  expect(() => wilson(x, n)).toThrow(RangeError);
});

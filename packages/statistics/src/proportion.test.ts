import { wilson } from './proportion.js';

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

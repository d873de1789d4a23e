import { Choice, choiceOf, Random } from './random.js';

const draws = <T>(count: number, draw: (random: Random) => T, random = new Random(7, 1)): T[] =>
  Array.from({ length: count }, () => draw(random));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

test('a stream is the same for a seed and path, and another for any other', () => {
  const first = draws(5, (random) => random.next(), new Random(7, 3, 12));
  expect(draws(5, (random) => random.next(), new Random(7, 3, 12))).toEqual(first);
  const others = [
    new Random(8, 3, 12),
    new Random(7, 3, 13),
    new Random(7, 12, 3),
    new Random(7 + 2 ** 40, 3, 12),
  ];
  for (const other of others) expect(draws(5, (random) => random.next(), other)).not.toEqual(first);
});

test('neighbouring streams are not alike', () => {
  const firsts = Array.from({ length: 4_000 }, (_, index) => new Random(7, 3, index).next());
  expect(mean(firsts)).toBeCloseTo(0.5, 1);
  expect(mean(firsts.slice(1).map((value, n) => (value - 0.5) * ((firsts[n] ?? 0) - 0.5)))).toBeCloseTo(0, 2);
});

test('distributions have the centre and spread they are named for', () => {
  const normal = draws(20_000, (random) => random.normal());
  expect(mean(normal)).toBeCloseTo(0, 1);
  expect(mean(normal.map((z) => z * z))).toBeCloseTo(1, 1);
  expect(mean(draws(20_000, (random) => random.exponential(4)))).toBeCloseTo(4, 0);
  expect(median(draws(20_000, (random) => random.logNormal(22, 0.7)))).toBeCloseTo(22, -1);
  // The median of a Weibull is scale * ln(2)^(1/shape).
  expect(median(draws(20_000, (random) => random.weibull(0.5, 30))) / (30 * Math.LN2 ** 2)).toBeCloseTo(1, 1);
  expect(mean(draws(20_000, (random) => random.share(1, 1)))).toBeCloseTo(0.5, 1);
});

test('whole numbers reach both ends and nothing beyond', () => {
  expect(new Set(draws(1_000, (random) => random.whole(2, 4)))).toEqual(new Set([2, 3, 4]));
});

test('a choice follows its weights and never gives what weighs nothing', () => {
  const choice = choiceOf({ often: 3, seldom: 1, never: 0 });
  const picked = draws(20_000, (random) => choice.pick(random));
  expect(picked.filter((value) => value === 'often').length / picked.length).toBeCloseTo(0.75, 1);
  expect(picked).not.toContain('never');
  expect(() => new Choice([['a', 0]])).toThrow(RangeError);
});

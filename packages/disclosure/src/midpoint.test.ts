import { midpoint6 } from './midpoint.js';

test('a count becomes the middle of its six, and nobody stays nobody', () => {
  const counts = [0, 1, 6, 7, 12, 13, 600, 601];
  expect(counts.map(midpoint6)).toEqual([0, 3, 3, 9, 9, 15, 597, 603]);
});

test('what is cumulative stays cumulative, and is never more than three away', () => {
  let before = 0;
  for (let count = 0; count < 500; count += 1) {
    const shown = midpoint6(count);
    expect(shown).toBeGreaterThanOrEqual(before);
    expect(Math.abs(shown - count)).toBeLessThanOrEqual(3);
    before = shown;
  }
});

import { barGeometry, type BarItem } from './bar-geometry.js';

const bar = (id: string, value: number | null, name = id): BarItem => ({
  id,
  name,
  value,
  withheld: value === null,
});

describe('bars', () => {
  test('are as long as their values are to each other, the longest within the page', () => {
    const { bars } = barGeometry([bar('a', 0.4), bar('b', 0.2), bar('c', 0)], 900);
    const [a, b, c] = bars.map(({ length }) => length);
    expect(b).toBeCloseTo((a ?? 0) / 2, 9);
    expect(c).toBe(0);
    expect((bars[0]?.left ?? 0) + (a ?? 0)).toBeLessThan(900);
  });

  test.each([[[]], [[bar('a', null)]], [[bar('a', 0)]], [[bar('a', 1)]]])('are drawn of %j', (items) => {
    expect(JSON.stringify(barGeometry(items, 320))).not.toMatch(/NaN/);
    expect(barGeometry(items, 320).bars).toHaveLength(items.length);
  });

  test('leave room for what is missing to the whole, where they are told what that is', () => {
    const [half] = barGeometry([bar('a', 0.5)], 900, 1).bars;
    const [whole] = barGeometry([bar('a', 1)], 900, 1).bars;
    expect(half?.length).toBeCloseTo((whole?.length ?? 0) / 2, 9);
  });

  test('names stand above their bars on a narrow page, broken into lines that fit', () => {
    const { bars } = barGeometry([bar('a', 1, 'Waiting too long for a place that suits')], 320);
    expect(bars[0]?.lines).toHaveLength(2);
    expect(bars[0]!.labelY).toBeLessThan(bars[0]!.y);
  });
});

import { funnelGeometry, type FunnelItem, type FunnelLimits } from './funnel-geometry.js';

const FRAME = { width: 900, height: 400, margin: { top: 10, right: 20, bottom: 50, left: 60 } };

function item(id: string, size: number | null, value: number | null): FunnelItem {
  return { ...{ id, name: id, size, value, highlighted: false }, place: value === null ? null : 'within' };
}

function limitsAt(size: number, average = 0.5): FunnelLimits {
  const width = Math.sqrt((average * (1 - average)) / size);
  const around = (z: number) => ({
    lower: Math.max(0, average - z * width),
    upper: Math.min(1, average + z * width),
  });
  return { size, inner: around(1.96), outer: around(3.09) };
}

describe('funnel geometry', () => {
  test('a larger unit stands further right and a larger share higher, and arrow keys go from small to large', () => {
    const { marks } = funnelGeometry([item('big', 400, 0.4), item('small', 50, 0.6)], [], 0.5, FRAME);
    expect(marks.map((mark) => mark.item.id)).toEqual(['small', 'big']);
    expect(marks[0]!.x).toBeLessThan(marks[1]!.x);
    expect(marks[0]!.y).toBeLessThan(marks[1]!.y);
  });

  test('everything drawn lies within the plot, limits too', () => {
    const lines = [10, 100, 400].map((size) => limitsAt(size));
    const { marks, plot, outer } = funnelGeometry([item('a', 10, 1), item('b', 400, 0)], lines, 0.5, FRAME);
    for (const { x, y } of marks) {
      expect(x).toBeGreaterThanOrEqual(plot.left);
      expect(x).toBeLessThanOrEqual(plot.right);
      expect(y).toBeGreaterThanOrEqual(plot.top);
      expect(y).toBeLessThanOrEqual(plot.bottom);
    }
    for (const each of outer.join('').match(/-?[\d.]+,-?[\d.]+/g) ?? []) {
      const [, y] = each.split(',').map(Number);
      expect(y).toBeGreaterThanOrEqual(plot.top - 0.001);
      expect(y).toBeLessThanOrEqual(plot.bottom + 0.001);
    }
  });

  test('what is withheld has no mark, and when all is there are axes from 0% to 100% and no limits', () => {
    const { marks, inner, average, yTicks } = funnelGeometry(
      [item('a', null, null), item('b', 20, null)],
      [],
      null,
      FRAME,
    );
    expect(marks).toEqual([]);
    expect(inner).toEqual(['', '']);
    expect(average).toBeNull();
    expect(yTicks[0]!.value).toBe(0);
    expect(yTicks.at(-1)!.value).toBe(1);
  });

  test.each([0, 1, 0.5])('one unit with a share of %p has a mark in the plot', (value) => {
    const { marks, plot, yTicks } = funnelGeometry([item('a', 1, value)], [limitsAt(1, value)], value, FRAME);
    expect(marks).toHaveLength(1);
    expect(marks[0]!.y).toBeGreaterThanOrEqual(plot.top);
    expect(marks[0]!.y).toBeLessThanOrEqual(plot.bottom);
    expect(yTicks.every((tick) => tick.value >= 0 && tick.value <= 1)).toBe(true);
  });
});

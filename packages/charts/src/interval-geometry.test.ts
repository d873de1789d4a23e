import { intervalGeometry, wrapped, type IntervalItem } from './interval-geometry.js';
import { nextIndex } from './use-roving.js';

function item(id: string, value: number | null, more: Partial<IntervalItem> = {}): IntervalItem {
  const limits = value === null ? { lower: null, upper: null } : { lower: value - 0.1, upper: value + 0.1 };
  return { ...{ id, name: `Board ${id}`, value, withheld: false, highlighted: false }, ...limits, ...more };
}

describe('interval geometry', () => {
  test('rows keep the order they are given in, none over another', () => {
    const { rows, height } = intervalGeometry(
      [item('b', 0.7), item('a', 0.5), item('c', null)],
      'proportion',
      900,
      null,
    );
    expect(rows.map((row) => row.item.id)).toEqual(['b', 'a', 'c']);
    for (const [index, row] of rows.entries()) {
      expect(row.top + row.height).toBeLessThanOrEqual(rows[index + 1]?.top ?? height);
      expect(row.height).toBeGreaterThanOrEqual(24);
    }
  });

  test('a value lies between its limits, and what has none has no mark', () => {
    const { rows } = intervalGeometry([item('a', 0.5), item('b', null)], 'proportion', 900, 0.5);
    expect(rows[0]!.low! < rows[0]!.x! && rows[0]!.x! < rows[0]!.high!).toBe(true);
    expect(rows[1]).toMatchObject({ x: null, low: null, high: null });
  });

  test('the axis reaches the reference also when every board is below it', () => {
    const { x, plot } = intervalGeometry([item('a', 0.2)], 'proportion', 900, 0.8);
    expect(x(0.8)).toBeLessThanOrEqual(plot.right);
  });

  test('on a narrow screen names stand above their marks, which get the whole width', () => {
    const long = item('b', 0.5, { name: 'NHS Bath and North East Somerset, Swindon and Wiltshire' });
    const narrow = intervalGeometry([item('a', 0.5), long], 'proportion', 320, null);
    expect(narrow.rows[1]!.lines).toHaveLength(2);
    expect(narrow.rows[1]!.height).toBeGreaterThan(narrow.rows[0]!.height);
    expect(narrow.stacked).toBe(true);
    expect(narrow.rows[0]!.labelY).toBeLessThan(narrow.rows[0]!.y);
    expect(narrow.plot.left).toBeLessThan(20);
  });
});

test('long names take two lines, and end with an ellipsis when that is not enough', () => {
  const name = 'NHS Bath and North East Somerset, Swindon and Wiltshire';
  expect(wrapped('NHS Devon', 20)).toEqual(['NHS Devon']);
  expect(wrapped(name, 32)).toEqual(['NHS Bath and North East', 'Somerset, Swindon and Wiltshire']);
  expect(wrapped(name, 20)[1]).toMatch(/…$/);
});

test('arrow keys move by one and stop at the ends, Home and End go there, other keys do nothing', () => {
  expect(nextIndex('ArrowRight', 0, 3)).toBe(1);
  expect(nextIndex('ArrowDown', 2, 3)).toBe(2);
  expect(nextIndex('ArrowLeft', 0, 3)).toBe(0);
  expect(nextIndex('Home', 2, 3)).toBe(0);
  expect(nextIndex('End', 0, 3)).toBe(2);
  expect(nextIndex('Tab', 0, 3)).toBeUndefined();
});

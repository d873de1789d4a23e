import { multiplesGeometry, type Multiple } from './multiples-geometry.js';

function place(id: string, values: (number | null)[]): Multiple {
  return {
    ...{ id, name: `NHS ${id}`, highlighted: false },
    points: values.map((value, nth) => ({ at: 3 * nth, value })),
  };
}

describe('multiples geometry', () => {
  test('cells stand in rows within the width, none over another', () => {
    const items = Array.from({ length: 36 }, (_, nth) => place(String(nth), [0.5, 0.6]));
    for (const width of [254, 720, 1100]) {
      const { cells, cellWidth, cellHeight, height } = multiplesGeometry(items, [], width);
      const seats = cells.map(({ x, y }) => `${Math.round(x)} ${y}`);
      expect(new Set(seats).size).toBe(36);
      for (const { x, y } of cells) {
        expect(x + cellWidth).toBeLessThanOrEqual(width + 0.001);
        expect(y + cellHeight).toBeLessThanOrEqual(height);
      }
    }
  });

  test('all cells share one scale: equal values are at equal heights, and nothing leaves the plot', () => {
    const { cells, plot } = multiplesGeometry([place('a', [0.2, 0.4]), place('b', [1, 0.4])], [], 720);
    expect(cells[0]!.last!.y).toBe(cells[1]!.last!.y);
    expect(cells[1]!.line).toContain(`M${plot.left},${plot.top}`);
  });

  test('a gap breaks the line, and a value alone between gaps is a dot', () => {
    const { cells } = multiplesGeometry([place('a', [0.5, null, 0.4, null, 0.6, 0.6])], [], 720);
    expect(cells[0]!.line.match(/M/g)).toHaveLength(3);
    expect(cells[0]!.dots).toHaveLength(2);
  });

  test('one point, nothing but withheld values, 0% everywhere and no place at all', () => {
    expect(multiplesGeometry([place('a', [0.5])], [], 720).cells[0]!.dots).toHaveLength(1);
    expect(multiplesGeometry([place('a', [null, null])], [], 720).cells[0]).toMatchObject({
      ...{ line: '', dots: [], last: undefined },
    });
    const { cells, plot } = multiplesGeometry([place('a', [0, 0])], [], 720);
    expect(cells[0]!.last).toMatchObject({ y: plot.bottom, value: 0 });
    expect(multiplesGeometry([], [], 720)).toMatchObject({ cells: [], height: 0 });
  });
});

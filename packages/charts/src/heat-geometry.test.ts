import { CELL_MIN, heatGeometry, nextSquare, type HeatCell } from './heat-geometry.js';

const share = (value: number | null, more: Partial<HeatCell> = {}): HeatCell => ({
  ...{ value, withheld: false, provisional: false },
  ...more,
});

describe('a heat map', () => {
  test('squares grow in area with the share: none at 0%, the whole cell at 100%', () => {
    const { squares, cell } = heatGeometry(
      [{ id: 'a', name: 'A', cells: [share(0), share(0.25), share(1)] }],
      3,
      800,
    );
    const [none, quarter, all] = squares.map(({ side }) => side);
    expect(none).toBe(0);
    expect(quarter).toBeCloseTo((all ?? 0) / 2, 9);
    expect(all).toBe(cell - 4);
    expect(squares.map(({ shade }) => shade)).toEqual([0, 0, 2]);
  });

  test('cells stay as large as a finger needs, however narrow the page is', () => {
    expect(heatGeometry([{ id: 'a', name: 'A', cells: [share(1)] }], 27, 320).cell).toBe(CELL_MIN);
  });

  test('withheld cells have a place and no square', () => {
    const { squares } = heatGeometry(
      [{ id: 'a', name: 'A', cells: [share(null, { withheld: true })] }],
      1,
      800,
    );
    expect(squares).toMatchObject([{ side: 0, cell: { withheld: true } }]);
  });

  test('nothing to draw is an empty grid', () => {
    expect(heatGeometry([], 0, 800).squares).toEqual([]);
  });

  test('arrow keys skip what is not there and stop at the edges', () => {
    const { squares } = heatGeometry(
      [
        { id: 'a', name: 'A', cells: [share(1), undefined, share(0.5)] },
        { id: 'b', name: 'B', cells: [share(1)] },
      ],
      3,
      800,
    );
    expect(nextSquare('ArrowRight', squares, 0)).toBe(1);
    expect(nextSquare('ArrowRight', squares, 1)).toBe(1);
    expect(nextSquare('ArrowDown', squares, 0)).toBe(2);
    expect(nextSquare('ArrowDown', squares, 1)).toBe(1);
    expect(nextSquare('ArrowUp', squares, 2)).toBe(0);
    expect(nextSquare('Home', squares, 1)).toBe(0);
    expect(nextSquare('Tab', squares, 0)).toBeUndefined();
    expect(nextSquare('End', [], 0)).toBeUndefined();
  });
});

import { BOARDS } from '@waymark/areas';
import { shadeBounds, shadeOf, tilesGeometry, type Tile } from './tiles-geometry.js';

function tile(id: string, q: number, r: number, value: number | null = 0.5): Tile {
  return { ...{ id, name: id, place: { q, r }, value }, withheld: value === null, highlighted: false };
}

const tilesOf = (day: string): Tile[] =>
  BOARDS.filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day)).map(
    (board) => tile(board.code, board.tile.q, board.tile.r),
  );

describe('tiles geometry', () => {
  test.each([
    ['2026-05-01', 36, 720],
    ['2026-01-01', 42, 720],
    ['2026-01-01', 42, 254],
  ])('the boards of %s are %d hexagons within the width, none over another', (day, number, width) => {
    const { tiles, hexWidth, height } = tilesGeometry(tilesOf(day), width, []);
    expect(tiles).toHaveLength(number);
    for (const [index, { x, y }] of tiles.entries()) {
      expect(x - hexWidth / 2).toBeGreaterThanOrEqual(-0.001);
      expect(x + hexWidth / 2).toBeLessThanOrEqual(width + 0.001);
      expect(y).toBeLessThan(height);
      for (const other of tiles.slice(index + 1)) {
        expect(Math.hypot(other.x - x, other.y - y)).toBeGreaterThanOrEqual(hexWidth - 0.001);
      }
    }
  });

  test('at 320 px a hexagon is still wide enough for a finger', () => {
    expect(tilesGeometry(tilesOf('2026-05-01'), 254, []).hexWidth).toBeGreaterThanOrEqual(24);
  });

  test('north is up, and an odd row is shifted right by half a tile', () => {
    const { tiles, hexWidth } = tilesGeometry([tile('south', 1, 2), tile('north', 1, 3)], 720, []);
    const [north, south] = tiles;
    expect(north!.tile.id).toBe('north');
    expect(north!.x - south!.x).toBeCloseTo(hexWidth / 2);
  });

  test('one tile stands in the middle, and none takes no room', () => {
    expect(tilesGeometry([tile('a', 3, 3)], 720, []).tiles[0]!.x).toBeCloseTo(360);
    expect(tilesGeometry([], 720, [])).toMatchObject({ tiles: [], height: 0 });
  });

  test('what has no value has no shade', () => {
    expect(tilesGeometry([tile('a', 3, 3, null)], 720, [0.1]).tiles[0]!.shade).toBeNull();
  });
});

describe('shades', () => {
  test('go in equal steps from the least value to the most', () => {
    const bounds = shadeBounds([0, 0.2, 1]);
    expect(bounds.map((bound) => bound.toFixed(1))).toEqual(['0.2', '0.4', '0.6', '0.8']);
    expect([0, 0.3, 0.5, 0.7, 1].map((value) => shadeOf(value, bounds))).toEqual([0, 1, 2, 3, 4]);
  });

  test('one value, equal values and none: everything has the middle shade', () => {
    for (const values of [[], [0.4], [0, 0], [1, 1, 1]]) expect(shadeBounds(values)).toEqual([]);
    expect(shadeOf(0.4, [])).toBe(2);
  });
});

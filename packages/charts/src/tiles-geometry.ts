import { extent } from 'd3-array';

/** A place in the hexagon layout: odd rows are shifted right by half a tile, `r` grows north. */
export interface TilePlace {
  q: number;
  r: number;
}

export interface Tile {
  id: string;
  name: string;
  place: TilePlace;
  value: number | null;
  withheld: boolean;
  /** Drawn with a strong outline: the chosen one, or the reader's own. */
  highlighted: boolean;
}

export interface PlacedTile {
  tile: Tile;
  /** Middle of the hexagon. */
  x: number;
  y: number;
  /** Which shade, 0 to 4; `null` = no value. */
  shade: number | null;
}

export interface TilesGeometry {
  /** North to south, west to east. */
  tiles: PlacedTile[];
  /** From edge to edge, px. */
  hexWidth: number;
  /** Outline of a hexagon around 0, 0. */
  outline: string;
  width: number;
  height: number;
}

const WIDEST = 68;
const GAP = 3;

/** Hexagons as large as the width allows, with shades by value. */
export function tilesGeometry(tiles: Tile[], width: number, bounds: number[]): TilesGeometry {
  const columns = tiles.map(({ place }) => columnOf(place));
  const [west = 0, east = 0] = extent(columns);
  const [south = 0, north = 0] = extent(tiles, ({ place }) => place.r);
  const hexWidth = Math.min(WIDEST, width / (east - west + 1));
  const side = hexWidth / Math.sqrt(3);
  const left = (width - hexWidth * (east - west + 1)) / 2;
  const placed = tiles.map((tile): PlacedTile => ({
    tile,
    x: left + (columnOf(tile.place) - west + 0.5) * hexWidth,
    y: side + (north - tile.place.r) * side * 1.5,
    shade: tile.value === null ? null : shadeOf(tile.value, bounds),
  }));
  return {
    ...{ hexWidth, width, outline: hexagon(side - GAP / Math.sqrt(3)) },
    tiles: placed.sort((a, b) => a.y - b.y || a.x - b.x),
    height: tiles.length === 0 ? 0 : side * (2 + 1.5 * (north - south)),
  };
}

function columnOf({ q, r }: TilePlace): number {
  return q + (r % 2 === 0 ? 0 : 0.5);
}

/** With a point at the top. */
function hexagon(side: number): string {
  const corners = [0, 1, 2, 3, 4, 5].map((nth) => {
    const angle = (Math.PI / 3) * nth - Math.PI / 2;
    return `${(side * Math.cos(angle)).toFixed(2)},${(side * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${corners.join('L')}Z`;
}

export const SHADES = 5;

/** Values at which one shade gives way to the next: equal steps from the least to the most; [] when all are alike. */
export function shadeBounds(values: number[]): number[] {
  const [least, most] = extent(values);
  if (least === undefined || least === most) return [];
  const step = (most - least) / SHADES;
  return [1, 2, 3, 4].map((nth) => least + nth * step);
}

/** The middle shade when all values are alike. */
export function shadeOf(value: number, bounds: number[]): number {
  if (bounds.length === 0) return 2;
  return bounds.filter((bound) => value >= bound).length;
}

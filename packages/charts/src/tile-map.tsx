import type { JSX, ReactNode } from 'react';
import { MarkShape } from './marks.js';
import { PALETTE } from './palette.js';
import { MarkReadOut } from './read-out.js';
import { SHADES, shadeBounds, tilesGeometry, type PlacedTile, type Tile } from './tiles-geometry.js';
import { useRoving, type Roving } from './use-roving.js';
import { useWidth } from './use-width.js';

export interface TileMapProps {
  /** Name of the map for screen readers. */
  title: string;
  tiles: Tile[];
  /** Whether its limits lie above or below what it is set beside. */
  standingOf: (tile: Tile) => 'higher' | 'similar' | 'lower';
  /** Read out by screen readers. */
  labelOf: (tile: Tile) => string;
  /** Under the map, of the chosen one. */
  readingOf: (tile: Tile) => ReactNode;
  formatValue: (value: number) => string;
}

/** From the least to the most; text on each has at least 4.5:1. */
const FILLS = [
  { fill: '#e3eefa', text: '#212b32' },
  { fill: '#b0cfee', text: '#212b32' },
  { fill: '#74a9dd', text: '#212b32' },
  { fill: '#1f67b0', text: '#ffffff' },
  { fill: '#003066', text: '#ffffff' },
] as const;
const NOTHING = { fill: '#ffffff', text: '#212b32' } as const;

/** England as hexagons, one for each board; shades say how much, triangles who stands apart. */
export function TileMap(props: TileMapProps): JSX.Element {
  const { title, tiles, standingOf, labelOf, readingOf, formatValue } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const values = tiles.flatMap(({ value }) => (value === null ? [] : [value]));
  const bounds = shadeBounds(values);
  const geometry = tilesGeometry(tiles, width, bounds);
  const own = geometry.tiles.findIndex(({ tile }) => tile.highlighted);
  const roving = useRoving(geometry.tiles.length, Math.max(0, own));
  const chosen = geometry.tiles[roving.active];
  return (
    <div ref={ref} className="wm-chart">
      <ShadeKey values={values} bounds={bounds} formatValue={formatValue} />
      <svg
        width={width}
        height={geometry.height}
        viewBox={`0 0 ${width} ${geometry.height}`}
        role="group"
        aria-label={`${title}. Arrow keys move between boards, from north to south.`}
      >
        {geometry.tiles.map((placed, index) => (
          <TileMark
            key={placed.tile.id}
            {...{ placed, index, roving, formatValue }}
            {...{ outline: geometry.outline, hexWidth: geometry.hexWidth }}
            standing={standingOf(placed.tile)}
            label={labelOf(placed.tile)}
          />
        ))}
      </svg>
      {chosen ? (
        <MarkReadOut count={geometry.tiles.length} roving={roving} steps={['Previous', 'Next']}>
          {readingOf(chosen.tile)}
        </MarkReadOut>
      ) : null}
    </div>
  );
}

interface TileMarkProps {
  placed: PlacedTile;
  index: number;
  roving: Roving;
  outline: string;
  hexWidth: number;
  standing: 'higher' | 'similar' | 'lower';
  label: string;
  formatValue: (value: number) => string;
}

/** Room that a letter of a value takes, px. */
const LETTER = 7.2;

function TileMark(props: TileMarkProps): JSX.Element {
  const { placed, index, roving, outline, hexWidth, standing, label, formatValue } = props;
  const { tile, x, y, shade } = placed;
  const { fill, text } = shade === null ? NOTHING : (FILLS[shade] ?? NOTHING);
  const value = tile.value === null ? (tile.withheld ? '*' : '–') : formatValue(tile.value);
  const fits = value.length * LETTER <= hexWidth - 4;
  const strong = tile.highlighted || index === roving.active;
  return (
    <g
      role="img"
      aria-label={label}
      className="wm-tile"
      transform={`translate(${x},${y})`}
      {...roving.itemProps(index)}
      onClick={() => roving.select(index)}
    >
      <path
        d={outline}
        fill={fill}
        stroke={strong ? PALETTE.text : PALETTE.edge}
        strokeWidth={strong ? 3 : 1}
      />
      <g aria-hidden="true">
        {standing === 'similar' ? null : (
          <MarkShape
            shape={standing === 'higher' ? 'up' : 'down'}
            {...{ x: 0, y: -hexWidth * 0.24, size: hexWidth * 0.075, colour: text }}
          />
        )}
        {fits ? (
          <text dy={standing === 'similar' ? '0.35em' : '0.8em'} textAnchor="middle" fill={text}>
            {value}
          </text>
        ) : null}
      </g>
    </g>
  );
}

/** What each shade says. */
function ShadeKey(props: {
  values: number[];
  bounds: number[];
  formatValue: (value: number) => string;
}): JSX.Element | null {
  const { values, bounds, formatValue } = props;
  if (bounds.length === 0) return null;
  const ends = [Math.min(...values), ...bounds, Math.max(...values)];
  return (
    <ul className="wm-key" aria-hidden="true">
      {Array.from({ length: SHADES }, (_, nth) => (
        <li key={nth}>
          <svg width="22" height="16">
            <rect x="1" y="1" width="20" height="14" fill={FILLS[nth]?.fill} stroke={PALETTE.edge} />
          </svg>
          {formatValue(ends[nth] ?? 0)} to {formatValue(ends[nth + 1] ?? 0)}
        </li>
      ))}
    </ul>
  );
}

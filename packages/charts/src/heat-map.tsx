import { useRef, useState, type JSX, type KeyboardEvent, type ReactNode } from 'react';
import {
  heatGeometry,
  nextSquare,
  type HeatGeometry,
  type HeatRow,
  type HeatSquare,
} from './heat-geometry.js';
import { PALETTE } from './palette.js';
import { useWidth } from './use-width.js';

export interface HeatMapProps {
  /** Name of the chart for screen readers. */
  title: string;
  rows: HeatRow[];
  columns: number;
  /** Over the columns. */
  columnsName: string;
  /** Read out by screen readers. */
  labelOf: (row: number, column: number) => string;
  /** Shown under the chart. */
  contentOf: (row: number, column: number) => ReactNode;
}

/** Each at least 3:1 against white; the area of the square says the same. */
const SHADES = ['#4a86c5', '#005eb8', '#002f5c'] as const;

/** Cohorts under each other, weeks beside each other: arrow keys move in all four directions. */
export function HeatMap(props: HeatMapProps): JSX.Element {
  const { title, rows, columns, columnsName, labelOf, contentOf } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const geometry = heatGeometry(rows, columns, width);
  const { squares } = geometry;
  const [chosen, setChosen] = useState(0);
  const active = Math.min(chosen, squares.length - 1);
  const elements = useRef<(SVGGElement | null)[]>([]);
  const move = (event: KeyboardEvent, index: number): void => {
    const next = nextSquare(event.key, squares, index);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
    elements.current[next]?.focus();
  };
  const shown = squares[active];
  return (
    <div ref={ref}>
      <div className="wm-chart wm-chart--wide">
        <svg
          {...{ width: geometry.width, height: geometry.height, role: 'group' }}
          viewBox={`0 0 ${geometry.width} ${geometry.height}`}
          aria-label={`${title}. Arrow keys move between cells.`}
        >
          <HeatAxes geometry={geometry} columnsName={columnsName} />
          {squares.map((square, index) => (
            <g
              key={`${square.row} ${square.column}`}
              {...{ role: 'img', className: 'wm-cell', tabIndex: index === active ? 0 : -1 }}
              aria-label={labelOf(square.row, square.column)}
              ref={(element) => {
                elements.current[index] = element;
              }}
              onFocus={() => setChosen(index)}
              onKeyDown={(event) => move(event, index)}
              onPointerEnter={() => setChosen(index)}
              onClick={() => setChosen(index)}
            >
              <Square square={square} size={geometry.cell} />
            </g>
          ))}
        </svg>
      </div>
      <div className="wm-reading">
        <div className="wm-reading__text">{shown ? contentOf(shown.row, shown.column) : null}</div>
      </div>
    </div>
  );
}

function Square({ square, size }: { square: HeatSquare; size: number }): JSX.Element {
  const { x, y, side, shade, cell } = square;
  const middle = { x: x + size / 2, y: y + size / 2 };
  return (
    <>
      <rect className="wm-cell__back" {...{ x, y, width: size, height: size }} stroke={PALETTE.grid} />
      {cell.withheld ? (
        <text x={middle.x} y={middle.y} dy="0.45em" textAnchor="middle">
          *
        </text>
      ) : (
        <rect
          {...{ x: middle.x - side / 2, y: middle.y - side / 2, width: side, height: side }}
          {...{ fill: cell.provisional ? '#ffffff' : SHADES[shade], stroke: SHADES[shade] }}
          strokeWidth={cell.provisional ? 2 : 0}
        />
      )}
    </>
  );
}

function HeatAxes({ geometry, columnsName }: { geometry: HeatGeometry; columnsName: string }): JSX.Element {
  return (
    <g className="wm-axis" aria-hidden="true">
      <text x={(geometry.columns[0]?.x ?? 0) - 10} y={14}>
        {columnsName}
      </text>
      {geometry.columns.map(({ column, x }) => (
        <text key={column} x={x} y={40} textAnchor="middle">
          {column}
        </text>
      ))}
      {geometry.rows.map(({ name, y }) => (
        <text key={name} x={0} y={y} dy="0.35em">
          {name}
        </text>
      ))}
    </g>
  );
}

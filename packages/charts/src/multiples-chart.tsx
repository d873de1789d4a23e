import type { JSX } from 'react';
import { MarkShape } from './marks.js';
import {
  multiplesGeometry,
  type Multiple,
  type MultipleCell,
  type MultiplePoint,
  type MultiplesGeometry,
} from './multiples-geometry.js';
import { PALETTE } from './palette.js';
import { useRoving } from './use-roving.js';
import { useWidth } from './use-width.js';

export interface MultiplesChartProps {
  /** Name of the chart for screen readers. */
  title: string;
  items: Multiple[];
  /** What every place is set beside. */
  beside: MultiplePoint[];
  /** Read out by screen readers. */
  labelOf: (item: Multiple) => string;
  formatValue: (value: number) => string;
}

/** Every place as a small chart of its own, on one scale. */
export function MultiplesChart({
  title,
  items,
  beside,
  labelOf,
  formatValue,
}: MultiplesChartProps): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>();
  const geometry = multiplesGeometry(items, beside, width);
  const roving = useRoving(items.length, 0);
  return (
    <div ref={ref} className="wm-chart">
      <svg
        width={width}
        height={geometry.height}
        viewBox={`0 0 ${width} ${geometry.height}`}
        role="group"
        aria-label={`${title}. Arrow keys move between areas.`}
      >
        {geometry.cells.map((cell, index) => (
          <g
            key={cell.item.id}
            role="img"
            aria-label={labelOf(cell.item)}
            className="wm-row"
            transform={`translate(${cell.x},${cell.y})`}
            {...roving.itemProps(index)}
          >
            <rect
              className={cell.item.highlighted ? 'wm-row__back wm-row__back--own' : 'wm-row__back'}
              {...{ x: 1, y: 1, width: geometry.cellWidth - 2, height: geometry.cellHeight - 2 }}
            />
            <g aria-hidden="true">
              <Cell {...{ cell, geometry, formatValue }} />
            </g>
          </g>
        ))}
      </svg>
    </div>
  );
}

function Cell(props: {
  cell: MultipleCell;
  geometry: MultiplesGeometry;
  formatValue: (value: number) => string;
}): JSX.Element {
  const { cell, geometry, formatValue } = props;
  const { plot, beside } = geometry;
  const { item, lines, line, dots, last } = cell;
  return (
    <>
      <text x={plot.left} y={18} fontWeight={item.highlighted ? 700 : 400} className="wm-multiple__name">
        {lines.map((text, nth) => (
          <tspan key={nth} x={plot.left} dy={nth === 0 ? 0 : '1.1em'}>
            {text}
          </tspan>
        ))}
      </text>
      <line x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} stroke={PALETTE.axis} />
      <path d={beside} fill="none" stroke={PALETTE.reference} strokeWidth={1.5} strokeDasharray="5 3" />
      <path d={line} fill="none" stroke={PALETTE.subject} strokeWidth={2.5} strokeLinejoin="round" />
      {dots.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r={2.5} fill={PALETTE.subject} />
      ))}
      {last ? (
        <>
          <MarkShape shape="circle" x={last.x} y={last.y} size={3.5} colour={PALETTE.subject} />
          <text x={last.x + 9} y={last.y} dy="0.35em" className="wm-multiple__value">
            {formatValue(last.value)}
          </text>
        </>
      ) : (
        <text x={plot.left} y={plot.bottom - 8} className="wm-multiple__value">
          * withheld
        </text>
      )}
    </>
  );
}

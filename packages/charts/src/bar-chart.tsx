import type { JSX } from 'react';
import { barGeometry, type BarGeometry, type BarItem } from './bar-geometry.js';
import { PALETTE } from './palette.js';
import { useRoving } from './use-roving.js';
import { useWidth } from './use-width.js';

export interface BarChartProps {
  /** Name of the chart for screen readers. */
  title: string;
  /** In the order to draw. */
  items: BarItem[];
  /** Read out by screen readers. */
  labelOf: (item: BarItem) => string;
  formatValue: (value: number) => string;
  /** The value of a bar of the whole length: 1 where what is missing to 100% is to be seen. */
  full?: number;
}

/** Bars one under the other, each with its name and value. */
export function BarChart({ title, items, labelOf, formatValue, full }: BarChartProps): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { bars, height, thickness } = barGeometry(items, width, full);
  const roving = useRoving(items.length, 0);
  return (
    <div ref={ref} className="wm-chart">
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={`${title}. Arrow keys move between bars.`}
      >
        {bars.map((bar, index) => (
          <g
            key={bar.item.id}
            {...{ role: 'img', className: 'wm-row' }}
            aria-label={labelOf(bar.item)}
            {...roving.itemProps(index)}
          >
            <rect
              className="wm-row__back"
              {...{ x: 1, y: bar.top + 1, width: Math.max(0, width - 2), height: bar.height - 2 }}
            />
            <Bar {...{ bar, thickness, formatValue }} />
          </g>
        ))}
      </svg>
    </div>
  );
}

function Bar(props: {
  bar: BarGeometry['bars'][number];
  thickness: number;
  formatValue: (value: number) => string;
}): JSX.Element {
  const { bar, thickness, formatValue } = props;
  const { item, lines, left, length, y, labelY } = bar;
  return (
    <g aria-hidden="true">
      <text className="wm-row__name" x={6} y={labelY}>
        {lines.map((text, index) => (
          <tspan key={index} x={6} dy={index === 0 ? `${0.35 - (lines.length - 1) * 0.55}em` : '1.1em'}>
            {text}
          </tspan>
        ))}
      </text>
      <rect {...{ x: left, y: y - thickness / 2, width: length, height: thickness }} fill={PALETTE.subject} />
      <text className="wm-row__value" x={left + length + 8} y={y} dy="0.35em">
        {item.value === null ? (item.withheld ? '*' : 'none') : formatValue(item.value)}
      </text>
    </g>
  );
}

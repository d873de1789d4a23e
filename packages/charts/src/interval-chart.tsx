import type { JSX } from 'react';
import { intervalGeometry, type IntervalItem, type IntervalRow } from './interval-geometry.js';
import { MarkShape, type Shape } from './marks.js';
import { PALETTE } from './palette.js';
import { useRoving } from './use-roving.js';
import { useWidth } from './use-width.js';
import type { Unit } from './unit.js';

export interface IntervalChartProps {
  /** Name of the chart for screen readers. */
  title: string;
  unit: Unit;
  /** In the order to draw. */
  items: IntervalItem[];
  /** A line through all rows, with its name. */
  reference: { value: number; name: string } | null;
  shapeOf: (item: IntervalItem) => Shape;
  /** Read out by screen readers. */
  labelOf: (item: IntervalItem) => string;
  formatValue: (value: number) => string;
  /** What the rows are, default "areas". */
  rowsAre?: string;
}

/** Areas one under the other, each with its value and 95% limits, beside one reference line. */
export function IntervalChart(props: IntervalChartProps): JSX.Element {
  const { title, unit, items, reference, shapeOf, labelOf, formatValue, rowsAre = 'areas' } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const geometry = intervalGeometry(items, unit, width, reference?.value ?? null);
  const own = items.findIndex((item) => item.highlighted);
  const roving = useRoving(items.length, Math.max(0, own));
  return (
    <div ref={ref} className="wm-chart">
      <svg
        width={width}
        height={geometry.height}
        viewBox={`0 0 ${width} ${geometry.height}`}
        role="group"
        aria-label={`${title}. Arrow keys move between ${rowsAre}.`}
      >
        <Scale
          geometry={geometry}
          formatValue={formatValue}
          keepClearOf={reference ? geometry.x(reference.value) : null}
        />
        {reference ? (
          <Reference
            x={geometry.x(reference.value)}
            label={`${reference.name} ${formatValue(reference.value)}`}
            geometry={geometry}
            width={width}
          />
        ) : null}
        {geometry.rows.map((row, index) => (
          <g
            key={row.item.id}
            role="img"
            aria-label={labelOf(row.item)}
            className="wm-row"
            {...roving.itemProps(index)}
          >
            <RowBackground row={row} width={width} />
            <RowMarks row={row} shape={shapeOf(row.item)} stacked={geometry.stacked} />
            <ValueText row={row} width={width} formatValue={formatValue} />
          </g>
        ))}
      </svg>
    </div>
  );
}

type Geometry = ReturnType<typeof intervalGeometry>;

interface ScaleProps {
  geometry: Geometry;
  formatValue: (value: number) => string;
  /** Where the reference line passes through the labels; none is written under it. */
  keepClearOf: number | null;
}

function Scale({ geometry, formatValue, keepClearOf }: ScaleProps): JSX.Element {
  const { plot, ticks } = geometry;
  return (
    <g className="wm-axis" aria-hidden="true">
      {ticks.map(({ x, value }) => (
        <g key={value}>
          <line x1={x} x2={x} y1={plot.top} y2={plot.bottom} stroke={PALETTE.grid} />
          {keepClearOf !== null && Math.abs(x - keepClearOf) < 24 ? null : (
            <text x={x} y={plot.top - 10} textAnchor={x < 20 ? 'start' : 'middle'}>
              {formatValue(value)}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

function RowBackground({ row, width }: { row: IntervalRow; width: number }): JSX.Element {
  return (
    <g aria-hidden="true">
      <rect
        className={row.item.highlighted ? 'wm-row__back wm-row__back--own' : 'wm-row__back'}
        {...{ x: 1, y: row.top + 1, width: Math.max(0, width - 2), height: row.height - 2 }}
      />
      <line x1={0} x2={width} y1={row.top + row.height} y2={row.top + row.height} stroke={PALETTE.grid} />
    </g>
  );
}

function RowMarks({
  row,
  shape,
  stacked,
}: {
  row: IntervalRow;
  shape: Shape;
  stacked: boolean;
}): JSX.Element {
  const { item, x, y, low, high, lines } = row;
  const colour = item.highlighted ? PALETTE.subject : PALETTE.reference;
  return (
    <g aria-hidden="true">
      <text
        className="wm-row__name"
        x={stacked ? 6 : 8}
        y={row.labelY}
        fontWeight={item.highlighted ? 700 : 400}
      >
        {lines.map((text, index, all) => (
          <tspan
            key={index}
            x={stacked ? 6 : 8}
            dy={index === 0 ? `${0.35 - (all.length - 1) * 0.55}em` : '1.1em'}
          >
            {text}
          </tspan>
        ))}
      </text>
      {low !== null && high !== null ? (
        <line x1={low} x2={high} y1={y} y2={y} stroke={colour} strokeWidth={item.highlighted ? 4 : 2} />
      ) : null}
      {x !== null ? (
        <MarkShape shape={shape} x={x} y={y} size={item.highlighted ? 6 : 5} colour={colour} />
      ) : null}
    </g>
  );
}

function ValueText(props: {
  row: IntervalRow;
  width: number;
  formatValue: (value: number) => string;
}): JSX.Element {
  const { row, width, formatValue } = props;
  const { item, y } = row;
  const text = item.value === null ? (item.withheld ? '*' : 'none') : formatValue(item.value);
  return (
    <text
      className="wm-row__value"
      x={width - 6}
      y={y}
      dy="0.35em"
      textAnchor="end"
      aria-hidden="true"
      fontWeight={item.highlighted ? 700 : 400}
    >
      {text}
    </text>
  );
}

function Reference(props: { x: number; label: string; geometry: Geometry; width: number }): JSX.Element {
  const { x, label, geometry, width } = props;
  const { plot } = geometry;
  const anchor = x > width - 80 ? 'end' : x < 80 ? 'start' : 'middle';
  return (
    <g aria-hidden="true" className="wm-reference">
      <line
        x1={x}
        x2={x}
        y1={plot.top - 28}
        y2={plot.bottom}
        stroke={PALETTE.text}
        strokeWidth={2}
        strokeDasharray="7 4"
      />
      <text x={x} y={plot.top - 38} textAnchor={anchor}>
        {label}
      </text>
    </g>
  );
}

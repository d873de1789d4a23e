import { useState, type JSX, type ReactNode } from 'react';
import { PALETTE } from './palette.js';
import { EndLabels, Key, SeriesMarks } from './trend-marks.js';
import { trendGeometry, type TrendGeometry, type TrendSeries } from './trend-geometry.js';
import { useRoving, type Roving } from './use-roving.js';
import { useWidth } from './use-width.js';
import type { Unit } from '../labels/numbers.js';

/** What a period says when it is reached by pointer or keyboard. */
export interface Reading {
  start: number;
  months: number;
  /** Read out by screen readers. */
  label: string;
  /** Shown under the chart. */
  content: ReactNode;
}

export interface TrendChartProps {
  /** Name of the chart for screen readers. */
  title: string;
  unit: Unit;
  /** The subject first, then what it is set beside. At least one point in all. */
  series: TrendSeries[];
  /** One per period of the subject, in order. */
  readings: Reading[];
  /** The reading shown at first. */
  initial: number;
  formatValue: (value: number) => string;
  formatMonth: (month: number) => string;
}

/** From this width on, names stand at the end of their lines; below it, in a key above the chart. */
const ROOM_FOR_LABELS = 600;
const LABEL_WIDTH = 168;

/** Lines with their 95% limits as bands; every period can be reached by pointer, by touch and by arrow keys. */
export function TrendChart(props: TrendChartProps): JSX.Element {
  const { title, unit, series, readings, initial, formatValue, formatMonth } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const direct = width >= ROOM_FOR_LABELS;
  const height = width < ROOM_FOR_LABELS ? 300 : 380;
  const margin = { top: 14, right: direct ? LABEL_WIDTH : 14, bottom: 40, left: 52 };
  const geometry = trendGeometry(series, unit, { width, height, margin });
  const roving = useRoving(readings.length, initial);
  return (
    <div ref={ref} className="wm-chart">
      {direct ? null : <Key series={series} />}
      <svg
        width={width}
        height={height}
        role="group"
        aria-label={`${title}. Arrow keys move between periods.`}
      >
        <g aria-hidden="true">
          <Axes geometry={geometry} formatValue={formatValue} formatMonth={formatMonth} />
          {geometry.series.toReversed().map((each, index) => (
            <SeriesMarks
              key={each.id}
              series={each}
              rank={geometry.series.length - 1 - index}
              baseline={geometry.plot.bottom}
            />
          ))}
          {direct ? <EndLabels series={geometry.series} plot={geometry.plot} /> : null}
        </g>
        <Columns geometry={geometry} readings={readings} roving={roving} />
      </svg>
      <ReadOut readings={readings} roving={roving} />
    </div>
  );
}

function Axes({
  geometry,
  formatValue,
  formatMonth,
}: Pick<TrendChartProps, 'formatValue' | 'formatMonth'> & { geometry: TrendGeometry }): JSX.Element {
  const { plot, yTicks, xTicks } = geometry;
  return (
    <g className="wm-axis">
      {yTicks.map(({ y, value }) => (
        <g key={value}>
          <line x1={plot.left} x2={plot.right} y1={y} y2={y} stroke={PALETTE.grid} />
          <text x={plot.left - 10} y={y} dy="0.35em" textAnchor="end">
            {formatValue(value)}
          </text>
        </g>
      ))}
      <line x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} stroke={PALETTE.axis} />
      {xTicks.map(({ x, month }) => (
        <g key={month}>
          <line x1={x} x2={x} y1={plot.bottom} y2={plot.bottom + 7} stroke={PALETTE.axis} />
          <text x={x} y={plot.bottom + 25} textAnchor="middle">
            {formatMonth(month)}
          </text>
        </g>
      ))}
    </g>
  );
}

function Columns(props: { geometry: TrendGeometry; readings: Reading[]; roving: Roving }): JSX.Element {
  const { geometry, readings, roving } = props;
  const { plot, x } = geometry;
  return (
    <g>
      {readings.map(({ start, months, label }, index) => {
        const left = x(start);
        const middle = (left + x(start + months)) / 2;
        return (
          <g
            key={start}
            role="img"
            aria-label={label}
            className="wm-column"
            {...roving.itemProps(index)}
            onPointerEnter={() => roving.select(index)}
            onClick={() => roving.select(index)}
          >
            <rect
              x={left}
              y={plot.top - 8}
              width={x(start + months) - left}
              height={plot.bottom - plot.top + 8}
            />
            {index === roving.active ? (
              <line className="wm-cursor" x1={middle} x2={middle} y1={plot.top - 8} y2={plot.bottom} />
            ) : null}
          </g>
        );
      })}
    </g>
  );
}

/** The chosen period in words, with two buttons that reach every period also where columns are narrower than a finger. */
function ReadOut({ readings, roving }: { readings: Reading[]; roving: Roving }): JSX.Element | null {
  // Read out after a button only: in the chart, the focused column says the same.
  const [stepped, setStepped] = useState(false);
  const reading = readings[roving.active];
  if (!reading) return null;
  const step = (by: number): void => {
    setStepped(true);
    roving.select(Math.min(Math.max(roving.active + by, 0), readings.length - 1));
  };
  return (
    <div className="wm-reading">
      <div className="wm-reading__text" aria-live={stepped ? 'polite' : 'off'}>
        {reading.content}
      </div>
      <div className="wm-reading__steps">
        <button
          type="button"
          className="wm-step"
          aria-disabled={roving.active === 0}
          onClick={() => step(-1)}
          onBlur={() => setStepped(false)}
        >
          Earlier
        </button>
        <button
          type="button"
          className="wm-step"
          aria-disabled={roving.active === readings.length - 1}
          onClick={() => step(1)}
          onBlur={() => setStepped(false)}
        >
          Later
        </button>
      </div>
    </div>
  );
}

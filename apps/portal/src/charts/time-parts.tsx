import { useState, type JSX, type ReactNode } from 'react';
import { PALETTE } from './palette.js';
import type { TrendGeometry } from './trend-geometry.js';
import type { Roving } from './use-roving.js';

/** What every chart over time has. */
export type TimeFrame = Pick<TrendGeometry, 'x' | 'y' | 'plot' | 'xTicks' | 'yTicks'>;

/** What a period says when it is reached by pointer or keyboard. */
export interface Reading {
  start: number;
  months: number;
  /** Read out by screen readers. */
  label: string;
  /** Shown under the chart. */
  content: ReactNode;
}

/** Horizontal lines with their values, and months under them. */
export function Axes({
  geometry,
  formatValue,
  formatMonth,
}: {
  geometry: TimeFrame;
  formatValue: (value: number) => string;
  formatMonth: (month: number) => string;
}): JSX.Element {
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

/** The periods as columns that pointer and arrow keys reach, each with its words. */
export function Columns(props: { geometry: TimeFrame; readings: Reading[]; roving: Roving }): JSX.Element {
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
export function ReadOut({ readings, roving }: { readings: Reading[]; roving: Roving }): JSX.Element | null {
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

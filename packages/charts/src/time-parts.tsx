import { useState, type JSX, type ReactNode } from 'react';
import { Axes } from './axes.js';
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

/** The axes of a chart over time: values, and months under them. */
export function TimeAxes(props: {
  geometry: TimeFrame;
  formatValue: (value: number) => string;
  formatMonth: (month: number) => string;
}): JSX.Element {
  const { geometry, formatValue, formatMonth } = props;
  return (
    <Axes
      plot={geometry.plot}
      yTicks={geometry.yTicks.map(({ y, value }) => ({ y, text: formatValue(value) }))}
      xTicks={geometry.xTicks.map(({ x, month }) => ({ x, text: formatMonth(month) }))}
    />
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

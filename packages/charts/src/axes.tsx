import type { JSX } from 'react';
import { PALETTE } from './palette.js';

export interface AxesProps {
  plot: { left: number; right: number; bottom: number };
  yTicks: readonly { y: number; text: string }[];
  xTicks: readonly { x: number; text: string }[];
  /** What runs along the bottom, where its ticks do not say. */
  xName?: string;
}

/** Horizontal lines with their values, and ticks along the bottom. */
export function Axes({ plot, yTicks, xTicks, xName }: AxesProps): JSX.Element {
  return (
    <g className="wm-axis">
      {yTicks.map(({ y, text }) => (
        <g key={y}>
          <line x1={plot.left} x2={plot.right} y1={y} y2={y} stroke={PALETTE.grid} />
          <text x={plot.left - 10} y={y} dy="0.35em" textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      <line x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} stroke={PALETTE.axis} />
      {xTicks.map(({ x, text }) => (
        <g key={x}>
          <line x1={x} x2={x} y1={plot.bottom} y2={plot.bottom + 7} stroke={PALETTE.axis} />
          <text x={x} y={plot.bottom + 25} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      {xName === undefined ? null : (
        <text x={(plot.left + plot.right) / 2} y={plot.bottom + 50} textAnchor="middle">
          {xName}
        </text>
      )}
    </g>
  );
}

import type { JSX } from 'react';

export type Shape = 'circle' | 'diamond' | 'up' | 'down';

interface MarkProps {
  shape: Shape;
  x: number;
  y: number;
  size?: number;
  colour: string;
  /** Hollow marks say: not final. */
  hollow?: boolean;
}

/** A mark whose meaning is in its shape as well as in its colour. */
export function MarkShape({ shape, x, y, size = 5, colour, hollow = false }: MarkProps): JSX.Element {
  const paint = { fill: hollow ? '#ffffff' : colour, stroke: colour, strokeWidth: 2 };
  if (shape === 'circle') return <circle cx={x} cy={y} r={size} {...paint} />;
  return <path d={outline(shape, x, y, size * 1.3)} strokeLinejoin="round" {...paint} />;
}

function outline(shape: Exclude<Shape, 'circle'>, x: number, y: number, size: number): string {
  if (shape === 'diamond') return `M${x},${y - size}L${x + size},${y}L${x},${y + size}L${x - size},${y}Z`;
  const sign = shape === 'up' ? 1 : -1;
  return `M${x},${y - sign * size}L${x + size},${y + sign * size * 0.8}L${x - size},${y + sign * size * 0.8}Z`;
}

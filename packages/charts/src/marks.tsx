import type { JSX } from 'react';

export type Shape = 'circle' | 'diamond' | 'square' | 'up' | 'down';

interface MarkProps {
  shape: Shape;
  x: number;
  y: number;
  size?: number;
  colour: string;
  /** Around a filled mark, where its colour alone is too light on white; default: the colour. */
  edge?: string;
  /** Hollow marks say: not final. */
  hollow?: boolean;
}

/** A mark whose meaning is in its shape as well as in its colour. */
export function MarkShape({ shape, x, y, size = 5, colour, edge, hollow = false }: MarkProps): JSX.Element {
  const paint = { fill: hollow ? '#ffffff' : colour, stroke: edge ?? colour, strokeWidth: 2 };
  if (shape === 'circle') return <circle cx={x} cy={y} r={size} {...paint} />;
  return <path d={outline(shape, x, y, size * 1.3)} strokeLinejoin="round" {...paint} />;
}

function outline(shape: Exclude<Shape, 'circle'>, x: number, y: number, size: number): string {
  if (shape === 'diamond') return `M${x},${y - size}L${x + size},${y}L${x},${y + size}L${x - size},${y}Z`;
  if (shape === 'square') {
    const half = size * 0.75;
    return `M${x - half},${y - half}H${x + half}V${y + half}H${x - half}Z`;
  }
  const sign = shape === 'up' ? 1 : -1;
  return `M${x},${y - sign * size}L${x + size},${y + sign * size * 0.8}L${x - size},${y + sign * size * 0.8}Z`;
}

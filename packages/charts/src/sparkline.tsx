import type { JSX } from 'react';
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { MarkShape } from './marks.js';
import { PALETTE } from './palette.js';
import type { TrendPoint, TrendSeries } from './trend-geometry.js';
import { useWidth } from './use-width.js';

const HEIGHT = 64;
const AIR = 8;

/**
 * A trend at a glance beside its figures in words: without axes, over the range of its values, hidden from screen readers, who
 * have the table. @param series the subject first, then what it is set beside
 */
export function Sparkline({ series }: { series: TrendSeries[] }): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>(300);
  const [subject = [], beside = []] = series.map(({ points }) => points);
  const last = subject.findLast(({ value, provisional }) => value !== null && !provisional);
  const place = placeOf([...subject, ...beside], width);
  return (
    <div ref={ref} className="wm-chart wm-sparkline" aria-hidden="true">
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} focusable="false">
        <path
          d={pathOf(beside, place)}
          fill="none"
          stroke={PALETTE.reference}
          strokeWidth={1.5}
          strokeDasharray="5 3"
        />
        <path d={pathOf(subject, place)} fill="none" stroke={PALETTE.subject} strokeWidth={2.5} />
        {last ? (
          <MarkShape shape="circle" x={place.x(last)} y={place.y(last)} colour={PALETTE.subject} size={4.5} />
        ) : null}
      </svg>
    </div>
  );
}

interface Place {
  x: (point: TrendPoint) => number;
  y: (point: TrendPoint) => number;
}

function placeOf(points: TrendPoint[], width: number): Place {
  const [first = 0, end = 1] = extent(points, ({ start, months }) => start + months / 2);
  const [low = 0, high = 1] = extent(points, ({ value }) => value);
  // A flat line stands in the middle, and a small change does not fill the height.
  const least = Math.max(0, high - low, high * 0.3);
  const middle = (low + high) / 2;
  const x = scaleLinear([first, end], [AIR, width - AIR]);
  const y = scaleLinear([middle - least / 2, middle + least / 2], [HEIGHT - AIR, AIR]);
  return { x: ({ start, months }) => x(start + months / 2), y: ({ value }) => y(value ?? 0) };
}

function pathOf(points: TrendPoint[], { x, y }: Place): string {
  return line<TrendPoint>(x, y).defined(({ value }) => value !== null)(points) ?? '';
}

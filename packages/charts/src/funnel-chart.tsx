import type { JSX, ReactNode } from 'react';
import { Axes } from './axes.js';
import {
  funnelGeometry,
  type FunnelGeometry,
  type FunnelItem,
  type FunnelLimits,
  type FunnelMark,
  type FunnelPlace,
} from './funnel-geometry.js';
import { MarkShape, type Shape } from './marks.js';
import { PALETTE } from './palette.js';
import { MarkReadOut } from './read-out.js';
import { useRoving, type Roving } from './use-roving.js';
import { useWidth } from './use-width.js';

export interface FunnelChartProps {
  /** Name of the chart for screen readers. */
  title: string;
  items: FunnelItem[];
  limits: FunnelLimits[];
  average: number | null;
  /** Under the x axis: "Booked sessions". */
  sizeName: string;
  /** Read out by screen readers. */
  labelOf: (item: FunnelItem) => string;
  /** Under the chart, of the chosen one. */
  readingOf: (item: FunnelItem) => ReactNode;
  formatValue: (value: number) => string;
  formatSize: (value: number) => string;
}

const NARROW = 600;

/** Shares against their sizes among the limits of chance; every unit can be reached by pointer, by touch and by arrow keys. */
export function FunnelChart(props: FunnelChartProps): JSX.Element {
  const { title, items, limits, average, labelOf, readingOf, formatValue, formatSize, sizeName } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const height = width < NARROW ? 320 : 420;
  const margin = { top: 14, right: 16, bottom: 62, left: 52 };
  const geometry = funnelGeometry(items, limits, average, { width, height, margin });
  const { marks } = geometry;
  const own = marks.findIndex(({ item }) => item.highlighted);
  const roving = useRoving(marks.length, Math.max(0, own));
  const chosen = marks[roving.active];
  return (
    <div ref={ref} className="wm-chart">
      <FunnelKey />
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={`${title}. Arrow keys move between providers, from the smallest to the largest.`}
      >
        <g aria-hidden="true">
          <Axes
            plot={geometry.plot}
            yTicks={geometry.yTicks.map(({ y, value }) => ({ y, text: formatValue(value) }))}
            xTicks={geometry.xTicks.map(({ x, value }) => ({ x, text: formatSize(value) }))}
            xName={sizeName}
          />
          <Lines geometry={geometry} />
        </g>
        {marks.map((mark, index) => (
          <Point
            key={mark.item.id}
            {...{ mark, index, roving, label: labelOf(mark.item) }}
            named={width >= NARROW && isTold(mark.item)}
            toLeft={mark.x > width - 190}
          />
        ))}
      </svg>
      {chosen ? (
        <MarkReadOut count={marks.length} roving={roving} steps={['Smaller', 'Larger']}>
          {readingOf(chosen.item)}
        </MarkReadOut>
      ) : null}
    </div>
  );
}

/** Names stand beside those that the chart is about. */
function isTold({ highlighted, place }: FunnelItem): boolean {
  return highlighted || place === 'low_outer' || place === 'high_outer';
}

const SHAPES: Readonly<Record<FunnelPlace, Shape>> = {
  ...{ low_outer: 'down', low_inner: 'down', within: 'circle', high_inner: 'up', high_outer: 'up' },
};

interface PointProps {
  mark: FunnelMark;
  index: number;
  roving: Roving;
  label: string;
  named: boolean;
  /** Its name stands left of it, or it would leave the chart. */
  toLeft: boolean;
}

function Point({ mark, index, roving, label, named, toLeft }: PointProps): JSX.Element {
  const { item, x, y } = mark;
  const colour = item.highlighted ? PALETTE.subject : PALETTE.text;
  const isInner = item.place === 'low_inner' || item.place === 'high_inner';
  return (
    <g
      role="img"
      aria-label={label}
      className="wm-point"
      {...roving.itemProps(index)}
      onPointerEnter={() => roving.select(index)}
      onClick={() => roving.select(index)}
    >
      <circle className="wm-point__halo" cx={x} cy={y} r={14} />
      <g aria-hidden="true">
        {index === roving.active ? <circle className="wm-cursor" cx={x} cy={y} r={12} fill="none" /> : null}
        <MarkShape
          {...{ x, y, colour, shape: SHAPES[item.place ?? 'within'] }}
          size={item.highlighted ? 7 : 5.5}
          hollow={isInner}
        />
        {named ? (
          <text
            {...{ x: toLeft ? x - 14 : x + 14, y, dy: '0.35em', textAnchor: toLeft ? 'end' : 'start' }}
            className="wm-row__name"
            fontWeight={item.highlighted ? 700 : 400}
          >
            {item.name}
          </text>
        ) : null}
      </g>
    </g>
  );
}

function Lines({ geometry: { inner, outer, average, plot } }: { geometry: FunnelGeometry }): JSX.Element {
  const line = { fill: 'none', stroke: PALETTE.reference };
  return (
    <>
      {inner.map((path, nth) => (
        <path key={nth} d={path} {...line} strokeWidth={1.5} strokeDasharray="3 4" />
      ))}
      {outer.map((path, nth) => (
        <path key={nth} d={path} {...line} strokeWidth={2} strokeDasharray="9 4" />
      ))}
      {average === null ? null : (
        <line x1={plot.left} x2={plot.right} y1={average} y2={average} {...line} strokeWidth={2} />
      )}
    </>
  );
}

function FunnelKey(): JSX.Element {
  const line = { x1: 0, x2: 34, y1: 8, y2: 8, stroke: PALETTE.reference };
  return (
    <ul className="wm-key" aria-hidden="true">
      <li>
        <svg width="34" height="16">
          <line {...line} strokeWidth={2} />
        </svg>
        Average
      </li>
      <li>
        <svg width="34" height="16">
          <line {...line} strokeWidth={1.5} strokeDasharray="3 4" />
        </svg>
        95% limits
      </li>
      <li>
        <svg width="34" height="16">
          <line {...line} strokeWidth={2} strokeDasharray="9 4" />
        </svg>
        99.8% limits
      </li>
    </ul>
  );
}

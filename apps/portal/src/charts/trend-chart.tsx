import type { JSX, ReactNode } from 'react';
import { MarkShape, type Shape } from './marks.js';
import { PALETTE } from './palette.js';
import { spreadLabels, trendGeometry, type SeriesGeometry, type TrendSeries } from './trend-geometry.js';
import { wrapped } from './interval-geometry.js';
import { useRoving, type Roving } from './use-roving.js';
import { useWidth } from './use-width.js';

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
  unit: 'count' | 'proportion';
  /** The subject first, then what it is set beside. At least one point in all. */
  series: TrendSeries[];
  /** One per period of the subject, in order. */
  readings: Reading[];
  formatValue: (value: number) => string;
  formatMonth: (month: number) => string;
}

const LOOKS: { colour: string; edge: string; shape: Shape; dashes: string | undefined; weight: number }[] = [
  { colour: PALETTE.subject, edge: PALETTE.edge, shape: 'circle', dashes: undefined, weight: 3 },
  { colour: PALETTE.reference, edge: PALETTE.reference, shape: 'diamond', dashes: '7 4', weight: 2 },
];
const look = (index: number) => LOOKS[Math.min(index, LOOKS.length - 1)] ?? LOOKS[0]!;
/** From this width on, names stand at the end of their lines; below it, in a key above the chart. */
const ROOM_FOR_LABELS = 600;
const LABEL_WIDTH = 168;

/** Lines with their 95% limits as bands; every period can be reached by pointer, by touch and by arrow keys. */
export function TrendChart(props: TrendChartProps): JSX.Element {
  const { title, unit, series, readings, formatValue, formatMonth } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const direct = width >= ROOM_FOR_LABELS;
  const height = width < ROOM_FOR_LABELS ? 300 : 380;
  const margin = { top: 14, right: direct ? LABEL_WIDTH : 14, bottom: 40, left: 52 };
  const geometry = trendGeometry(series, unit, { width, height, margin });
  const roving = useRoving(readings.length, readings.length - 1);
  const reading = readings[roving.active];
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
      {reading ? <div className="wm-reading">{reading.content}</div> : null}
    </div>
  );
}

type Geometry = ReturnType<typeof trendGeometry>;

function Axes({
  geometry,
  formatValue,
  formatMonth,
}: Pick<TrendChartProps, 'formatValue' | 'formatMonth'> & { geometry: Geometry }): JSX.Element {
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
          <text x={x} y={plot.bottom + 25} textAnchor={x < plot.left + 20 ? 'start' : 'middle'}>
            {formatMonth(month)}
          </text>
        </g>
      ))}
    </g>
  );
}

function SeriesMarks(props: { series: SeriesGeometry; rank: number; baseline: number }): JSX.Element {
  const { series, rank, baseline } = props;
  const { colour, edge, shape, dashes, weight } = look(rank);
  return (
    <g>
      <path d={series.band} fill={colour} fillOpacity={rank === 0 ? 0.13 : 0.1} />
      {rank === 0
        ? series.edges.map((path, index) => (
            <path key={index} d={path} fill="none" stroke={edge} strokeWidth={1} />
          ))
        : null}
      <path
        d={series.line}
        fill="none"
        stroke={colour}
        strokeWidth={weight}
        strokeLinejoin="round"
        {...(dashes === undefined ? {} : { strokeDasharray: dashes })}
      />
      {series.marks.map(({ x, y, point, alone, low, high }) => (
        <g key={point.start}>
          {alone && low !== null && high !== null ? (
            <line x1={x} x2={x} y1={low} y2={high} stroke={colour} strokeWidth={2} />
          ) : null}
          <MarkShape
            shape={shape}
            x={x}
            y={y}
            size={rank === 0 ? 5 : 4}
            colour={colour}
            hollow={point.provisional}
          />
        </g>
      ))}
      {series.withheld.map(({ x, point }) => (
        <text
          key={point.start}
          className="wm-withheld"
          x={x}
          y={baseline - 2}
          textAnchor="middle"
          fill={colour}
        >
          *
        </text>
      ))}
    </g>
  );
}

function EndLabels({ series, plot }: { series: SeriesGeometry[]; plot: Geometry['plot'] }): JSX.Element {
  const ended = series.flatMap(({ id, name, end }, rank) => (end ? [{ id, name, end, rank }] : []));
  const ys = spreadLabels(
    ended.map(({ end }) => end.y),
    46,
    plot.top + 12,
    plot.bottom - 12,
  );
  return (
    <g className="wm-end-labels">
      {ended.map(({ id, name, rank }, index) => {
        const lines = wrapped(name, 18);
        const x = plot.right + 16;
        const y = (ys[index] ?? 0) - (lines.length - 1) * 9;
        return (
          <text key={id} x={x} y={y} dy="0.35em" fill={look(rank).colour} fontWeight={rank === 0 ? 700 : 400}>
            {lines.map((text, nth) => (
              <tspan key={nth} x={x} dy={nth === 0 ? '0.35em' : '1.15em'}>
                {text}
              </tspan>
            ))}
          </text>
        );
      })}
    </g>
  );
}

function Key({ series }: { series: TrendSeries[] }): JSX.Element {
  return (
    <ul className="wm-key" aria-hidden="true">
      {series.map(({ id, name }, rank) => {
        const { colour, shape, dashes, weight } = look(rank);
        return (
          <li key={id}>
            <svg width="40" height="16">
              <line
                {...{ x1: 0, x2: 40, y1: 8, y2: 8, stroke: colour, strokeWidth: weight }}
                {...(dashes === undefined ? {} : { strokeDasharray: dashes })}
              />
              <MarkShape shape={shape} x={20} y={8} colour={colour} />
            </svg>
            {name}
          </li>
        );
      })}
    </ul>
  );
}

function Columns(props: { geometry: Geometry; readings: Reading[]; roving: Roving }): JSX.Element {
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

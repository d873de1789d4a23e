import type { JSX } from 'react';
import { Axes } from './axes.js';
import { lookOf } from './looks.js';
import { MarkShape } from './marks.js';
import { stepGeometry, type StepGeometry, type StepSeries } from './step-geometry.js';
import { ReadOut, type Reading } from './time-parts.js';
import { useRoving, type Roving } from './use-roving.js';
import { useWidth } from './use-width.js';

export interface StepChartProps {
  /** Name of the chart for screen readers. */
  title: string;
  series: StepSeries[];
  /** The week at `start`, in order of time: what it says. */
  readings: Reading[];
  /** The reading that is shown first. */
  initial: number;
  /** The axis goes to 100%, else as far as the curves do. */
  whole: boolean;
  formatValue: (value: number) => string;
}

const HEIGHT = 400;
/** Bands of more curves than this would cover each other. */
const BANDS_MAX = 2;

/** Curves by day since the first session, with the weeks that are told of reached by pointer, touch and arrow keys. */
export function StepChart(props: StepChartProps): JSX.Element {
  const { title, series, readings, initial, whole, formatValue } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const margin = { top: 12, left: 52, right: 16, bottom: 56 };
  const geometry = stepGeometry(series, { width, height: HEIGHT, margin }, whole);
  const roving = useRoving(readings.length, initial);
  return (
    <div ref={ref} className="wm-chart">
      <StepKey series={series} />
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="group"
        aria-label={`${title}. Arrow keys move between weeks.`}
      >
        <g aria-hidden="true">
          <Axes
            plot={geometry.plot}
            yTicks={geometry.yTicks.map(({ y, value }) => ({ y, text: formatValue(value) }))}
            xTicks={geometry.xTicks.map(({ x, week }) => ({ x, text: String(week) }))}
            xName="Weeks since the first session"
          />
          {geometry.series.map((each, rank) => (
            <Curve key={each.id} curve={each} rank={rank} band={series.length <= BANDS_MAX} />
          ))}
        </g>
        <Weeks geometry={geometry} readings={readings} roving={roving} />
      </svg>
      <ReadOut readings={readings} roving={roving} />
    </div>
  );
}

function StepKey({ series }: { series: StepSeries[] }): JSX.Element | null {
  if (series.length < 2) return null;
  return (
    <ul className="wm-key" aria-hidden="true">
      {series.map(({ id, name }, rank) => {
        const { colour, shape, dashes } = lookOf(rank);
        return (
          <li key={id}>
            <svg width="40" height="16">
              <line
                {...{ x1: 0, x2: 40, y1: 8, y2: 8, stroke: colour, strokeWidth: 3 }}
                {...(dashes ? { strokeDasharray: dashes } : {})}
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

function Curve(props: { curve: StepGeometry['series'][number]; rank: number; band: boolean }): JSX.Element {
  const { curve, rank, band } = props;
  const { colour, shape, dashes } = lookOf(rank);
  return (
    <g>
      {band ? <path d={curve.band} fill={colour} fillOpacity={0.13} /> : null}
      <path
        {...{ d: curve.line, fill: 'none', stroke: colour, strokeWidth: 2.5 }}
        {...(dashes ? { strokeDasharray: dashes } : {})}
      />
      {curve.marks.map(({ x, y }) => (
        <MarkShape key={x} {...{ shape, x, y, colour }} size={4} />
      ))}
    </g>
  );
}

/** A column about each week that is told of, as far as half-way to its neighbours. */
function Weeks(props: { geometry: StepGeometry; readings: Reading[]; roving: Roving }): JSX.Element {
  const { geometry, readings, roving } = props;
  const { plot, x } = geometry;
  return (
    <g>
      {readings.map(({ start, label }, index) => {
        const at = x(start * 7);
        const [before, after] = [readings[index - 1], readings[index + 1]];
        const left = before ? (x(before.start * 7) + at) / 2 : plot.left - 12;
        const right = after ? (x(after.start * 7) + at) / 2 : Math.max(plot.right, at) + 12;
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
              width={Math.max(1, right - left)}
              height={plot.bottom - plot.top + 8}
            />
            {index === roving.active ? (
              <line className="wm-cursor" x1={at} x2={at} y1={plot.top - 8} y2={plot.bottom} />
            ) : null}
          </g>
        );
      })}
    </g>
  );
}

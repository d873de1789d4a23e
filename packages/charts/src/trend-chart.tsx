import type { JSX } from 'react';
import type { Unit } from './unit.js';
import { TimeAxes, Columns, ReadOut, type Reading } from './time-parts.js';
import { EndLabels, Key, SeriesMarks } from './trend-marks.js';
import { trendGeometry, type TrendSeries } from './trend-geometry.js';
import { useRoving } from './use-roving.js';
import { useWidth } from './use-width.js';

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
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={`${title}. Arrow keys move between periods.`}
      >
        <g aria-hidden="true">
          <TimeAxes geometry={geometry} formatValue={formatValue} formatMonth={formatMonth} />
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

import type { JSX } from 'react';
import { Axes } from './axes.js';
import { MarkShape } from './marks.js';
import { PALETTE } from './palette.js';
import { MarkReadOut } from './read-out.js';
import { useRoving, type Roving } from './use-roving.js';
import { useWidth } from './use-width.js';
import { weekGeometry, type DayColumn, type WeekDay, type WeekGeometry } from './week-geometry.js';

export interface WeekChartProps {
  /** Name of the chart for screen readers. */
  title: string;
  /** In order of time; the last is chosen at first. */
  week: readonly WeekDay[];
  /** Under the axis: "Tue 24", or "Tue" where there is no room. */
  shortName: (day: WeekDay, narrow: boolean) => string;
  name: (day: WeekDay) => string;
  /** What a day says beside its name. */
  readingOf: (day: WeekDay) => string;
  formatValue: (value: number) => string;
}

const HEIGHT = 260;

/** Days as bars, each with a mark where a normal day of its name ends. */
export function WeekChart(props: WeekChartProps): JSX.Element {
  const { title, week, shortName, name, readingOf, formatValue } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const geometry = weekGeometry(week, width, HEIGHT);
  const roving = useRoving(week.length, week.length - 1);
  const chosen = week[roving.active];
  return (
    <div ref={ref} className="wm-chart">
      <WeekKey />
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="group"
        aria-label={`${title}. Arrow keys move between days.`}
      >
        <g aria-hidden="true">
          <Axes
            plot={geometry.plot}
            yTicks={geometry.yTicks.map(({ y, value }) => ({ y, text: formatValue(value) }))}
            xTicks={geometry.columns.map(({ middle, day }) => ({
              x: middle,
              text: shortName(day, geometry.narrow),
            }))}
          />
        </g>
        {geometry.columns.map((column, index) => (
          <Day
            key={column.day.date}
            {...{ column, index, roving, plot: geometry.plot }}
            label={`${name(column.day)}: ${readingOf(column.day)}`}
          />
        ))}
      </svg>
      <MarkReadOut count={week.length} roving={roving} steps={['Earlier', 'Later']}>
        {chosen ? (
          <>
            <strong>{name(chosen)}</strong>
            <span>{readingOf(chosen)}</span>
          </>
        ) : null}
      </MarkReadOut>
    </div>
  );
}

function Day(props: {
  column: DayColumn;
  index: number;
  roving: Roving;
  plot: WeekGeometry['plot'];
  label: string;
}): JSX.Element {
  const { column, index, roving, plot, label } = props;
  const { left, width, middle, barLeft, barWidth, top, normalY } = column;
  return (
    <g
      {...{ role: 'img', className: 'wm-column' }}
      aria-label={label}
      {...roving.itemProps(index)}
      onPointerEnter={() => roving.select(index)}
      onClick={() => roving.select(index)}
    >
      <rect {...{ x: left, y: plot.top - 8, width, height: plot.bottom - plot.top + 8 }} />
      <path
        aria-hidden="true"
        d={`M${barLeft} ${plot.bottom}V${top}h${barWidth}V${plot.bottom}Z`}
        fill={PALETTE.subject}
      />
      <Normal x={middle} y={normalY} half={barWidth / 2 + 6} />
    </g>
  );
}

/** Dark with a white edge, so that it is seen on a bar and off it. */
function Normal({ x, y, half }: { x: number; y: number; half: number }): JSX.Element {
  return (
    <g aria-hidden="true">
      <line {...{ x1: x - half, x2: x + half, y1: y, y2: y, stroke: '#ffffff', strokeWidth: 6 }} />
      <line {...{ x1: x - half, x2: x + half, y1: y, y2: y, stroke: PALETTE.text, strokeWidth: 3 }} />
      <MarkShape shape="diamond" x={x} y={y} size={4} colour={PALETTE.text} edge="#ffffff" />
    </g>
  );
}

function WeekKey(): JSX.Element {
  return (
    <ul className="wm-key" aria-hidden="true">
      <li>
        <svg width="20" height="16">
          <path d="M2 0h16v16h-16Z" fill={PALETTE.subject} />
        </svg>
        What came
      </li>
      <li>
        <svg width="40" height="16">
          <Normal x={20} y={8} half={18} />
        </svg>
        Normal for this weekday
      </li>
    </ul>
  );
}

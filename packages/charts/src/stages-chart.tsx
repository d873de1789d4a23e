import type { JSX } from 'react';
import { PALETTE } from './palette.js';
import { stagesGeometry, type Stage, type StageBar, type StagesGeometry } from './stages-geometry.js';
import { useRoving } from './use-roving.js';
import { useWidth } from './use-width.js';

export interface StagesChartProps {
  /** Name of the chart for screen readers. */
  title: string;
  stages: Stage[];
  /** Read out by screen readers. */
  labelOf: (stage: Stage) => string;
  /** Beside the bar: "640 (52%)". */
  valueOf: (stage: Stage) => string;
}

/** How far people come: a bar for each stage, and a hollow piece for who was lost since the one before. */
export function StagesChart({ title, stages, labelOf, valueOf }: StagesChartProps): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>();
  const geometry = stagesGeometry(stages, width);
  const roving = useRoving(stages.length, 0);
  return (
    <div ref={ref} className="wm-chart">
      <svg
        width={width}
        height={geometry.height}
        viewBox={`0 0 ${width} ${geometry.height}`}
        role="group"
        aria-label={`${title}. Arrow keys move between stages.`}
      >
        {geometry.bars.map((bar, index) => (
          <g
            key={bar.stage.id}
            role="img"
            aria-label={labelOf(bar.stage)}
            className="wm-row"
            {...roving.itemProps(index)}
          >
            <rect
              className="wm-row__back"
              {...{ x: 1, y: bar.top + 1, width: Math.max(0, width - 2), height: bar.height - 2 }}
            />
            <g aria-hidden="true">
              <Bar bar={bar} left={geometry.plot.left} />
              <Words {...{ bar, geometry, width }} value={valueOf(bar.stage)} />
            </g>
          </g>
        ))}
        <line
          {...{ x1: geometry.plot.left, x2: geometry.plot.left, y1: 0, y2: geometry.plot.bottom }}
          stroke={PALETTE.axis}
        />
      </svg>
    </div>
  );
}

function Bar({ bar, left }: { bar: StageBar; left: number }): JSX.Element | null {
  const { barWidth, beforeWidth, barY, barHeight } = bar;
  if (barWidth === null) return null;
  const box = { y: barY, height: barHeight };
  const lost = (beforeWidth ?? 0) - barWidth;
  return (
    <>
      <rect x={left} width={barWidth} {...box} fill={PALETTE.subject} />
      {lost > 1 ? (
        <rect
          {...{ x: left + barWidth, width: lost, ...box, fill: '#ffffff' }}
          {...{ stroke: PALETTE.reference, strokeWidth: 1.5, strokeDasharray: '4 3' }}
        />
      ) : null}
    </>
  );
}

function Words(props: {
  bar: StageBar;
  geometry: StagesGeometry;
  width: number;
  value: string;
}): JSX.Element {
  const { bar, geometry, width, value } = props;
  return (
    <>
      <text className="wm-row__name" x={geometry.stacked ? 14 : 8} y={bar.nameY}>
        {bar.stage.name}
      </text>
      <text className="wm-row__value" x={width - 6} y={bar.nameY} textAnchor="end" fontWeight={700}>
        {value}
      </text>
    </>
  );
}

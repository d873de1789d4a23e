import type { JSX } from 'react';
import type { Unit } from './unit.js';
import { MarkShape, type Shape } from './marks.js';
import { PALETTE } from './palette.js';
import {
  spcGeometry,
  type AcrossLine,
  type MonthEvent,
  type SpcGeometry,
  type SpcKind,
  type SpcMark,
} from './spc-geometry.js';
import { TimeAxes, Columns, ReadOut, type Reading } from './time-parts.js';
import { useRoving } from './use-roving.js';
import { useWidth } from './use-width.js';

export interface SpcChartProps {
  /** Name of the chart for screen readers. */
  title: string;
  unit: Unit;
  /** At least one. */
  marks: SpcMark[];
  across: AcrossLine[];
  events: MonthEvent[];
  /** One per mark, in order. */
  readings: Reading[];
  /** The reading shown at first. */
  initial: number;
  formatValue: (value: number) => string;
  formatMonth: (month: number) => string;
}

/** The colours of NHS control charts, each with a shape and, where too light on white, an outline. */
export const SPC_LOOK: Record<SpcKind, { shape: Shape; colour: string; edge: string; name: string }> = {
  common_cause: { shape: 'circle', colour: '#768692', edge: '#425563', name: 'Within the usual range' },
  improvement: { shape: 'diamond', colour: '#00b0f0', edge: '#003087', name: 'Signal of improvement' },
  concern: { shape: 'up', colour: '#ed8b00', edge: '#7a3d00', name: 'Signal of concern' },
  neutral: { shape: 'square', colour: '#7c2855', edge: '#7c2855', name: 'Signal of change' },
};

/** Points against their average and process limits (XmR), by the rules of Making Data Count. */
export function SpcChart(props: SpcChartProps): JSX.Element {
  const { title, unit, marks, across, events, readings, initial, formatValue, formatMonth } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const height = width < 600 ? 300 : 360;
  const margin = { top: 28, right: across.length > 0 ? 64 : 16, bottom: 40, left: 56 };
  const geometry = spcGeometry(marks, { across, events }, unit, { width, height, margin });
  const roving = useRoving(readings.length, initial);
  return (
    <div ref={ref} className="wm-chart">
      <SpcKey marks={marks} />
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={`${title}. Arrow keys move between points of the control chart.`}
      >
        <g aria-hidden="true">
          <TimeAxes geometry={geometry} formatValue={formatValue} formatMonth={formatMonth} />
          <Across geometry={geometry} />
          <Events geometry={geometry} />
          <Limits geometry={geometry} />
          <Points geometry={geometry} />
        </g>
        <Columns geometry={geometry} readings={readings} roving={roving} />
      </svg>
      <ReadOut readings={readings} roving={roving} />
    </div>
  );
}

function Limits({ geometry }: { geometry: SpcGeometry }): JSX.Element {
  return (
    <g fill="none" stroke={PALETTE.reference}>
      {geometry.stretches.map(({ left, right, mean, lower, upper }) => (
        <g key={left}>
          <path d={`M${left},${mean}H${right}`} strokeWidth={2} />
          {[lower, upper].map((y, index) =>
            y === null ? null : (
              <path key={index} d={`M${left},${y}H${right}`} strokeWidth={1.5} strokeDasharray="6 4" />
            ),
          )}
        </g>
      ))}
    </g>
  );
}

function Points({ geometry }: { geometry: SpcGeometry }): JSX.Element {
  const { line, marks, withheld, plot } = geometry;
  return (
    <g>
      <path d={line} fill="none" stroke={PALETTE.subject} strokeWidth={2} strokeLinejoin="round" />
      {marks.map(({ x, y, mark }) => {
        const { shape, colour, edge } = SPC_LOOK[mark.kind ?? 'common_cause'];
        return (
          <MarkShape
            key={mark.start}
            {...{ shape, x, y, colour, edge }}
            size={5}
            hollow={mark.kind === null}
          />
        );
      })}
      {withheld.map(({ x, mark }) => (
        <text key={mark.start} className="wm-withheld" x={x} y={plot.bottom - 2} textAnchor="middle">
          *
        </text>
      ))}
    </g>
  );
}

function Across({ geometry: { across, plot } }: { geometry: SpcGeometry }): JSX.Element {
  return (
    <g>
      {across.map(({ id, y, labelY, label, kind }) => {
        const target = kind === 'target';
        const stroke = target ? '#b50e0e' : '#6f777b';
        return (
          <g key={id}>
            <path
              d={`M${plot.left},${y}H${plot.right}`}
              {...{ stroke, fill: 'none', strokeWidth: target ? 2 : 1.5 }}
              strokeDasharray={target ? '10 4 2 4' : '1.5 4'}
            />
            <text x={plot.right + 6} y={labelY} dy="0.35em" fontWeight={target ? 700 : 400}>
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Events({ geometry: { events, plot } }: { geometry: SpcGeometry }): JSX.Element {
  return (
    <g>
      {events.map(({ x, sign }, index) => (
        <g key={index}>
          <path
            d={`M${x},${plot.top - 6}V${plot.bottom}`}
            stroke={PALETTE.axis}
            strokeDasharray="3 3"
            fill="none"
          />
          <text x={x} y={plot.top - 10} textAnchor="middle" fontWeight={700}>
            {sign}
          </text>
        </g>
      ))}
    </g>
  );
}

/** What the marks mean, of those that are there. */
function SpcKey({ marks }: { marks: SpcMark[] }): JSX.Element {
  const kinds = (Object.keys(SPC_LOOK) as SpcKind[]).filter((kind) =>
    marks.some((mark) => mark.kind === kind),
  );
  return (
    <ul className="wm-key" aria-hidden="true">
      {kinds.map((kind) => {
        const { shape, colour, edge, name } = SPC_LOOK[kind];
        return (
          <li key={kind}>
            <svg width="18" height="18">
              <MarkShape {...{ shape, colour, edge }} x={9} y={9} size={5} />
            </svg>
            {name}
          </li>
        );
      })}
    </ul>
  );
}

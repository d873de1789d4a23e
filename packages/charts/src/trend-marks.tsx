import type { JSX } from 'react';
import { wrapped } from './interval-geometry.js';
import { MarkShape, type Shape } from './marks.js';
import { PALETTE } from './palette.js';
import { spreadLabels, type SeriesGeometry, type TrendGeometry, type TrendSeries } from './trend-geometry.js';

interface Look {
  colour: string;
  edge: string;
  shape: Shape;
  dashes: string | undefined;
  weight: number;
}

const SUBJECT: Look = {
  ...{ colour: PALETTE.subject, edge: PALETTE.edge, shape: 'circle' },
  ...{ dashes: undefined, weight: 3 },
};
const BESIDE: Look = {
  ...{ colour: PALETTE.reference, edge: PALETTE.reference, shape: 'diamond' },
  ...{ dashes: '7 4', weight: 2 },
};
const look = (rank: number): Look => (rank === 0 ? SUBJECT : BESIDE);

/** Band, line and marks of one series. @param rank 0 = the subject */
export function SeriesMarks(props: { series: SeriesGeometry; rank: number; baseline: number }): JSX.Element {
  const { series, rank, baseline } = props;
  const { colour, edge, weight, shape, dashes } = look(rank);
  const stroke = { fill: 'none', stroke: colour, strokeLinejoin: 'round' as const };
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
        strokeWidth={weight}
        {...stroke}
        {...(dashes ? { strokeDasharray: dashes } : {})}
      />
      <path d={series.provisionalLine} strokeWidth={2} strokeDasharray="2 4" {...stroke} />
      {series.marks.map(({ x, y, point, alone, low, high }) => (
        <g key={point.start}>
          {alone && low !== null && high !== null ? (
            <line x1={x} x2={x} y1={low} y2={high} stroke={colour} strokeWidth={2} />
          ) : null}
          <MarkShape {...{ shape, x, y, colour }} size={rank === 0 ? 5 : 4} hollow={point.provisional} />
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

/** Names at the end of their lines. */
export function EndLabels(props: { series: SeriesGeometry[]; plot: TrendGeometry['plot'] }): JSX.Element {
  const { series, plot } = props;
  const ended = series.flatMap(({ id, name, end }, rank) => (end ? [{ id, name, end, rank }] : []));
  const wanted = ended.map(({ end }) => end.y);
  const ys = spreadLabels(wanted, 46, plot.top + 12, plot.bottom - 12);
  return (
    <g className="wm-end-labels">
      {ended.map(({ id, name, rank }, index) => {
        const lines = wrapped(name, 15);
        const x = plot.right + 16;
        const y = (ys[index] ?? 0) - (lines.length - 1) * 9;
        return (
          <text key={id} x={x} y={y} fill={look(rank).colour} fontWeight={rank === 0 ? 700 : 400}>
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

/** Names with their line and mark, where there is no room at the end of the lines. */
export function Key({ series }: { series: TrendSeries[] }): JSX.Element {
  return (
    <ul className="wm-key" aria-hidden="true">
      {series.map(({ id, name }, rank) => {
        const { colour, shape, dashes, weight } = look(rank);
        return (
          <li key={id}>
            <svg width="40" height="16">
              <line
                {...{ x1: 0, x2: 40, y1: 8, y2: 8, stroke: colour, strokeWidth: weight }}
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

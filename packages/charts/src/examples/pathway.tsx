import type { JSX } from 'react';
import { FunnelChart } from '../funnel-chart.js';
import type { FunnelItem, FunnelLimits, FunnelPlace } from '../funnel-geometry.js';
import { StagesChart } from '../stages-chart.js';
import type { Stage } from '../stages-geometry.js';
import type { ChartExamples } from './example.js';
import { PROVIDERS, STAGES } from './recorded.js';
import { LONG_NAME, percent, told } from './words.js';

function stagesOf(rows: readonly (readonly [string, number | null])[]): Stage[] {
  const [, first = null] = rows[0] ?? [];
  return rows.map(([name, count]) => ({
    ...{ id: name, name, count },
    share: count === null || first === null || first === 0 ? null : count / first,
  }));
}

function stages(rows: readonly (readonly [string, number | null])[]): JSX.Element {
  const valueOf = ({ count, share }: Stage): string => {
    if (count === null) return '*';
    return share === null ? String(count) : `${count.toLocaleString('en-GB')} (${percent(share)})`;
  };
  return (
    <StagesChart
      {...{ title: 'From referral to completion', stages: stagesOf(rows), valueOf }}
      labelOf={(stage) => `${stage.name}: ${stage.count === null ? 'withheld' : valueOf(stage)}`}
    />
  );
}

export const STAGES_CHART: ChartExamples = {
  ...{ id: 'stages', name: 'Stages of the pathway', component: 'StagesChart' },
  purpose: 'How far people come from a referral to completion, and where most of them are lost.',
  reading:
    'A bar is the share of the first stage. The hollow piece behind it is who was lost since the stage before.',
  examples: [
    { name: 'A board', chart: stages(STAGES) },
    { name: 'One stage', chart: stages(STAGES.slice(0, 1)) },
    {
      name: 'A stage withheld',
      chart: stages(STAGES.map(([name, count], nth) => [name, nth === 2 ? null : count])),
    },
    { name: 'All withheld', chart: stages(STAGES.map(([name]) => [name, null])) },
    {
      name: 'Nobody comes further (0%)',
      chart: stages(STAGES.map(([name, count], nth) => [name, nth === 0 ? count : 0])),
    },
    { name: 'Nobody is lost (100%)', chart: stages(STAGES.map(([name]) => [name, 640])) },
    { name: 'Nobody was offered anything', chart: stages(STAGES.map(([name]) => [name, 0])) },
  ],
};

type Row = readonly [name: string, size: number | null, value: number | null, place: FunnelPlace | null];

function unitsOf(rows: readonly Row[]): FunnelItem[] {
  return rows.map(([name, size, value, place], nth) => ({
    ...{ id: name, name, size, value, place, highlighted: nth === 0 },
  }));
}

/** Normal limits: good enough for a picture. */
function limitsAbout(average: number, largest: number): FunnelLimits[] {
  const within = (share: number): number => Math.min(1, Math.max(0, share));
  return [0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1].map((part) => {
    const size = Math.max(1, Math.round(part * largest));
    const spread = Math.sqrt((average * (1 - average)) / size);
    const around = (z: number) => ({
      lower: within(average - z * spread),
      upper: within(average + z * spread),
    });
    return { size, inner: around(1.96), outer: around(3.09) };
  });
}

function funnel(rows: readonly Row[], average: number | null): JSX.Element {
  const largest = Math.max(1, ...rows.map(([, size]) => size ?? 0));
  const words = ({ name, value }: FunnelItem): string => `${name}: ${told(value, value === null)}`;
  return (
    <FunnelChart
      {...{
        title: 'Attendance by provider',
        items: unitsOf(rows),
        average,
        labelOf: words,
        readingOf: words,
      }}
      limits={average === null ? [] : limitsAbout(average, largest)}
      {...{ sizeName: 'Booked sessions', formatValue: percent }}
      formatSize={(size) => size.toLocaleString('en-GB')}
    />
  );
}

export const FUNNEL: ChartExamples = {
  ...{ id: 'funnel', name: 'Funnel plot', component: 'FunnelChart' },
  purpose: 'Which providers lie further from the average than chance explains at their size.',
  reading:
    'The solid line is the average, the dotted lines its 95% limits and the dashed lines its 99.8% limits. Triangles lie outside of limits. The reader’s own is drawn strongly.',
  examples: [
    { name: 'Providers of the demonstration', chart: funnel(PROVIDERS.rows, PROVIDERS.average) },
    { name: 'One point', chart: funnel([['Yours', 120, 0.7, 'within']], 0.7) },
    {
      name: 'All withheld',
      chart: funnel(
        [
          ['Yours', null, null, null],
          ['Another', null, null, null],
        ],
        null,
      ),
    },
    {
      name: '0% and 100%',
      chart: funnel(
        [
          ['Yours', 40, 0, 'low_outer'],
          ['Another', 40, 1, 'high_outer'],
        ],
        0.5,
      ),
    },
    {
      name: 'A long name',
      chart: funnel(
        [
          ['Yours', 200, 0.7, 'within'],
          [LONG_NAME, 400, 0.9, 'high_outer'],
        ],
        0.7,
      ),
    },
  ],
};

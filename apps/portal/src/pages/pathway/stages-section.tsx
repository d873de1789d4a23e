import type { JSX } from 'react';
import { StagesChart } from '@waymark/charts';
import type { PathwayRow, Share } from '../../api/pathway-schema.js';
import { count, exact, rounded } from '../../labels/numbers.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { FiguresTable } from '../../parts/figures-table.js';
import { ifTold } from '../../sentences/nothing-told.js';
import { pathwaySentence } from '../../sentences/pathway-sentence.js';
import { STAGE_NAMES, stagesOf } from '../../view/stages.js';
import type { PathwayCalls, PathwayView } from './use-pathway.js';

/** Everybody referred, stage by stage. */
export function StagesSection({ view, calls }: { view: PathwayView; calls: PathwayCalls }): JSX.Element {
  const { whole } = calls;
  const rows = whole.data?.rows;
  return (
    <ChartSection
      id="stages"
      title="Where people are lost"
      sentence={rows && ifTold(whole.data, rows, pathwaySentence(rows, view.name))}
      error={whole.error}
      onRetry={whole.retry}
      preparing={whole.preparing}
      {...(whole.path === undefined ? {} : { download: { path: whole.path, what: 'the pathway' } })}
      footer={<Cite title={`Pathway, ${view.name}`} answer={whole.data} shown={view.shown} />}
    >
      {rows && rows.length > 0 ? (
        <>
          <Stages rows={rows} name={view.name} />
          <StagesTable rows={rows} name={view.name} />
        </>
      ) : (
        <Empty title="There are no figures for this choice.">
          <p>
            Only people who can be followed to the end are counted: choose an earlier time, or fewer filters.
          </p>
        </Empty>
      )}
    </ChartSection>
  );
}

function Stages({ rows, name }: { rows: PathwayRow[]; name: string }): JSX.Element | null {
  const stages = stagesOf(rows);
  if (stages.every(({ share }) => share === null)) return null;
  const rowOf = (id: string): PathwayRow | undefined => rows.find(({ stage }) => stage === id);
  return (
    <ChartFigure caption="Each bar is who came this far or further, as a share of all referred. The hollow piece with a broken edge is who was lost since the stage before. Only people who can be followed to the end are counted.">
      <StagesChart
        title={`Pathway, ${name}`}
        stages={stages}
        labelOf={({ id }) => stageLabel(rowOf(id))}
        valueOf={(stage) =>
          stage.count === null
            ? '*'
            : `${count(stage.count)}${stage.share === null ? '' : ` (${rounded(stage.share, 'proportion')})`}`
        }
      />
    </ChartFigure>
  );
}

function stageLabel(row: PathwayRow | undefined): string {
  if (!row) return '';
  const name = STAGE_NAMES[row.stage];
  if (row.count === null) return `${name}: withheld.`;
  const of = [
    row.referred ? `${exact(row.referred.value, 'proportion')} of all referred` : '',
    row.starters ? `${exact(row.starters.value, 'proportion')} of those who started` : '',
    row.previous ? `${exact(row.previous.value, 'proportion')} of those at the stage before` : '',
  ].filter((part) => part !== '');
  return `${[`${name}: ${count(row.count)}`, ...of].join(', ')}.`;
}

function StagesTable({ rows, name }: { rows: PathwayRow[]; name: string }): JSX.Element {
  const heads = ['People', 'Of all referred', 'Of those who started', 'Of the stage before', '95% limits'];
  return (
    <FiguresTable
      {...{ what: 'the pathway', caption: `Pathway, ${name}`, names: 'Stage', heads }}
      rows={rows.map((row) => ({ code: row.stage, name: STAGE_NAMES[row.stage], cells: cellsOf(row) }))}
    />
  );
}

function cellsOf(row: PathwayRow): string[] {
  const held = (member: string): string => ((row.suppressed ?? []).includes(member) ? 'withheld' : '');
  const share = (value: Share, member: string): string =>
    value ? exact(value.value, 'proportion') : held(member);
  const { previous } = row;
  return [
    row.count === null ? 'withheld' : count(row.count),
    share(row.referred, 'referred'),
    share(row.starters, 'starters'),
    share(previous, 'previous'),
    previous ? `${exact(previous.lower, 'proportion')} to ${exact(previous.upper, 'proportion')}` : '',
  ];
}

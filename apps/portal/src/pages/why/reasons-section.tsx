import type { JSX, ReactNode } from 'react';
import { BarChart } from '@waymark/charts';
import { rounded } from '../../labels/numbers.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { FiguresTable, shareCells } from '../../parts/figures-table.js';
import { ifTold } from '../../sentences/nothing-told.js';
import { figureText } from '../../sentences/figure-text.js';
import { reasonsSentence } from '../../sentences/reasons-sentence.js';
import { groupOf, type Group } from '../../view/groups.js';
import { reasonsOf, type Asked, type Reason } from '../../view/reasons.js';
import type { Why } from './use-why.js';

interface ReasonsSectionProps {
  why: Why;
  asked: Asked;
  id: string;
  title: string;
  /** As in "of 120 people in Kent who withdrew". */
  who: string;
  caption: string;
  controls?: ReactNode;
}

/** Reasons as bars, the most frequent first. */
export function ReasonsSection(props: ReasonsSectionProps): JSX.Element {
  const { why, asked, id, title, who, caption, controls } = props;
  const { data, path, error, preparing, retry } = why.all;
  const reasons = data ? reasonsOf(data, asked) : [];
  return (
    <ChartSection
      {...{ id, title, error, onRetry: retry, preparing, controls }}
      sentence={data && ifTold(data, reasons, reasonsSentence(reasons, who))}
      {...(path === undefined ? {} : { download: { path } })}
      footer={
        <Cite
          title={`${title}, ${why.detail.name}`}
          answer={data}
          shown={{ ...why.detail.shown, by: why.by, ending: why.ending, why: why.why }}
        />
      }
    >
      {reasons.length === 0 ? (
        <Empty title="There is nothing recorded for this choice." />
      ) : (
        <Reasons {...{ title, caption, reasons }} />
      )}
    </ChartSection>
  );
}

function Reasons(props: { title: string; caption: string; reasons: Reason[] }): JSX.Element {
  const { title, caption, reasons } = props;
  const groups = reasons.map(({ code, name, row }) => groupOf(row, 'proportion', code, name));
  const held = groups.some(({ withheld }) => withheld);
  return (
    <>
      <ChartFigure caption={`${caption}${held ? ' An asterisk: withheld, about too few people.' : ''}`}>
        <BarChart
          {...{ title }}
          items={groups.map(({ code, name, value, withheld }) => ({ id: code, name, value, withheld }))}
          labelOf={({ id }) => labelText(groups.find(({ code }) => code === id))}
          formatValue={(value) => rounded(value, 'proportion')}
        />
      </ChartFigure>
      <ReasonTable {...{ title, groups }} />
    </>
  );
}

function labelText(group: Group | undefined): string {
  return group ? `${group.name}: ${figureText(group, 'proportion')}` : '';
}

function ReasonTable({ title, groups }: { title: string; groups: Group[] }): JSX.Element {
  return (
    <FiguresTable
      {...{ what: title.toLowerCase(), caption: title, names: 'Reason', listed: true }}
      heads={['Share', '95% limits', 'People', 'Out of']}
      rows={groups.map((group) => ({ code: group.code, name: group.name, cells: shareCells(group) }))}
    />
  );
}

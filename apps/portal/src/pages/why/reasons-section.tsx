import type { JSX, ReactNode } from 'react';
import { Table } from 'nhsuk-react-components';
import { BarChart } from '@waymark/charts';
import { count, rounded } from '../../labels/numbers.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection, TableToggle } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { figureText, limitsText, valueText } from '../../sentences/figure-text.js';
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
      sentence={data && reasonsSentence(reasons, who)}
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
  const part = (value: number | null): string => (value === null ? 'withheld' : count(value));
  return (
    <TableToggle what={title.toLowerCase()}>
      <Table firstCellIsHeader caption={title} captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>Reason</Table.Cell>
            {['Share', '95% limits', 'People', 'Out of'].map((head) => (
              <Table.Cell key={head} format="numeric">
                {head}
              </Table.Cell>
            ))}
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {groups.map((group) => (
            <Table.Row key={group.code}>
              <Table.Cell>{group.name}</Table.Cell>
              <Table.Cell format="numeric">{valueText(group, 'proportion')}</Table.Cell>
              <Table.Cell format="numeric">{limitsText(group, 'proportion')}</Table.Cell>
              <Table.Cell format="numeric">{part(group.numerator)}</Table.Cell>
              <Table.Cell format="numeric">{part(group.denominator)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableToggle>
  );
}

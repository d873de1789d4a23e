import type { JSX } from 'react';
import { Table } from 'nhsuk-react-components';
import { count, valueHead, type Unit } from '../../labels/numbers.js';
import { periodName } from '../../labels/periods.js';
import { TableToggle } from '../../parts/chart-section.js';
import { limitsText, notesText, valueText } from '../../sentences/figure-text.js';
import { covering, type Figure } from '../../view/rows.js';
import type { View } from '../../view/view.js';

interface TrendTableProps {
  view: View;
  area: string;
  figures: Figure[];
  england: Figure[] | undefined;
}

/** Every figure of the trend, latest first. */
export function TrendTable({ view, area, figures, england }: TrendTableProps): JSX.Element {
  const { unit, name } = view.measure;
  const share = unit !== 'count';
  return (
    <TableToggle what="the trend" first="the latest">
      <Table firstCellIsHeader caption={`${name}, ${area}, by ${view.grain}`} captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>{view.grain === 'month' ? 'Month' : 'Quarter'}</Table.Cell>
            <Table.Cell format="numeric">{valueHead(unit)}</Table.Cell>
            {share ? <ShareHeads england={england !== undefined} /> : null}
            <Table.Cell>Notes</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {figures.toReversed().map((figure) => (
            <Table.Row key={figure.period.start}>
              <Table.Cell>{periodName(figure.period)}</Table.Cell>
              <Table.Cell format="numeric">{valueText(figure, unit)}</Table.Cell>
              {share ? <ShareCells {...{ figure, england, unit }} /> : null}
              <Table.Cell>{notesText(figure)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableToggle>
  );
}

function ShareHeads({ england }: { england: boolean }): JSX.Element {
  return (
    <>
      <Table.Cell format="numeric">95% limits</Table.Cell>
      <Table.Cell format="numeric">Counted</Table.Cell>
      <Table.Cell format="numeric">Out of</Table.Cell>
      {england ? <Table.Cell format="numeric">England</Table.Cell> : null}
    </>
  );
}

function ShareCells(props: { figure: Figure; england: Figure[] | undefined; unit: Unit }): JSX.Element {
  const { figure, england, unit } = props;
  const match = covering(england ?? [], figure.period);
  return (
    <>
      <Table.Cell format="numeric">{limitsText(figure, unit)}</Table.Cell>
      <Table.Cell format="numeric">{partText(figure, figure.numerator)}</Table.Cell>
      <Table.Cell format="numeric">{partText(figure, figure.denominator)}</Table.Cell>
      {england ? <Table.Cell format="numeric">{match ? valueText(match, unit) : ''}</Table.Cell> : null}
    </>
  );
}

/** A part of a figure may be withheld on its own. */
export function partText(figure: Pick<Figure, 'withheld'>, part: number | null): string {
  if (part !== null) return count(part);
  return figure.withheld ? 'withheld' : '';
}

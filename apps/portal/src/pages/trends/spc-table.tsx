import type { JSX } from 'react';
import { Table } from 'nhsuk-react-components';
import type { SpcChartAnswer, SpcPoint } from '../../api/spc-schema.js';
import { flagLabel } from '../../labels/codes.js';
import { capitalised, count, exact, type Unit } from '../../labels/numbers.js';
import { parsePeriod, periodName } from '../../labels/periods.js';
import { TableToggle } from '../../parts/chart-section.js';
import { ruleText } from '../../sentences/spc-sentence.js';
import type { View } from '../../view/view.js';

/** Every point of the control chart, latest first. */
export function SpcTable({
  view,
  area,
  chart,
}: {
  view: View;
  area: string;
  chart: SpcChartAnswer;
}): JSX.Element {
  const { name, unit } = view.measure;
  const share = unit === 'proportion';
  return (
    <TableToggle what="the control chart" first="the latest">
      <Table firstCellIsHeader caption={`${name}, ${area}, control chart`} captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>{capitalised(chart.period)}</Table.Cell>
            {[
              share ? 'Share' : 'Number',
              ...(share ? ['Counted', 'Out of'] : []),
              'Average',
              'Lower limit',
              'Upper limit',
            ].map((head) => (
              <Table.Cell key={head} format="numeric">
                {head}
              </Table.Cell>
            ))}
            <Table.Cell>Signal and notes</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {chart.points.toReversed().map((point) => (
            <Row key={point.period} point={point} unit={unit} />
          ))}
        </Table.Body>
      </Table>
    </TableToggle>
  );
}

function Row({ point, unit }: { point: SpcPoint; unit: Unit }): JSX.Element {
  const period = parsePeriod(point.period);
  const withheld = point.value === null && point.suppressed ? 'withheld' : '';
  const figure = (value: number | null): string => (value === null ? '' : exact(value, unit));
  const part = (value: number | null): string => (value === null ? withheld : count(value));
  const parts = unit === 'proportion' ? [part(point.numerator), part(point.denominator)] : [];
  const cells = [
    figure(point.value) || withheld,
    ...parts,
    ...[point.mean, point.lower, point.upper].map(figure),
  ];
  return (
    <Table.Row>
      <Table.Cell>{period ? periodName(period) : point.period}</Table.Cell>
      {cells.map((cell, index) => (
        <Table.Cell key={index} format="numeric">
          {cell}
        </Table.Cell>
      ))}
      <Table.Cell>{notesOf(point)}</Table.Cell>
    </Table.Row>
  );
}

function notesOf(point: SpcPoint): string {
  const notes = [ruleText(point), ...(point.flags ?? []).map(flagLabel)].filter((note) => note !== '');
  return capitalised(notes.join('; '));
}

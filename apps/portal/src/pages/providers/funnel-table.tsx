import type { JSX } from 'react';
import { Table } from 'nhsuk-react-components';
import type { FunnelItem } from '@waymark/charts';
import type { FunnelAnswer } from '../../api/funnel-schema.js';
import type { Measure } from '../../api/schemas.js';
import { count } from '../../labels/numbers.js';
import { TableToggle } from '../../parts/chart-section.js';
import { limitsText, notesText, valueText } from '../../sentences/figure-text.js';
import { PLACE_NAMES } from '../../sentences/funnel-sentence.js';
import { figureIn } from '../../view/rows.js';

interface FunnelTableProps {
  measure: Measure;
  data: FunnelAnswer;
  /** In the order of the answer's points. */
  items: FunnelItem[];
}

/** Every point of the funnel, also those that stand outside of it. */
export function FunnelTable({ measure, data, items }: FunnelTableProps): JSX.Element {
  return (
    <TableToggle what="the providers">
      <Table firstCellIsHeader caption={`${measure.name} by provider`} captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>Provider</Table.Cell>
            {['Share', '95% limits', 'Counted', 'Out of'].map((head) => (
              <Table.Cell key={head} format="numeric">
                {head}
              </Table.Cell>
            ))}
            <Table.Cell>In the funnel</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {items.map((item, nth) => {
            const point = data.points[nth];
            const figure = point && figureIn(point, 'proportion');
            if (!figure) return null;
            const part = (value: number | null): string => (value === null ? 'withheld' : count(value));
            return (
              <Table.Row key={item.id}>
                <Table.Cell>{item.name}</Table.Cell>
                <Table.Cell format="numeric">{valueText(figure, 'proportion')}</Table.Cell>
                <Table.Cell format="numeric">{limitsText(figure, 'proportion')}</Table.Cell>
                <Table.Cell format="numeric">{part(figure.numerator)}</Table.Cell>
                <Table.Cell format="numeric">{part(figure.denominator)}</Table.Cell>
                <Table.Cell>
                  {item.place === null ? outside(notesText(figure)) : PLACE_NAMES[item.place]}
                </Table.Cell>
              </Table.Row>
            );
          })}
        </Table.Body>
      </Table>
    </TableToggle>
  );
}

function outside(note: string): string {
  return note === '' ? 'not compared' : `not compared. ${note}`;
}

import type { JSX, ReactNode } from 'react';
import type { Breakdown } from '@waymark/measures';
import { Table } from 'nhsuk-react-components';
import type { Measure } from '../api/schemas.js';
import { count, valueHead, type Unit } from '../labels/numbers.js';
import { limitsText, notesText, valueText } from '../sentences/figure-text.js';
import { standingAgainst } from '../sentences/trend-sentence.js';
import { breakdownName, byText } from '../view/breakdowns.js';
import type { Group } from '../view/groups.js';
import { TableToggle } from './chart-section.js';

interface BreakdownTableProps {
  measure: Pick<Measure, 'name' | 'unit'>;
  by: Breakdown;
  groups: Group[];
  reference: { value: number; name: string } | null;
  /** As in "Show … as a table". */
  what: string;
  /** A group's name, as a way into it. */
  nameOf?: (group: Group) => ReactNode;
}

/** Every figure of a breakdown, with what it is counted from and how it lies beside the reference. */
export function BreakdownTable(props: BreakdownTableProps): JSX.Element {
  const { measure, by, groups, reference, what, nameOf = ({ name }) => name } = props;
  const { unit, name } = measure;
  return (
    <TableToggle what={what} listed={groups.length}>
      <Table firstCellIsHeader caption={`${name} by ${byText(by)}`} captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>{breakdownName(by)}</Table.Cell>
            {[valueHead(unit), ...partHeads(unit)].map((head) => (
              <Table.Cell key={head} format="numeric">
                {head}
              </Table.Cell>
            ))}
            {reference ? <Table.Cell>Beside {reference.name}</Table.Cell> : null}
            <Table.Cell>Notes</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {groups.map((group) => (
            <Table.Row key={group.code}>
              <Table.Cell>{nameOf(group)}</Table.Cell>
              {[valueText(group, unit), ...partCells(group, unit)].map((text, nth) => (
                <Table.Cell key={nth} format="numeric">
                  {text}
                </Table.Cell>
              ))}
              {reference ? (
                <Table.Cell>{group.value === null ? '' : standingAgainst(group, reference.value)}</Table.Cell>
              ) : null}
              <Table.Cell>{notesText(group)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableToggle>
  );
}

function partHeads(unit: Unit): string[] {
  if (unit === 'count') return [];
  return unit === 'proportion' ? ['95% limits', 'Counted', 'Out of'] : ['95% limits', 'Out of'];
}

function partCells(group: Group, unit: Unit): string[] {
  if (unit === 'count') return [];
  const part = (value: number | null): string =>
    value === null ? (group.withheld ? 'withheld' : '') : count(value);
  const limits = limitsText(group, unit);
  if (unit === 'proportion') return [limits, part(group.numerator), part(group.denominator)];
  return [limits, part(group.denominator)];
}

import type { JSX, ReactNode } from 'react';
import { Table } from 'nhsuk-react-components';
import { count } from '../labels/numbers.js';
import { limitsText, valueText } from '../sentences/figure-text.js';
import type { Group } from '../view/groups.js';
import { TableToggle } from './chart-section.js';

export interface FiguresRow {
  code: string;
  name: ReactNode;
  /** One for each head. */
  cells: readonly string[];
}

interface FiguresTableProps {
  /** As in "Show … as a table". */
  what: string;
  caption: string;
  /** What the rows are. */
  names: string;
  heads: readonly string[];
  rows: readonly FiguresRow[];
  /** Each row is a row of the chart, too: on paper all stand beside it. */
  listed?: boolean;
  /** Many columns: on paper all rows in small type, and the last columns. */
  wide?: boolean;
  /** Below the table. */
  children?: ReactNode;
}

/** The figures of a chart as a table: a name, then numbers. */
export function FiguresTable(props: FiguresTableProps): JSX.Element {
  const { what, caption, names, heads, rows, listed = false, wide = false, children } = props;
  return (
    <TableToggle {...{ what, wide }} {...(listed ? { listed: rows.length } : {})}>
      <Table firstCellIsHeader caption={caption} captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>{names}</Table.Cell>
            {heads.map((head) => (
              <Table.Cell key={head} format="numeric">
                {head}
              </Table.Cell>
            ))}
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {rows.map(({ code, name, cells }) => (
            <Table.Row key={code}>
              <Table.Cell>{name}</Table.Cell>
              {cells.map((text, nth) => (
                <Table.Cell key={heads[nth]} format="numeric">
                  {text}
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
      {children}
    </TableToggle>
  );
}

/** A share, its limits, and what it is counted from. */
export function shareCells(group: Group): string[] {
  const part = (value: number | null): string => (value === null ? 'withheld' : count(value));
  return [
    ...[valueText(group, 'proportion'), limitsText(group, 'proportion')],
    ...[part(group.numerator), part(group.denominator)],
  ];
}

import type { JSX, ReactNode } from 'react';
import { Table } from 'nhsuk-react-components';

export interface OwnColumn<Row> {
  head: string;
  numeric?: true;
  cell: (row: Row) => ReactNode;
}

interface OwnTableProps<Row> {
  caption: string;
  columns: readonly OwnColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, nth: number) => string;
  /** At most so many are shown; the rest is in the file. */
  most?: number;
}

const MOST = 20;

/** Rows of one's own, as many as a page can show; the first cell names the row. */
export function OwnTable<Row>(props: OwnTableProps<Row>): JSX.Element {
  const { caption, columns, rows, keyOf, most = MOST } = props;
  const shown = rows.slice(0, most);
  return (
    <div className="wm-scroll wm-own" role="region" aria-label={caption} tabIndex={0}>
      <Table firstCellIsHeader caption={caption} captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            {columns.map(({ head, numeric }) => (
              <Table.Cell key={head} {...(numeric ? { format: 'numeric' as const } : {})}>
                {head}
              </Table.Cell>
            ))}
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {shown.map((row, nth) => (
            <Table.Row key={keyOf(row, nth)}>
              {columns.map(({ head, numeric, cell }) => (
                <Table.Cell key={head} {...(numeric ? { format: 'numeric' as const } : {})}>
                  {cell(row)}
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
      {rows.length > shown.length ? (
        <p className="nhsuk-body-s">
          The first {shown.length} of {rows.length}; the file holds all of them.
        </p>
      ) : null}
    </div>
  );
}

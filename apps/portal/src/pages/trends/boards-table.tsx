import type { JSX } from 'react';
import { Table } from 'nhsuk-react-components';
import { valueHead, type Unit } from '../../labels/numbers.js';
import { periodName } from '../../labels/periods.js';
import { TableToggle } from '../../parts/chart-section.js';
import { limitsText, notesText, valueText } from '../../sentences/figure-text.js';
import { changeText } from '../../sentences/year-sentence.js';
import { standingAgainst } from '../../sentences/trend-sentence.js';
import type { BoardsAt, RankedBoard } from '../../view/boards-at.js';
import type { View } from '../../view/view.js';
import { partText } from './trend-table.js';
import type { Change } from '../../view/page-search.js';

interface BoardsTableProps {
  view: View;
  at: BoardsAt;
  change: Change;
  /** As in "Show … as a table". */
  what?: string;
}

/** The boards of a quarter, ranked; a board's name opens its trend. */
export function BoardsTable({ view, at, change, what = 'the boards' }: BoardsTableProps): JSX.Element {
  const { unit, name } = view.measure;
  const share = unit !== 'count';
  return (
    <TableToggle what={what} listed={at.ranked.length + at.unplaced.length}>
      <Table
        firstCellIsHeader
        caption={`${name} by board, ${periodName(at.quarter)}`}
        captionProps={{ size: 's' }}
      >
        <Table.Head>
          <Table.Row>
            <Table.Cell>Board</Table.Cell>
            <Table.Cell format="numeric">{valueHead(unit)}</Table.Cell>
            {share ? <ShareHeads england={at.england !== null} /> : null}
            <Table.Cell>Notes</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {[...at.ranked, ...at.unplaced].map((board) => (
            <Table.Row key={board.code}>
              <Table.Cell>
                {at.ranked.includes(board) ? <BoardName board={board} change={change} /> : board.name}
              </Table.Cell>
              <Table.Cell format="numeric">{valueText(board.figure, unit)}</Table.Cell>
              {share ? <ShareCells {...{ board, unit }} england={at.england} /> : null}
              <Table.Cell>{notesText(board.figure)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableToggle>
  );
}

function BoardName({ board, change }: { board: RankedBoard; change: Change }): JSX.Element {
  return (
    <button type="button" className="wm-link-button" onClick={() => change({ area: board.code })}>
      {board.name}
    </button>
  );
}

function ShareHeads({ england }: { england: boolean }): JSX.Element {
  return (
    <>
      <Table.Cell format="numeric">95% limits</Table.Cell>
      <Table.Cell format="numeric">Counted</Table.Cell>
      <Table.Cell format="numeric">Out of</Table.Cell>
      <Table.Cell format="numeric">Since a year before</Table.Cell>
      {england ? <Table.Cell>Beside England</Table.Cell> : null}
    </>
  );
}

function ShareCells({
  board: { figure, overYear },
  england,
  unit,
}: {
  board: RankedBoard;
  england: number | null;
  unit: Unit;
}): JSX.Element {
  return (
    <>
      <Table.Cell format="numeric">{limitsText(figure, unit)}</Table.Cell>
      <Table.Cell format="numeric">{partText(figure, figure.numerator)}</Table.Cell>
      <Table.Cell format="numeric">{partText(figure, figure.denominator)}</Table.Cell>
      <Table.Cell format="numeric">{changeText(overYear, unit)}</Table.Cell>
      {england === null ? null : (
        <Table.Cell>{figure.value === null ? '' : standingAgainst(figure, england)}</Table.Cell>
      )}
    </>
  );
}

import type { JSX } from 'react';
import { Details, Table } from 'nhsuk-react-components';
import type { MadeEvent, SampleRow } from '../../api/import-schema.js';
import { counted } from '../../labels/numbers.js';
import { dataText, kindText, whenText } from './event-words.js';

/** The first rows as the events that they would become. */
export function SampleSection({ sample }: { sample: readonly SampleRow[] }): JSX.Element | null {
  if (sample.length === 0) return null;
  return (
    <section aria-labelledby="sample">
      <h3 id="sample">What the first rows become</h3>
      <p>
        Look whether these are what happened. People are told apart by codes that Waymark makes; the numbers
        of your file are not kept.
      </p>
      {sample.map((row, nth) => (
        <Details key={row.row} open={nth === 0}>
          <Details.Summary>
            Row {row.row}: {kindsText(row.events)}
          </Details.Summary>
          <Details.Text>
            <p className="nhsuk-body-s wm-cells">{cellsText(row.cells)}</p>
            <EventsTable row={row} />
          </Details.Text>
        </Details>
      ))}
    </section>
  );
}

function EventsTable({ row }: { row: SampleRow }): JSX.Element {
  return (
    <Table responsive caption={`Events of row ${row.row}`} captionProps={{ size: 's' }}>
      <Table.Head>
        <Table.Row>
          <Table.Cell>What</Table.Cell>
          <Table.Cell>When</Table.Cell>
          <Table.Cell>What it says</Table.Cell>
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {row.events.map(({ id, type, time, data }) => (
          <Table.Row key={id}>
            <Table.Cell>{kindText(type)}</Table.Cell>
            <Table.Cell>{whenText(time)}</Table.Cell>
            <Table.Cell>{dataText(data)}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}

/** "1 referral, 12 sessions booked, 12 attendance". */
function kindsText(events: readonly MadeEvent[]): string {
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(kindText(type), (counts.get(kindText(type)) ?? 0) + 1);
  return [...counts].map(([kind, many]) => (many === 1 ? kind : `${kind} (${many} times)`)).join(', ');
}

const CELLS_SHOWN = 8;

function cellsText(cells: Readonly<Record<string, string>>): string {
  const filled = Object.entries(cells).filter(([, text]) => text !== '');
  const more = filled.length - CELLS_SHOWN;
  const shown = filled.slice(0, CELLS_SHOWN).map(([name, text]) => `${name}: ${text}`);
  return `In the file: ${shown.join('; ')}${more > 0 ? `; and ${counted(more, 'more cell')}` : ''}`;
}

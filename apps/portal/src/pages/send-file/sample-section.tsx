import type { JSX } from 'react';
import { Details, Table } from 'nhsuk-react-components';
import type { SampleRow } from '../../api/import-schema.js';
import { counted } from '../../labels/numbers.js';
import { dataText, kindsText, kindText, whenText } from './event-words.js';

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

/** A wide register makes many events of a row, all alike. */
const EVENTS_SHOWN = 9;

function EventsTable({ row }: { row: SampleRow }): JSX.Element {
  const events = row.events.toSorted((a, b) => a.time.localeCompare(b.time));
  const more = events.length - EVENTS_SHOWN;
  return (
    <>
      <Table responsive caption={`Events of row ${row.row}`} captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>What</Table.Cell>
            <Table.Cell>When</Table.Cell>
            <Table.Cell>What it says</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {events.slice(0, EVENTS_SHOWN).map(({ id, type, time, data }) => (
            <Table.Row key={id}>
              <Table.Cell>{kindText(type)}</Table.Cell>
              <Table.Cell>{whenText(time)}</Table.Cell>
              <Table.Cell>{dataText(data)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
      {more > 0 ? <p className="nhsuk-body-s">And {counted(more, 'more event')} of this row.</p> : null}
    </>
  );
}

const CELLS_SHOWN = 8;

function cellsText(cells: Readonly<Record<string, string>>): string {
  const filled = Object.entries(cells).filter(([, text]) => text !== '');
  const more = filled.length - CELLS_SHOWN;
  const shown = filled.slice(0, CELLS_SHOWN).map(([name, text]) => `${name}: ${text}`);
  return `In the file: ${shown.join('; ')}${more > 0 ? `; and ${counted(more, 'more cell')}` : ''}`;
}

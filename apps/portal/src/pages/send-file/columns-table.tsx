import type { JSX } from 'react';
import { Select, Table } from 'nhsuk-react-components';
import { formatsFor } from './date-formats.js';
import { FIELDS, type Fault } from './mapping-faults.js';
import { isDateRole, ROLES, UNUSED, withRole, type Across, type Column, type Mapping } from './mapping.js';
import { errorAt } from './parts.js';

export interface MappingProps {
  mapping: Mapping;
  remap: (mapping: Mapping) => void;
  faults: readonly Fault[];
}

/** Every column of the file, what stands in it and what it is. */
export function ColumnsTable({ mapping, remap, faults }: MappingProps): JSX.Element {
  const { columns, across } = mapping;
  return (
    <Table responsive caption="Columns of your file" captionProps={{ size: 's' }} className="wm-columns">
      <Table.Head>
        <Table.Row>
          <Table.Cell>Column</Table.Cell>
          <Table.Cell>First cells</Table.Cell>
          <Table.Cell>What it is</Table.Cell>
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {columns.map((column, at) => (
          <Table.Row key={column.name}>
            <Table.Cell>
              <strong>{column.name}</strong>
            </Table.Cell>
            <Table.Cell>{samplesText(column)}</Table.Cell>
            <Table.Cell>
              <RoleChoice {...{ mapping, remap, faults, column, at }} />
              {isDateRole(column.role) ? <FormatChoice {...{ mapping, remap, faults, column, at }} /> : null}
            </Table.Cell>
          </Table.Row>
        ))}
        {across ? <AcrossRow across={across} mapping={mapping} remap={remap} /> : null}
      </Table.Body>
    </Table>
  );
}

const SAMPLES_SHOWN = 3;
const SAMPLE_CHARS = 24;

function samplesText({ samples }: Column): string {
  const filled = [...new Set(samples)].filter((text) => text !== '');
  if (filled.length === 0) return 'empty';
  return filled
    .slice(0, SAMPLES_SHOWN)
    .map((text) => (text.length > SAMPLE_CHARS ? `${text.slice(0, SAMPLE_CHARS)}…` : text))
    .join(', ');
}

type ColumnProps = MappingProps & { column: Column; at: number };

function RoleChoice({ mapping, remap, faults, column, at }: ColumnProps): JSX.Element {
  return (
    <Select
      {...{ id: FIELDS.column(at), value: column.role, label: `What ‘${column.name}’ is` }}
      labelProps={{ className: 'nhsuk-u-visually-hidden' }}
      {...errorAt(faults, FIELDS.column(at))}
      onChange={(event) => remap(withRole(mapping, column.name, event.target.value as Column['role']))}
    >
      <option value={UNUSED}>Not used</option>
      {Object.entries(ROLES).map(([role, label]) => (
        <option key={role} value={role}>
          {label}
        </option>
      ))}
    </Select>
  );
}

function FormatChoice({ mapping, remap, column, at }: ColumnProps): JSX.Element {
  const value = mapping.formats[column.name] ?? '';
  const fitting = formatsFor(column.samples);
  const offered = fitting.some(({ format }) => format === value)
    ? fitting
    : [{ format: value, shown: value }, ...fitting];
  return (
    <Select
      {...{ id: FIELDS.format(at), value, label: 'Dates are written like' }}
      labelProps={{ className: 'wm-small-label' }}
      onChange={(event) =>
        remap({ ...mapping, formats: { ...mapping.formats, [column.name]: event.target.value } })
      }
    >
      {offered.map(({ format, shown }) => (
        <option key={format} value={format}>
          {shown}
        </option>
      ))}
    </Select>
  );
}

/** The columns of a wide register stand in one row of the table: they are all alike. */
function AcrossRow(props: { across: Across; mapping: Mapping; remap: MappingProps['remap'] }): JSX.Element {
  const { across, mapping, remap } = props;
  const { names, used, values } = across;
  return (
    <Table.Row>
      <Table.Cell>
        <strong>
          {names[0]} to {names.at(-1)}
        </strong>
        <br />
        {names.length} columns
      </Table.Cell>
      <Table.Cell>{values.slice(0, 6).join(', ')}</Table.Cell>
      <Table.Cell>
        <Select
          {...{ id: 'columns-across', value: used ? 'session' : UNUSED, label: 'What these columns are' }}
          labelProps={{ className: 'nhsuk-u-visually-hidden' }}
          onChange={(event) =>
            remap({ ...mapping, across: { ...across, used: event.target.value !== UNUSED } })
          }
        >
          <option value="session">A session each</option>
          <option value={UNUSED}>Not used</option>
        </Select>
      </Table.Cell>
    </Table.Row>
  );
}

import type { OutcomeDefinition } from '@waymark/measures';
import { parseAsked } from '../asked.js';
import { WITHHELD, type Basis, type Cell, type DataCall, type Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import type { MeasureBody, Row } from '../schemas.js';
import { controlledChanges } from './controlled-changes.js';
import { measureOf, notesOf, pinVersion, rowsTable } from './measure-call.js';
import { placeFlags, type RowFlag } from './row-flags.js';

/**
 * A measure of change, broken down and filtered.
 * @throws {Problem} 400 as `parseAsked` does.
 */
export function outcomeCall(measure: OutcomeDefinition, { query, providers }: Asking): DataCall<MeasureBody> {
  const { asked, values } = parseAsked(query, { own: ['versions'], without: ['gap'], providers });
  pinVersion(measure, values.get('versions'));
  return {
    ...{ name: 'measures', asked, own: { measure: measure.id, version: measure.version } },
    compute: async (basis) => {
      const { rows, excluded } = await controlledChanges(basis, measure);
      const ofPlace = await placeFlags(basis, measureOf('retained.4w'));
      return {
        body: {
          ...{ measure: measure.id, version: measure.version, unit: measure.unit },
          rows: rows.map((row) => withFlags(row, ofPlace(asked.by.map((name) => row[name] ?? '')))),
        },
        excluded,
        notes: outcomeNotes(basis),
      };
    },
    tables: ({ rows }) => [changesTable(measure.id, asked.by, rows)],
  };
}

function withFlags(row: Row, more: readonly RowFlag[]): Row {
  return more.length === 0 ? row : { ...row, flags: [...(row.flags ?? []), ...more] };
}

/** What is to be kept in mind of every change. */
export function outcomeNotes({ question }: Basis): string[] {
  return [
    ...notesOf(question.by),
    'There is no comparison group: who begins low comes up by itself, and who was asked again may differ from who was not.',
  ];
}

const BASELINES = [
  { name: 'baseline_paired', meaning: 'Mean baseline of those with a second score' },
  { name: 'baseline_unpaired', meaning: 'Mean baseline of those without one' },
];

/** Rows of a measure of change as a table: the coverage and the baselines beside the change. */
export function changesTable(name: string, by: Basis['question']['by'], rows: readonly Row[]): Table {
  const table = rowsTable(name, by, rows);
  return {
    ...table,
    columns: [...table.columns, ...BASELINES],
    rows: table.rows.map((cells, nth) => [...cells, ...baselineCells(rows[nth])]),
  };
}

/** Without people there is no mean; under control few are withheld. */
function baselineCells(row: Row | undefined): Cell[] {
  const shown = (figure: number | null | undefined): Cell => figure ?? (row?.suppressed ? WITHHELD : null);
  return [shown(row?.baseline?.paired), shown(row?.baseline?.unpaired)];
}

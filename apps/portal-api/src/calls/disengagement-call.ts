import { parseAsked } from '../asked.js';
import type { Basis, DataCall, Made, Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { controlledReasons, type ControlledReason } from './controlled-reasons.js';
import type { BarrierShown, DisengagementBody, EndingShown } from './disengagement.schemas.js';
import { notesOf, rowsTable } from './measure-call.js';
import { shownRow } from './measure-rows.js';

/**
 * Why people stop: reasons given where journeys ended, and barriers of those who are still engaged.
 * @throws {Problem} 400 as `parseAsked` does.
 */
export function disengagementCall({ query, providers }: Asking): DataCall<DisengagementBody> {
  const { asked } = parseAsked(query, { byMax: 1, providers });
  return {
    ...{ name: 'disengagement', asked, own: {} },
    compute: (basis) => disengagementBody(basis),
    tables: ({ endings, barriers }) => [
      tableOf('endings', asked.by, endings, [
        ['ending', 'How the journey ended', ({ ending }) => ending],
        ['why', 'The reason given', ({ why }) => why],
      ]),
      tableOf('barriers', asked.by, barriers, [
        ['barrier', 'A barrier of people still engaged', ({ barrier }) => barrier],
      ]),
    ],
  };
}

async function disengagementBody(basis: Basis): Promise<Made<DisengagementBody>> {
  const { by } = basis.question;
  const [ended, engaged] = await Promise.all([
    controlledReasons(basis, 'endings'),
    controlledReasons(basis, 'barriers'),
  ]);
  return {
    body: {
      endings: ended.reasons.map((reason) => endingShown(reason, by)),
      barriers: engaged.reasons.map((reason) => barrierShown(reason, by)),
    },
    // Endings leave out what is before their feed; those engaged, besides, who started too recently.
    excluded: { ...ended.excluded, ...engaged.excluded },
    notes: [
      ...notesOf(by),
      'Endings are placed by the day they ended on, barriers by the first session; a person may have several barriers.',
    ],
  };
}

function endingShown(each: ControlledReason, by: Basis['question']['by']): EndingShown {
  return { ...shownRow(each, by, 'proportion'), ending: each.ending, why: each.reason };
}

function barrierShown(each: ControlledReason, by: Basis['question']['by']): BarrierShown {
  return { ...shownRow(each, by, 'proportion'), barrier: each.reason };
}

type OwnColumn<R> = readonly [name: string, meaning: string, cell: (row: R) => string];

/** Rows of a measure, with the columns of their own behind those of the breakdowns. */
function tableOf<R extends EndingShown | BarrierShown>(
  name: string,
  by: Basis['question']['by'],
  rows: readonly R[],
  own: readonly OwnColumn<R>[],
): Table {
  const table = rowsTable(name, by, rows);
  const [keys, figures] = [table.columns.slice(0, by.length), table.columns.slice(by.length)];
  return {
    name,
    columns: [...keys, ...own.map(([column, meaning]) => ({ name: column, meaning })), ...figures],
    rows: rows.map((row, nth) => {
      const cells = table.rows[nth] ?? [];
      const ours = own.map(([, , cell]) => cell(row));
      return [...cells.slice(0, by.length), ...ours, ...cells.slice(by.length)];
    }),
  };
}

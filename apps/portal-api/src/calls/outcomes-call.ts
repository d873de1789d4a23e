import { INSTRUMENTS, type Instrument } from '@waymark/events';
import { OUTCOME_MEASURES, type OutcomeDefinition } from '@waymark/measures';
import { invalidParameter, oneOf, parseAsked, type Values } from '../asked.js';
import type { Basis, DataCall, Made, Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { controlledChanges } from './controlled-changes.js';
import { changesTable, outcomeNotes } from './outcome-call.js';
import type { OutcomesBody } from './outcomes.schemas.js';

/**
 * The change of an instrument's scores, or of one of them, by at most one breakdown.
 * @throws {Problem} 400 as `parseAsked` does; without an instrument.
 */
export function outcomesCall({ query, providers }: Asking): DataCall<OutcomesBody> {
  const { asked, values } = parseAsked(query, {
    ...{ own: ['instrument', 'score'], without: ['gap'], byMax: 1, providers },
  });
  const instrument = oneOf('instrument', Object.keys(INSTRUMENTS) as Instrument[], values);
  if (instrument === undefined) throw invalidParameter('instrument', 'one of the instruments');
  const measures = measuresOf(instrument, values);
  return {
    ...{ name: 'outcomes', asked, own: { measures: measures.map(({ id, version }) => `${id} ${version}`) } },
    compute: (basis) => outcomesBody(instrument, measures, basis),
    tables: ({ scores }) => tablesOf(asked.by, scores),
  };
}

function measuresOf(instrument: Instrument, values: Values): OutcomeDefinition[] {
  const all = OUTCOME_MEASURES.filter(({ outcome }) => outcome.instrument === instrument);
  const scores = all.map(({ outcome }) => outcome.score);
  const score = oneOf('score', scores, values);
  return score === undefined ? all : all.filter(({ outcome }) => outcome.score === score);
}

async function outcomesBody(
  instrument: Instrument,
  measures: readonly OutcomeDefinition[],
  basis: Basis,
): Promise<Made<OutcomesBody>> {
  const scores = await Promise.all(
    measures.map(async (measure) => {
      const { id, version, unit, improvement, outcome } = measure;
      const { score, summary } = outcome;
      const { rows, excluded } = await controlledChanges(basis, measure);
      return { score, measure: id, version, unit, improvement, summary, excluded: { ...excluded }, rows };
    }),
  );
  // Scores of an instrument may have baselines of different people: what is left out stands beside each.
  return { body: { instrument, scores }, excluded: {}, notes: outcomeNotes(basis) };
}

/** All scores one below the other, for CSV. */
function tablesOf(by: Basis['question']['by'], scores: OutcomesBody['scores']): Table[] {
  const tables = scores.map(({ score, rows }) => ({ score, table: changesTable('outcomes', by, rows) }));
  const columns = tables[0]?.table.columns ?? [];
  return [
    {
      name: 'outcomes',
      columns: [{ name: 'score', meaning: 'Score of the instrument' }, ...columns],
      rows: tables.flatMap(({ score, table }) => table.rows.map((cells) => [score, ...cells])),
    },
  ];
}

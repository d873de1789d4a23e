import { isAttendancesOnly } from '@waymark/measures';
import { recordingHabits } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { controlledCounts } from './controlled-counts.js';
import { measureOf } from './measure-call.js';

const SESSIONS_MIN = 100;

/**
 * Providers that record no missed session in 100, or cancellations only as outcomes of attendance: they stand outside comparisons
 * of attendance. Judged over all of their sessions, whatever is asked. Under control nobody is said to have missed none but where
 * the counts shown say it, too.
 */
export async function attendancesOnly(basis: Basis): Promise<ReadonlySet<string>> {
  const { warehouse, tables, live, question, profile } = basis;
  const habits = await recordingHabits(warehouse, tables, live, question);
  if (profile === 'none') return new Set(habits.filter(isAttendancesOnly).map(({ provider }) => provider));
  const tellNoCancellation = habits.filter((each) => isAttendancesOnly({ ...each, missed: 1 }));
  return new Set([...tellNoCancellation.map(({ provider }) => provider), ...(await missNobody(basis))]);
}

async function missNobody(basis: Basis): Promise<string[]> {
  const { from: _, to: __, ...question } = basis.question;
  const scope = basis.ownProviders ? ({ kind: 'everything' } as const) : basis.scope;
  const all: Basis = { ...basis, scope, question: { ...question, filters: {} } };
  const { rows } = await controlledCounts(all, measureOf('dna'), ['provider']);
  const missed = rows.filter(
    ({ shown }) => shown.numerator === 0 && (shown.denominator ?? 0) >= SESSIONS_MIN,
  );
  return missed.map(({ key: [code = ''] }) => code);
}

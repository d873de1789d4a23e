import type { Basis } from '../data-call.js';
import { controlledCounts } from './controlled-counts.js';
import { measureOf } from './measure-call.js';

const SESSIONS_MIN = 100;

/**
 * Providers that record no missed session in 100: they stand outside comparisons of attendance. Judged over all of their sessions,
 * whatever is asked. (Who tells of cancellations by attendance outcomes alone is not known here: a session does not say what told
 * of it.)
 */
export async function attendancesOnly(basis: Basis): Promise<ReadonlySet<string>> {
  const { from: _, to: __, ...question } = basis.question;
  const scope = basis.ownProviders ? ({ kind: 'everything' } as const) : basis.scope;
  const all: Basis = { ...basis, scope, question: { ...question, filters: {} } };
  const { rows } = await controlledCounts(all, measureOf('dna'), ['provider']);
  const recordsNone = rows.filter(
    ({ exact }) => exact.numerator === 0 && (exact.denominator ?? 0) >= SESSIONS_MIN,
  );
  return new Set(recordsNone.map(({ key: [code = ''] }) => code));
}

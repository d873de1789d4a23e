import type { RecordingHabits } from '@waymark/measures';
import type { Warehouse } from '../warehouse.js';
import { asOfSql } from './as-of.js';
import type { CohortQuestion } from './question.js';

/** How each provider records its sessions; exact, and of everybody: only for what is flagged, never for a client. */
export type ProviderHabits = RecordingHabits & { provider: string };

/**
 * Sessions are read from their journeys: a frozen generation has no view of them.
 *
 * @param generation that the question is answered from
 * @param live the generation with the records themselves, which a frozen one does not hold
 */
export async function recordingHabits(
  warehouse: Warehouse,
  generation: { database: string },
  live: { database: string },
  asked: Pick<CohortQuestion, 'asOf'>,
): Promise<ProviderHabits[]> {
  const habits = await warehouse.query<Omit<ProviderHabits, 'cancellations'>>(
    `SELECT toString(referral_provider[ref + 1]) AS provider, count() AS begun, countIf(outcome != '') AS recorded,
       countIf(outcome = 'attended') AS attended, countIf(outcome = 'dna') AS missed,
       countIf(outcome IN ('cancelled_by_person', 'cancelled_by_provider')) AS cancelled
     FROM ${generation.database}.pathways FINAL
     ARRAY JOIN session_ref AS ref, session_start AS start, session_outcome AS outcome, session_booked AS booked
     WHERE booked AND start < ${asOfSql(asked)} GROUP BY provider ORDER BY provider`,
  );
  const cancelling = habits.filter(({ cancelled }) => cancelled > 0).map(({ provider }) => provider);
  const telling = await whoTellCancellations(warehouse, live, cancelling, asked);
  return habits.map((each) => ({ ...each, cancellations: telling.has(each.provider) ? 1 : 0 }));
}

/** One record each is enough, and mostly found at once: to look at all takes twice as long as the sessions do. */
async function whoTellCancellations(
  warehouse: Warehouse,
  live: { database: string },
  providers: readonly string[],
  asked: Pick<CohortQuestion, 'asOf'>,
): Promise<ReadonlySet<string>> {
  if (providers.length === 0) return new Set();
  const one = (nth: number): string =>
    `(SELECT provider FROM ${live.database}.events
      WHERE type = 'cancelled' AND provider = {p${nth}:String} AND received <= ${asOfSql(asked)} LIMIT 1)`;
  const told = await warehouse.query<{ provider: string }>(
    providers.map((_, nth) => one(nth)).join(' UNION ALL '),
    Object.fromEntries(providers.map((provider, nth) => [`p${nth}`, provider])),
  );
  return new Set(told.map(({ provider }) => provider));
}

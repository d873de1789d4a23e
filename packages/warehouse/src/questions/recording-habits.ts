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
  const asOf = asOfSql(asked);
  const cancelled = `outcome IN ('cancelled_by_person', 'cancelled_by_provider')`;
  return warehouse.query<ProviderHabits>(
    `SELECT provider, begun, recorded, attended, missed, cancelled, cancellations
     FROM (SELECT toString(referral_provider[ref + 1]) AS provider, count() AS begun, countIf(outcome != '') AS recorded,
         countIf(outcome = 'attended') AS attended, countIf(outcome = 'dna') AS missed, countIf(${cancelled}) AS cancelled
       FROM ${generation.database}.pathways FINAL
       ARRAY JOIN session_ref AS ref, session_start AS start, session_outcome AS outcome, session_booked AS booked
       WHERE booked AND start < ${asOf} GROUP BY provider) AS habits
     LEFT ANY JOIN (SELECT provider, uniqExact(position) AS cancellations
       FROM ${live.database}.events WHERE type = 'cancelled' AND received <= ${asOf} GROUP BY provider) AS told
     USING (provider)
     ORDER BY provider`,
  );
}

import { Problem } from '@waymark/service';
import { currentGeneration, readProgress, type Generation, type Warehouse } from '@waymark/warehouse';
import type { ShownState } from './status.js';

/** The tables that answer for an instant. */
export interface Judged {
  generation: Generation;
  /** Epoch ms. */
  asOf: number;
}

/**
 * Finds the tables that answer for an instant. Today there are only the latest: they answer for a past instant, too, when
 * nothing that they hold was received after it.
 * @param asOf epoch ms; undefined = all that is shown
 * @throws {Problem} 503 nothing_shown, 409 not_settled or as_of_not_available.
 */
export async function generationAsOf(
  warehouse: Warehouse,
  { shownUpTo }: Pick<ShownState, 'shownUpTo'>,
  asOf: number | undefined,
): Promise<Judged> {
  const generation = await currentGeneration(warehouse);
  if (!generation || shownUpTo < 0) {
    const detail = 'The tables are being built from the log; nothing is shown yet. Ask again.';
    throw new Problem(503, 'nothing_shown', detail, { headers: { 'retry-after': '5' } });
  }
  if (asOf === undefined) return { generation, asOf: shownUpTo };
  if (asOf > shownUpTo) {
    const detail =
      'Records received up to this instant may still be on their way; `shownUpTo` is the latest settled.';
    throw new Problem(409, 'not_settled', detail, { shownUpTo: new Date(shownUpTo).toISOString() });
  }
  const progress = await readProgress(warehouse, generation.database);
  if ([...progress.values()].every(({ lastReceivedAt }) => lastReceivedAt <= asOf))
    return { generation, asOf };
  throw notAvailable();
}

/** What was known at a past instant cannot be told from the latest tables. */
export function notAvailable(): Problem {
  const detail =
    'More has been received since this instant, and what was known at it cannot be shown yet. Leave asOf out for the latest.';
  return new Problem(409, 'as_of_not_available', detail);
}

import { Problem } from '@waymark/service';
import { readProgress, type Generation, type Warehouse } from '@waymark/warehouse';
import type { ShownState } from './status.js';

/** What an instant is answered from. */
export interface Judged {
  generation: Generation;
  /** Epoch ms. */
  asOf: number;
  /** The latest tables answer: nothing that they hold was received later. Else the tables of the instant have to. */
  fromLatest: boolean;
}

/**
 * Finds what answers for an instant.
 * @param asOf epoch ms; undefined = all that is shown
 * @throws {Problem} 503 nothing_shown, 409 not_settled.
 */
export async function judgedAt(
  warehouse: Warehouse,
  shown: ShownState,
  asOf: number | undefined,
): Promise<Judged> {
  const { shownUpTo, generation } = shown;
  if (shownUpTo < 0) {
    const detail = 'The tables are being built from the log; nothing is shown yet. Ask again.';
    throw new Problem(503, 'nothing_shown', detail, { headers: { 'retry-after': '5' } });
  }
  if (asOf === undefined) return { generation, asOf: shownUpTo, fromLatest: true };
  if (asOf > shownUpTo) {
    const detail =
      'Records received up to this instant may still be on their way; `shownUpTo` is the latest settled.';
    throw new Problem(409, 'not_settled', detail, { shownUpTo: new Date(shownUpTo).toISOString() });
  }
  const progress = await readProgress(warehouse, generation.database);
  const nothingSince = [...progress.values()].every(({ lastReceivedAt }) => lastReceivedAt <= asOf);
  return { generation, asOf, fromLatest: shown.lag === 0 && nothingSince };
}

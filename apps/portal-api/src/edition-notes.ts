import type { Breakdown } from '@waymark/measures';
import { hasPracticeDeprivation, type EditionSummary, type Warehouse } from '@waymark/warehouse';
import type { DataCall } from './data-call.js';

const SYNTHETIC =
  'The reference edition is invented, for demonstration: its areas and deprivation are of no real place.';
const BY_PRACTICE =
  'Where no neighbourhood (LSOA) is known, deprivation is that of the practice, which says less of its patients.';

/** What a reference edition asks to keep in mind of an answer that rests on it. */
export async function editionNotes(
  warehouse: Warehouse,
  edition: EditionSummary | undefined,
  call: Pick<DataCall, 'asked' | 'own'>,
): Promise<string[]> {
  if (!edition) return [];
  const isByPractice = readsDeprivation(call) && (await hasPracticeDeprivation(warehouse, edition.id));
  return [...(isByPractice ? [BY_PRACTICE] : []), ...(edition.synthetic ? [SYNTHETIC] : [])];
}

const DEPRIVATION: readonly Breakdown[] = ['imd_quintile', 'imd_decile'];

/** Broken down by it, filtered by it, or adjusted for it. */
function readsDeprivation({ asked, own }: Pick<DataCall, 'asked' | 'own'>): boolean {
  const named = [...asked.by, ...Object.keys(asked.filters), ...Object.values(own).flat()];
  return DEPRIVATION.some((name) => named.includes(name));
}

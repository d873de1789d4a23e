import type { Edition } from '@waymark/areas';
import type { Warehouse } from './warehouse.js';
import { instant } from './literals.js';
import { CONTROL_DATABASE } from './migrate.js';

/** Editions are defined where they are pure data; here they are loaded into the warehouse. */
export type { Edition, ReferenceLsoa, ReferencePractice } from '@waymark/areas';

/** An edition as listed: what it is, without its rows. */
export type EditionSummary = Omit<Edition, 'practices' | 'lsoas'>;

/**
 * Loads an edition. Rows first, the row that lists it last, so that a reader never meets half an edition; loading the same
 * edition again changes nothing.
 */
export async function loadEdition(warehouse: Warehouse, edition: Edition): Promise<void> {
  const practices = edition.practices.map((p) => ({
    edition: edition.id,
    practice: p.practice,
    name: p.name ?? '',
    pcn: p.pcn ?? '',
    sub_icb: p.subIcb ?? '',
    icb42: p.icb42 ?? '',
    icb36: p.icb36 ?? '',
    list_size: p.listSize ?? null,
    imd_decile: p.imdDecile ?? null,
  }));
  const lsoas = edition.lsoas.map((l) => ({
    edition: edition.id,
    lsoa: l.lsoa,
    sub_icb: l.subIcb ?? '',
    icb42: l.icb42 ?? '',
    icb36: l.icb36 ?? '',
    imd_decile: l.imdDecile ?? null,
    imd_year: l.imdYear ?? null,
  }));
  await warehouse.insert(`${CONTROL_DATABASE}.practices`, practices);
  await warehouse.insert(`${CONTROL_DATABASE}.lsoas`, lsoas);
  await warehouse.insert(`${CONTROL_DATABASE}.editions`, [
    {
      id: edition.id,
      label: edition.label,
      synthetic: edition.synthetic,
      loaded_at: instant(edition.loadedAt),
    },
  ]);
}

/** Every edition loaded, newest first (equal: greatest id). */
export async function listEditions(warehouse: Warehouse): Promise<EditionSummary[]> {
  return warehouse.query<EditionSummary>(
    `SELECT id, label, synthetic, toUnixTimestamp64Milli(loaded_at) AS loadedAt
     FROM ${CONTROL_DATABASE}.editions FINAL ORDER BY loaded_at DESC, id DESC`,
  );
}

/** Whether an edition has deprivation of practices: who has no neighbourhood then has that of their practice. */
export async function hasPracticeDeprivation(warehouse: Warehouse, edition: string): Promise<boolean> {
  const found = await warehouse.query(
    `SELECT 1 AS found FROM ${CONTROL_DATABASE}.practices
     WHERE edition = {edition:String} AND imd_decile IS NOT NULL LIMIT 1`,
    { edition },
  );
  return found.length > 0;
}

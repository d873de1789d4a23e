import type { Edition } from '@waymark/areas';
import type { Warehouse } from './warehouse.js';
import { instant } from './literals.js';
import { CONTROL_DATABASE } from './migrate.js';

/** Editions are defined where they are pure data; here they are loaded into the warehouse. */
export type { Edition, PlaceName, ReferenceLsoa, ReferencePractice } from '@waymark/areas';

/** An edition as listed: what it is, without its rows. */
export type EditionSummary = Omit<Edition, 'practices' | 'lsoas' | 'places'>;

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
  const places = (edition.places ?? []).map((place) => ({ edition: edition.id, ...place }));
  await warehouse.insert(`${CONTROL_DATABASE}.place_names`, places);
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

/** Levels of places that no list closes, and that an edition may name. */
export const NAMED_LEVELS = ['sub_icb', 'pcn', 'practice'] as const;
export type NamedLevel = (typeof NAMED_LEVELS)[number];

/** Codes or names by level. */
export type ByLevel<T> = Partial<Record<NamedLevel, T>>;

/** What an edition calls places of the codes given; a code that it does not name is absent. */
export async function placeNames(
  warehouse: Warehouse,
  edition: string,
  codes: ByLevel<readonly string[]>,
): Promise<ByLevel<Record<string, string>>> {
  const { practice = [], sub_icb = [], pcn = [] } = codes;
  const found = await warehouse.query<{ level: NamedLevel; code: string; name: string }>(
    `SELECT level, code, name FROM (
       SELECT 'practice' AS level, practice AS code, name FROM ${CONTROL_DATABASE}.practices FINAL
       WHERE edition = {edition:String} AND has({practices:Array(String)}, practice) AND name != ''
       UNION ALL
       SELECT level, code, name FROM ${CONTROL_DATABASE}.place_names FINAL
       WHERE edition = {edition:String}
         AND (level = 'sub_icb' AND has({subIcbs:Array(String)}, code) OR level = 'pcn' AND has({pcns:Array(String)}, code))
     ) ORDER BY level, code`,
    { edition, practices: [...practice], subIcbs: [...sub_icb], pcns: [...pcn] },
  );
  const names: ByLevel<Record<string, string>> = {};
  for (const { level, code, name } of found) (names[level] ??= {})[code] = name;
  return names;
}

import type { Warehouse } from './warehouse.js';
import { instant } from './literals.js';
import { CONTROL_DATABASE } from './migrate.js';

/**
 * A dated edition of the reference data that places a referral: practices and neighbourhoods (LSOA 2021) with the
 * areas above them. An edition is loaded whole, never changed; a correction is a new edition. Codes are ODS codes
 * (`practice`, `pcn`, `subIcb`, `icb42`, `icb36`) and 2021 LSOA codes.
 */
export interface Edition {
  id: string;
  /** As people see it, e.g. "NHS Digital, April 2026". */
  label: string;
  /** True for invented areas (the demonstration): every answer that uses it says so. */
  synthetic: boolean;
  /** When this edition was appended to the reference topic, epoch ms. */
  loadedAt: number;
  practices: ReferencePractice[];
  lsoas: ReferenceLsoa[];
}

export interface ReferencePractice {
  practice: string;
  name?: string;
  pcn?: string;
  subIcb?: string;
  /** The board before 2026-04-01 (one of 42). */
  icb42?: string;
  /** The board since 2026-04-01 (one of 36). */
  icb36?: string;
  /** Registered patients. */
  listSize?: number;
  /** Deprivation of the practice, where one is published. 1 = most deprived. */
  imdDecile?: number;
}

export interface ReferenceLsoa {
  lsoa: string;
  subIcb?: string;
  icb42?: string;
  icb36?: string;
  /** 1 = most deprived. */
  imdDecile?: number;
  /** Year of the Index of Multiple Deprivation that `imdDecile` is of. */
  imdYear?: number;
}

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

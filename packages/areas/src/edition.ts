/**
 * A dated edition of the reference data that places a referral: practices and neighbourhoods (LSOA 2021) with the
 * areas above them. An edition is loaded whole, never changed; a correction is a new edition.
 */
export interface Edition {
  id: string;
  /** As people see it, e.g. "NHS England, April 2026". */
  label: string;
  /** True for invented areas (the demonstration): every answer that uses it says so. */
  synthetic: boolean;
  /** When this edition was appended to the reference topic, epoch ms. */
  loadedAt: number;
  practices: ReferencePractice[];
  lsoas: ReferenceLsoa[];
  /** Names of what lies above practices, where the files hold them; those of practices stand with them. */
  places?: PlaceName[];
}

export interface PlaceName {
  level: 'sub_icb' | 'pcn';
  code: string;
  name: string;
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

/** An edition as it travels through the log, in parts small enough for any broker. */
export interface EditionPart extends Omit<Edition, 'loadedAt'> {
  part: number;
  parts: number;
}

/** A part of this many rows stays well below a broker's usual limit of one megabyte. */
const ROWS_PER_PART = 4_000;

/** The records of an edition, in order: key and value as text. */
export function editionRecords(edition: Omit<Edition, 'loadedAt'>): { key: string; value: string }[] {
  const { id, label, synthetic, practices, lsoas, places = [] } = edition;
  const before = { lsoas: practices.length, places: practices.length + lsoas.length };
  const count = Math.max(1, Math.ceil((before.places + places.length) / ROWS_PER_PART));
  return Array.from({ length: count }, (_, part) => {
    const cut = <T>(rows: readonly T[], skipped: number): T[] => {
      const from = part * ROWS_PER_PART - skipped;
      return rows.slice(Math.max(0, from), Math.max(0, from + ROWS_PER_PART));
    };
    const named = cut(places, before.places);
    const slice: EditionPart = {
      ...{ id, label, synthetic, part, parts: count },
      practices: cut(practices, 0),
      lsoas: cut(lsoas, before.lsoas),
      ...(named.length > 0 && { places: named }),
    };
    return { key: `edition/${id}`, value: JSON.stringify(slice) };
  });
}

/** Puts editions together again from their parts as the log gives them, in order; an interrupted edition never appears. */
export class EditionAssembler {
  private readonly open = new Map<string, EditionPart[]>();

  /** The edition that this part completes, if any. @param appendedAt epoch ms of the part's record. */
  add(part: EditionPart, appendedAt: number): Edition | undefined {
    // Part 0 again means that the edition was begun again after an interruption.
    const parts = part.part === 0 ? [] : (this.open.get(part.id) ?? []);
    if (parts.length !== part.part) return undefined;
    parts.push(part);
    this.open.set(part.id, parts);
    if (parts.length < part.parts) return undefined;
    this.open.delete(part.id);
    const { id, label, synthetic } = part;
    const places = parts.flatMap((each) => each.places ?? []);
    return {
      ...{ id, label, synthetic, loadedAt: appendedAt },
      practices: parts.flatMap((each) => each.practices),
      lsoas: parts.flatMap((each) => each.lsoas),
      ...(places.length > 0 && { places }),
    };
  }
}

import type { Edition, PlaceName, ReferenceLsoa, ReferencePractice, RegionCode } from '@waymark/areas';
import { BOARDS } from './boards.js';
import { Choice, Random } from './random.js';

const PCNS_PER_SUB_ICB = 3;
const PRACTICES_PER_PCN = 4;
const LSOAS_PER_SUB_ICB = 24;
/** Invented patients for each hundred thousand real ones: a practice has about nine thousand. */
const PEOPLE = 20_000;
/** The invented geography is one and the same for every history. */
const GEOGRAPHY_SEED = 2025;

/** A practice with what a person registered there may live in. */
export interface Place {
  practice: ReferencePractice & { imdDecile: number };
  region: RegionCode;
  /** Position of the board in `BOARDS`, of the PCN among all. */
  board: number;
  pcn: number;
  /** Neighbourhoods of its sub-ICB; the practice's people live mostly in those of a deprivation like its own. */
  lsoas: Choice<ReferenceLsoa & { imdDecile: number }>;
}

interface Geography {
  places: Place[];
  lsoas: ReferenceLsoa[];
}

let geography: Geography | undefined;

/** Every invented practice, in order of code. */
export function syntheticPlaces(): readonly Place[] {
  geography ??= inventGeography();
  return geography.places;
}

/**
 * The reference edition of the demonstration: invented neighbourhoods, practices, PCNs and sub-ICBs under the real boards of
 * before and since 1 April 2026. No code of it is in use: LSOAs `E019…`, practices `Y9…`, PCNs `UX…`, sub-ICBs `9X…`.
 */
export function syntheticEdition(): Omit<Edition, 'loadedAt'> {
  geography ??= inventGeography();
  return {
    id: 'synthetic-1',
    label: 'Invented areas (demonstration)',
    synthetic: true,
    practices: geography.places.map(({ practice }) => practice),
    lsoas: geography.lsoas,
    places: namesOf(geography.places.map(({ practice }) => practice)),
  };
}

/** "Invented location 12", "Invented network 3": nobody takes them for names of places. */
function namesOf(practices: readonly ReferencePractice[]): PlaceName[] {
  const distinct = (codes: (string | undefined)[]): string[] => [...new Set(codes.map((code) => code ?? ''))];
  const named = (level: PlaceName['level'], what: string, codes: string[]): PlaceName[] =>
    codes.map((code, nth) => ({ level, code, name: `Invented ${what} ${nth + 1}` }));
  return [
    ...named('sub_icb', 'location', distinct(practices.map(({ subIcb }) => subIcb))),
    ...named('pcn', 'network', distinct(practices.map(({ pcn }) => pcn))),
  ];
}

function inventGeography(): Geography {
  const made: Geography = { places: [], lsoas: [] };
  let subIcbs = 0;
  BOARDS.forEach(({ icb42, region, icb36: successors, size }, board) => {
    const random = new Random(GEOGRAPHY_SEED, board);
    const parts = Math.max(successors.length, Math.ceil(size / 10));
    for (let part = 0; part < parts; part += 1) {
      const icb36 = successors[part % successors.length] ?? icb42;
      const subIcb = `9X${String((subIcbs += 1)).padStart(3, '0')}`;
      inventSubIcb(
        made,
        { ...{ subIcb, icb42, icb36, board, region }, people: (size * PEOPLE) / parts },
        random,
      );
    }
  });
  return made;
}

interface SubIcb {
  subIcb: string;
  icb42: string;
  icb36: string;
  board: number;
  region: RegionCode;
  people: number;
}

function inventSubIcb(made: Geography, area: SubIcb, random: Random): void {
  const { subIcb, icb42, icb36, board, region, people } = area;
  // Areas differ in how deprived they are as a whole; neighbourhoods differ within them.
  const centre = random.between(3.2, 7.8);
  const decile = (spread: number): number =>
    Math.min(10, Math.max(1, Math.round(centre + spread * random.normal())));
  const lsoas = Array.from({ length: LSOAS_PER_SUB_ICB }, (_, n) => ({
    lsoa: `E019${String(made.lsoas.length + n).padStart(5, '0')}`,
    ...{ subIcb, icb42, icb36, imdDecile: decile(2.6), imdYear: 2025 },
  }));
  made.lsoas.push(...lsoas);
  for (let n = 0; n < PCNS_PER_SUB_ICB * PRACTICES_PER_PCN; n += 1) {
    const number = made.places.length;
    const pcn = Math.floor(number / PRACTICES_PER_PCN);
    const imdDecile = decile(1.8);
    const practice = {
      practice: `Y9${String(number).padStart(4, '0')}`,
      name: `Invented practice ${number + 1}`,
      pcn: `UX${String(pcn).padStart(4, '0')}`,
      ...{ subIcb, icb42, icb36, imdDecile },
      listSize: Math.round((people / PCNS_PER_SUB_ICB / PRACTICES_PER_PCN) * random.between(0.5, 1.5)),
    };
    const nearby = new Choice(lsoas.map((l) => [l, Math.exp(-Math.abs(l.imdDecile - imdDecile) / 1.5)]));
    made.places.push({ practice, region, board, pcn, lsoas: nearby });
  }
}

import { BOARD_CHANGE, BOARDS, icbAsWas, icbCurrent, regionOfIcb, UNKNOWN_AREA } from '@waymark/areas';
import type { AreaFacts, Items } from './items.js';
import type { CohortQuestion } from './question.js';
import { day, firstKnown, mapped } from './sql.js';

/**
 * Where an item is. Registered: by practice, else by LSOA, else by the board given; resident: by LSOA first. What the edition does
 * not know of one is asked of the next; a board's code alone is placed by the rules of the areas package.
 */
type Asked = Pick<CohortQuestion, 'areas' | 'boundaries'>;

/** A place known from one fact: the board it is in, and that board's region. '' = not known. */
interface Placed {
  board: string;
  region: string;
}

/** The board on the question's boundaries. */
export function boardOf(items: Items, asked: Asked): string {
  return firstKnown(placesOf(items, asked).map(({ board }) => board));
}

export function regionOf(items: Items, asked: Asked): string {
  return firstKnown(placesOf(items, asked).map(({ region }) => region));
}

export function subIcbOf(items: Items, { areas }: Asked): string {
  const each = items.areas.map((facts) => [
    `${facts.practices}.sub_icb`,
    ...(facts.byPracticeAlone ? [] : [`${facts.lsoas}.sub_icb`]),
  ]);
  return firstKnown(each.flatMap((two) => (areas === 'registered' ? two : two.reverse())));
}

export function pcnOf(items: Items): string {
  return firstKnown(items.areas.map((facts) => `${facts.practices}.pcn`));
}

export function practiceOf(items: Items): string {
  return firstKnown(items.areas.map((facts) => facts.practice));
}

/** Deprivation decile of the LSOA, else the practice's; 0 = not known. */
export function decileOf(items: Items): string {
  const each = items.areas.flatMap((facts) => [`${facts.lsoas}.imd_decile`, `${facts.practices}.imd_decile`]);
  return `coalesce(${each.join(', ')}, 0)`;
}

function placesOf(items: Items, asked: Asked): Placed[] {
  return items.areas.flatMap((facts) => placesBy(facts, items.areaAt, asked));
}

function placesBy(facts: AreaFacts, at: string, { areas, boundaries }: Asked): Placed[] {
  const before = `${day(at)} < toDate('${BOARD_CHANGE}')`;
  const either = (then: string, now: string): string =>
    boundaries === 'current' ? now : `if(${before}, ${then}, ${now})`;
  const byReference = (row: string): Placed => {
    const board = either(`${row}.icb42`, `${row}.icb36`);
    return { board, region: mapped(board, REGION_OF, `''`) };
  };
  if (facts.byPracticeAlone) return [byReference(facts.practices)];
  const given = {
    board: either(mapped(facts.icb, PLACED_BEFORE, `''`), mapped(facts.icb, PLACED_NOW, `''`)),
    region: mapped(facts.icb, REGION_OF, `''`),
  };
  const both = [byReference(facts.practices), byReference(facts.lsoas)];
  return [...(areas === 'registered' ? both : both.reverse()), given];
}

function byBoard(placed: (code: string) => string): Readonly<Record<string, string>> {
  const all = BOARDS.map(({ code }) => [code, placed(code)] as const);
  return Object.fromEntries(all.filter(([, place]) => place !== UNKNOWN_AREA));
}

const REGION_OF = byBoard(regionOfIcb);
const PLACED_NOW = byBoard(icbCurrent);
/** Every date before the change is the same to the rule. */
const PLACED_BEFORE = byBoard((code) => icbAsWas(code, '2000-01-01'));

/** The columns of the reference tables that questions read, by the code that is looked up. */
export const REFERENCE_COLUMNS = {
  practices: 'practice AS code, pcn, sub_icb, icb42, icb36, imd_decile, list_size',
  lsoas: 'lsoa AS code, sub_icb, icb42, icb36, imd_decile',
} as const;

import { BOARD_CHANGE, BOARDS, icbAsWas, icbCurrent, regionOfIcb, UNKNOWN_AREA } from '@waymark/areas';
import { quote } from '../literals.js';
import { CONTROL_DATABASE } from '../migrate.js';
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
    `${facts.practices}_sub_icb`,
    ...(facts.byPracticeAlone ? [] : [`${facts.lsoas}_sub_icb`]),
  ]);
  return firstKnown(each.flatMap((two) => (areas === 'registered' ? two : two.reverse())));
}

export function pcnOf(items: Items): string {
  return firstKnown(items.areas.map((facts) => `${facts.practices}_pcn`));
}

export function practiceOf(items: Items): string {
  return firstKnown(items.areas.map((facts) => facts.practice));
}

/** Deprivation decile of the LSOA, else the practice's; 0 = not known. */
export function decileOf(items: Items): string {
  const each = items.areas.flatMap((facts) => [`${facts.lsoas}_imd_decile`, `${facts.practices}_imd_decile`]);
  return `multiIf(${each.flatMap((decile) => [`${decile} != 0`, decile]).join(', ')}, 0)`;
}

function placesOf(items: Items, asked: Asked): Placed[] {
  return items.areas.flatMap((facts) => placesBy(facts, items.areaAt, asked));
}

function placesBy(facts: AreaFacts, at: string, { areas, boundaries }: Asked): Placed[] {
  const before = `${day(at)} < toDate('${BOARD_CHANGE}')`;
  const either = (then: string, now: string): string =>
    boundaries === 'current' ? now : `if(${before}, ${then}, ${now})`;
  const byReference = (row: string): Placed => {
    const board = either(`${row}_icb42`, `${row}_icb36`);
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

/** The columns of the reference tables that questions read, by name, as SQL; '' and 0 are "not known". */
const REFERENCE_COLUMNS = {
  practices: {
    pcn: 'toString(pcn)',
    sub_icb: 'toString(sub_icb)',
    icb42: 'toString(icb42)',
    icb36: 'toString(icb36)',
    imd_decile: 'ifNull(imd_decile, 0)',
    list_size: 'ifNull(list_size, 0)',
  },
  lsoas: {
    sub_icb: 'toString(sub_icb)',
    icb42: 'toString(icb42)',
    icb36: 'toString(icb36)',
    imd_decile: 'ifNull(imd_decile, 0)',
  },
} as const;
const NUMBERS: readonly string[] = ['imd_decile', 'list_size'];

/**
 * What stands before SELECT: what the edition says of each item's practice and neighbourhood, as `practice_row_icb36`. Journeys hold
 * each code once per block, and so it is looked up, where a join would look it up for each journey. What the statement does not name
 * is not read.
 */
export function areaLookups(items: Items, edition: CohortQuestion['edition']): string {
  const of = (table: keyof typeof REFERENCE_COLUMNS, alias: string, code: string): string[] =>
    Object.entries(REFERENCE_COLUMNS[table]).map(
      ([column, value]) => `${lookedUp(table, code, column, value, edition)} AS ${alias}_${column}`,
    );
  const all = items.areas.flatMap((facts) => [
    ...of('practices', facts.practices, facts.practice),
    ...of('lsoas', facts.lsoas, facts.lsoa),
  ]);
  return `WITH ${all.join(',\n')}`;
}

function lookedUp(
  table: keyof typeof REFERENCE_COLUMNS,
  code: string,
  column: string,
  value: string,
  edition: CohortQuestion['edition'],
): string {
  const nothing = NUMBERS.includes(column) ? '0' : `''`;
  if (edition === undefined) return nothing;
  const key = table === 'practices' ? 'practice' : 'lsoa';
  const list = (of: string): string =>
    `(SELECT groupArray(${of}) FROM (SELECT * FROM ${CONTROL_DATABASE}.${table} FINAL
       WHERE edition = ${quote(edition)} ORDER BY ${key}))`;
  return `transform(${code}, ${list(key)}, ${list(value)}, ${nothing})`;
}

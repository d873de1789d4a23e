import type { PlaceName, ReferenceLsoa, ReferencePractice } from '../edition.js';
import { BoardsAbove, eraOf, known } from './boards-above.js';
import type { OfficialKind } from './kinds.js';
import type { OfficialRow, OfficialTable } from './official-table.js';

/** Rows of an edition as the files give them. */
export interface Composed {
  practices: ReferencePractice[];
  lsoas: ReferenceLsoa[];
  /** [] where no file has names. */
  places: PlaceName[];
  /** Year of the deprivation that is in it. */
  imdYear: ImdYear | undefined;
}

export const IMD_YEARS = [2019, 2025] as const;
export type ImdYear = (typeof IMD_YEARS)[number];

/** Why no edition can be made of files; [] = it can. */
export function whyNoEdition(tables: readonly OfficialTable[], imdYear?: ImdYear): string[] {
  const reasons: string[] = [];
  const single: OfficialKind[] = [
    ...(['sub_icbs', 'practices', 'list_sizes', 'deprivation_2019', 'deprivation_2025'] as const),
  ];
  for (const kind of single) {
    const [first, second] = tables.filter((table) => table.kind === kind);
    if (first && second) reasons.push(`two files of ${first.title}: leave one`);
  }
  const withBoards = tables.filter(({ kind }) => kind === 'neighbourhoods' || kind === 'practices');
  for (const table of withBoards) {
    const era = eraOf(table);
    if (era === 'mixed') reasons.push(`${table.title}: boards of before and since April 2026 in one file`);
    if (era === undefined)
      reasons.push(
        `${table.title}: cannot be told whether its boards are those of before or since April 2026`,
      );
  }
  const lookups = tables.filter(({ kind }) => kind === 'neighbourhoods').map(eraOf);
  if (new Set(lookups).size < lookups.length)
    reasons.push('two files of neighbourhoods with boards of one time: leave one');
  if (imdYear && rowsOf(tables, `deprivation_${imdYear}`).length === 0)
    reasons.push(`no file of deprivation ${imdYear}`);
  const filled = tables.some(({ kind }) =>
    ['neighbourhoods', 'practices', 'deprivation_2025'].includes(kind),
  );
  if (!filled) reasons.push('no practices, no neighbourhoods and no deprivation of 2025: nothing to load');
  return reasons;
}

/**
 * Makes the rows of an edition of files read whole and without {@link whyNoEdition}.
 * @param imdYear one year for the whole edition, absent = the newest there is
 */
export function composeEdition(tables: readonly OfficialTable[], imdYear?: ImdYear): Composed {
  const lookups = tables.filter(({ kind }) => kind === 'neighbourhoods');
  const above = new BoardsAbove(rowsOf(tables, 'sub_icbs'), lookups);
  const year = imdYear ?? newestYear(tables);
  const deciles = decilesOf(tables, year);
  const lsoas = neighbourhoods(lookups, above);
  if (year === 2025) for (const lsoa of deciles.keys()) if (!lsoas.has(lsoa)) lsoas.set(lsoa, { lsoa });
  return {
    practices: tables
      .filter(({ kind }) => kind === 'practices')
      .flatMap((table) => practicesOf(table, above, tables)),
    lsoas: [...lsoas.values()].map((row) => withDecile(row, deciles.get(row.lsoa), year)),
    places: placesOf(tables),
    imdYear: year,
  };
}

/** Names of sub-ICB locations and networks; the list of locations goes before a lookup, and that before the practices. */
function placesOf(tables: readonly OfficialTable[]): PlaceName[] {
  const found = new Map<string, PlaceName>();
  const name = (level: PlaceName['level'], code = '', text = ''): void => {
    const key = `${level} ${code}`;
    if (code !== '' && text !== '' && !found.has(key)) found.set(key, { level, code, name: text });
  };
  for (const kind of ['sub_icbs', 'neighbourhoods', 'practices'] as const)
    for (const { subIcb, subIcbName } of rowsOf(tables, kind)) name('sub_icb', subIcb, subIcbName);
  for (const { pcn, pcnName } of rowsOf(tables, 'practices')) if (pcn !== 'U') name('pcn', pcn, pcnName);
  return [...found.values()];
}

export function rowsOf(tables: readonly OfficialTable[], kind: OfficialKind): OfficialRow[] {
  return tables.filter((table) => table.kind === kind).flatMap(({ rows }) => rows);
}

function newestYear(tables: readonly OfficialTable[]): ImdYear | undefined {
  return [...IMD_YEARS].reverse().find((year) => rowsOf(tables, `deprivation_${year}`).length > 0);
}

function decilesOf(tables: readonly OfficialTable[], year: ImdYear | undefined): Map<string, number> {
  const rows = year === undefined ? [] : rowsOf(tables, `deprivation_${year}`);
  return new Map(rows.map(({ lsoa = '', decile }) => [lsoa, Number(decile)]));
}

/**
 * Neighbourhoods are those of 2021. A decile of 2019 belongs to one of 2011: it holds where the code is the same, because a
 * neighbourhood keeps its code only while it keeps its boundary.
 */
function withDecile(
  row: ReferenceLsoa,
  imdDecile: number | undefined,
  imdYear: ImdYear | undefined,
): ReferenceLsoa {
  return imdDecile === undefined || imdYear === undefined ? row : { ...row, imdDecile, imdYear };
}

/** The lookup of the later boards is read last: its sub-ICB location stands. */
function neighbourhoods(lookups: readonly OfficialTable[], above: BoardsAbove): Map<string, ReferenceLsoa> {
  const found = new Map<string, ReferenceLsoa>();
  const inOrder = [...lookups].sort((a) => (eraOf(a) === 'icb42' ? -1 : 1));
  for (const lookup of inOrder) {
    const era = eraOf(lookup) === 'icb36' ? 'icb36' : 'icb42';
    for (const { lsoa = '', subIcb = '', icb = '' } of lookup.rows) {
      const before = found.get(lsoa);
      const boards = before || inOrder.length > 1 ? known(era, icb) : above.of(subIcb, icb, era);
      found.set(lsoa, { ...before, lsoa, ...filled({ subIcb }), ...boards });
    }
  }
  return found;
}

function practicesOf(
  table: OfficialTable,
  above: BoardsAbove,
  tables: readonly OfficialTable[],
): ReferencePractice[] {
  const era = eraOf(table) === 'icb36' ? 'icb36' : 'icb42';
  const sizes = listSizes(rowsOf(tables, 'list_sizes'));
  return table.rows.map(({ practice = '', name = '', pcn = '', subIcb = '', icb = '' }) => {
    const listSize = sizes.get(practice);
    return {
      practice,
      ...filled({ name, pcn: pcn === 'U' ? '' : pcn, subIcb }),
      ...above.of(subIcb, icb, era),
      ...(listSize !== undefined && { listSize }),
    };
  });
}

/** Where sizes are given by sex and age, the row of all of them. */
function listSizes(rows: readonly OfficialRow[]): Map<string, number> {
  const whole = rows.filter(({ sex = 'ALL', age = 'ALL' }) => sex === 'ALL' && age === 'ALL');
  return new Map(whole.map(({ practice = '', patients }) => [practice, Number(patients)]));
}

/** Members that say something. */
function filled<T extends Record<string, string>>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== '')) as Partial<T>;
}

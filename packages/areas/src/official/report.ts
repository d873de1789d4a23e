import { BOARDS } from '../boards.js';
import type { Edition } from '../edition.js';
import { findBoard } from '../placing.js';
import { rowsOf, type Composed } from './compose-edition.js';
import type { OfficialTable } from './official-table.js';

/** Codes of areas that stand in one file and that nothing else knows. */
export interface UnknownCodes {
  what: string;
  codes: string[];
}

/** What an edition knows of its practices and neighbourhoods, and of how many it does not. */
export interface Coverage {
  practices: {
    all: number;
    withoutNetwork: number;
    withoutSubIcb: number;
    withoutBoardBefore: number;
    withoutBoardSince: number;
    withoutListSize: number;
    registeredPatients: number;
  };
  lsoas: {
    all: number;
    withoutSubIcb: number;
    withoutBoardBefore: number;
    withoutBoardSince: number;
    withoutDecile: number;
  };
}

export function coverageOf({ practices, lsoas }: Pick<Edition, 'practices' | 'lsoas'>): Coverage {
  const without = <T>(rows: readonly T[], member: keyof T): number =>
    rows.filter((row) => row[member] === undefined).length;
  return {
    practices: {
      all: practices.length,
      withoutNetwork: without(practices, 'pcn'),
      withoutSubIcb: without(practices, 'subIcb'),
      withoutBoardBefore: without(practices, 'icb42'),
      withoutBoardSince: without(practices, 'icb36'),
      withoutListSize: without(practices, 'listSize'),
      registeredPatients: practices.reduce((total, { listSize = 0 }) => total + listSize, 0),
    },
    lsoas: {
      all: lsoas.length,
      withoutSubIcb: without(lsoas, 'subIcb'),
      withoutBoardBefore: without(lsoas, 'icb42'),
      withoutBoardSince: without(lsoas, 'icb36'),
      withoutDecile: without(lsoas, 'imdDecile'),
    },
  };
}

/** Codes that do not fit together, file against file and against the boards that are built in. */
export function unknownCodes(tables: readonly OfficialTable[], composed: Composed): UnknownCodes[] {
  const codes = (kind: OfficialTable['kind'], member: string): string[] =>
    rowsOf(tables, kind).flatMap((row) => row[member] || []);
  const beside = (some: readonly string[], others: Iterable<string>): string[] => {
    const known = new Set(others);
    return known.size === 0 ? [] : [...new Set(some)].filter((code) => !known.has(code)).sort();
  };
  const boards = [
    ...[...codes('practices', 'icb'), ...codes('neighbourhoods', 'icb'), ...codes('boards', 'board')],
    ...[...codes('sub_icbs', 'icb42'), ...codes('sub_icbs', 'icb36')],
  ];
  const subIcbs = [...codes('practices', 'subIcb'), ...codes('neighbourhoods', 'subIcb')];
  const lsoas = composed.lsoas.map(({ lsoa }) => lsoa);
  const deprived = composed.imdYear === undefined ? [] : codes(`deprivation_${composed.imdYear}`, 'lsoa');
  const found = {
    'boards that are not built in, and not loaded': beside(
      boards,
      BOARDS.map(({ code }) => code),
    ),
    'successions of boards that are not built in': strangeSuccessions(tables),
    'sub-ICB locations that their list lacks': beside(subIcbs, codes('sub_icbs', 'subIcb')),
    'practices with patients and without a place': beside(
      codes('list_sizes', 'practice'),
      composed.practices.map(({ practice }) => practice),
    ),
    'neighbourhoods with a decile that the lookup lacks (of 2019: their boundary changed since)': beside(
      deprived,
      composed.imdYear === 2025 ? codes('neighbourhoods', 'lsoa') : lsoas,
    ),
  };
  return Object.entries(found)
    .map(([what, its]) => ({ what, codes: its }))
    .filter((unknown) => unknown.codes.length > 0);
}

function strangeSuccessions(tables: readonly OfficialTable[]): string[] {
  return rowsOf(tables, 'successions')
    .filter(({ from = '', to = '' }) => !findBoard(from)?.successors.includes(to))
    .map(({ from, to }) => `${from}>${to}`);
}

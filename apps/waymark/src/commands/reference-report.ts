import {
  coverageOf,
  unknownCodes,
  type Composed,
  type OfficialTable,
  type PostcodeTable,
} from '@waymark/areas';
import type { ReadFile } from './official-files.js';

const EXAMPLES = 5;
const number = new Intl.NumberFormat('en-GB');

/** What stands in the files, a line each. */
export function fileLines(files: readonly ReadFile[]): string[] {
  return files.map(
    ({ name, table }) => `${name}: ${table ? readAs(table) : 'not known by its columns, left out'}`,
  );
}

function readAs({ kind, title, count, postcodes }: OfficialTable): string {
  const rows = `${title}, ${number.format(count)} rows`;
  const { inUse, placed } = postcodes;
  return kind === 'postcodes'
    ? `${rows}, ${number.format(inUse)} in use, ${number.format(inUse - placed)} of them without a neighbourhood`
    : rows;
}

/** What ingest will know by the directory, and hold in memory for it. */
export function postcodesLine({ size, packed }: PostcodeTable): string {
  return `Postcodes ${number.format(size)}, ended ones among them: ${number.format(packed.length)} bytes in the memory of ingest`;
}

/** Where files are not what they say they are. */
export function faultLines(files: readonly ReadFile[]): string[] {
  return files.flatMap(({ name, table }) => {
    if (!table || table.faultCount === 0) return [];
    const shown = table.faults.map(
      ({ row, column, expected }) => `  row ${row}, ${column}: expected ${expected}`,
    );
    const more = table.faultCount - shown.length;
    return [
      `${name}: ${number.format(table.faultCount)} cells are wrong`,
      ...shown,
      ...(more > 0 ? [`  and ${number.format(more)} more`] : []),
    ];
  });
}

/** What the edition knows and does not, and the codes that do not fit. */
export function editionLines(tables: readonly OfficialTable[], composed: Composed): string[] {
  const { practices, lsoas } = coverageOf(composed);
  const imd = composed.imdYear === undefined ? 'a decile' : `a decile of ${composed.imdYear}`;
  const without = (...counts: [what: string, count: number][]): string =>
    counts.map(([what, count]) => `without ${what} ${number.format(count)}`).join(', ');
  return [
    `Practices ${number.format(practices.all)} with ${number.format(practices.registeredPatients)} registered patients: ${without(
      ['a network', practices.withoutNetwork],
      ['a sub-ICB location', practices.withoutSubIcb],
      ['a board before April 2026', practices.withoutBoardBefore],
      ['a board since', practices.withoutBoardSince],
      ['a list size', practices.withoutListSize],
    )}`,
    `Neighbourhoods ${number.format(lsoas.all)}: ${without(
      ['a sub-ICB location', lsoas.withoutSubIcb],
      ['a board before April 2026', lsoas.withoutBoardBefore],
      ['a board since', lsoas.withoutBoardSince],
      [imd, lsoas.withoutDecile],
    )}`,
    ...unknownCodes(tables, composed).map(({ what, codes }) => {
      const more = codes.length > EXAMPLES ? ', ...' : '';
      return `${number.format(codes.length)} ${what}: ${codes.slice(0, EXAMPLES).join(', ')}${more}`;
    }),
  ];
}

import { createHash } from 'node:crypto';
import type { Generation } from './generation.js';
import type { Warehouse } from './warehouse.js';

/** What a reader can see of a generation, by key. Raw events are their input: what is missing of them shows here. */
const TABLES = [
  { table: 'pathways', key: ['provider', 'subject'], where: '1' },
  { table: 'referrals', key: ['provider', 'subject'], where: '1' },
  { table: 'dead_letters', key: ['partition', 'offset'], where: 'resolved = 0' },
] as const;
type Compared = (typeof TABLES)[number];

const DIFFERENCES_MAX = 20;
/** Rows compared in one statement, which bounds its memory. */
const SLICE_ROWS = 500_000;

/** Where two generations differ: a row's key and the names of its columns, never a value. */
export interface Difference {
  table: string;
  key: Record<string, string | number>;
  /** The row stands only in the first, only in the second, or in both with other values in these columns. */
  found: 'only_first' | 'only_second' | 'both';
  columns: string[];
}

export interface Checksum {
  /** Equal rows give equal checksums, in whatever order and parts they stand. */
  checksum: string;
  rows: number;
}

/** Checksum over every column of every row that a reader can see. */
export async function checksumOf(warehouse: Warehouse, { database }: Generation): Promise<Checksum> {
  const hash = createHash('sha256');
  let rows = 0;
  for (const { table, where } of TABLES) {
    const hashes = columnHashes(await columnsOf(warehouse, database, table));
    const [sum] = await warehouse.query<{ rows: number; hash: string }>(
      `SELECT count() AS rows, toString(sum(${rowHash(hashes)})) AS hash FROM ${database}.${table} FINAL WHERE ${where}`,
    );
    if (!sum) throw new Error(`${table} gave no sum`);
    hash.update(`${table} ${sum.rows} ${sum.hash}\n`);
    rows += sum.rows;
  }
  return { checksum: hash.digest('hex').slice(0, 32), rows };
}

/** Compares two generations row for row; answers at most twenty differences, in the order of the tables and their keys. */
export async function differencesOf(
  warehouse: Warehouse,
  first: Generation,
  second: Generation,
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const compared of TABLES) {
    const columns = await columnsOf(warehouse, first.database, compared.table);
    const [size] = await warehouse.query<{ rows: number }>(
      `SELECT count() AS rows FROM ${first.database}.${compared.table}`,
    );
    const slices = Math.max(1, Math.ceil((size?.rows ?? 0) / SLICE_ROWS));
    for (let slice = 0; slice < slices && found.length < DIFFERENCES_MAX; slice += 1) {
      const sliced = { ...compared, slice: `sipHash64(${compared.key.join(', ')}) % ${slices} = ${slice}` };
      found.push(...(await differing(warehouse, { first, second, columns, ...sliced })));
    }
  }
  return found.slice(0, DIFFERENCES_MAX);
}

type Comparison = Compared & { first: Generation; second: Generation; columns: string[]; slice: string };

/** Keys are found by one number per row; only for those found are columns told apart, which takes more memory. */
async function differing(warehouse: Warehouse, comparison: Comparison): Promise<Difference[]> {
  const { table, columns } = comparison;
  const key = comparison.key.join(', ');
  const hashes = columnHashes(columns);
  const keys = `SELECT ${key} FROM ${bothSides(comparison, rowHash(hashes), comparison.slice)}
    GROUP BY ${key} HAVING count() != 2 OR min(hash) != max(hash) ORDER BY ${key} LIMIT ${DIFFERENCES_MAX}`;
  const rows = await warehouse.query<
    Record<string, string | number> & { sides: number[]; columns: string[] }
  >(
    `SELECT ${key}, arraySort(groupArray(side)) AS sides,
       arrayFilter((name, a, b) -> a != b, [${columns.map((name) => `'${name}'`).join(', ')}],
         arrayResize(anyIf(hash, side = 1), ${columns.length}), arrayResize(anyIf(hash, side = 2), ${columns.length})) AS columns
     FROM ${bothSides(comparison, `[${hashes.join(', ')}]`, `(${key}) IN (${keys})`)}
     GROUP BY ${key} HAVING length(sides) != 2 OR notEmpty(columns) ORDER BY ${key}`,
  );
  return rows.map(({ sides, columns: differ, ...itsKey }) => {
    const found = sides.length === 2 ? 'both' : sides[0] === 1 ? 'only_first' : 'only_second';
    return { table, key: itsKey, found, columns: found === 'both' ? differ : [] };
  });
}

function bothSides({ table, key, where, first, second }: Comparison, hash: string, slice: string): string {
  const side = ({ database }: Generation, number: number): string =>
    `SELECT ${key.join(', ')}, ${number} AS side, ${hash} AS hash FROM ${database}.${table} FINAL WHERE ${where} AND ${slice}`;
  return `(${side(first, 1)} UNION ALL ${side(second, 2)})`;
}

/** Through text, because hash functions give NULL for NULL; one column at a time, because rows are wide. */
const columnHashes = (columns: readonly string[]): string[] =>
  columns.map((name) => `sipHash64(toString(tuple(\`${name}\`)))`);

const rowHash = (hashes: readonly string[]): string =>
  `reinterpretAsUInt128(sipHash128(${hashes.join(', ')}))`;

async function columnsOf(warehouse: Warehouse, database: string, table: string): Promise<string[]> {
  const rows = await warehouse.query<{ name: string }>(
    `SELECT name FROM system.columns WHERE database = {database:String} AND table = {table:String}
       AND default_kind NOT IN ('MATERIALIZED', 'ALIAS') ORDER BY position`,
    { database, table },
  );
  return rows.map(({ name }) => name);
}

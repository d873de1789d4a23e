import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { quote } from './literals.js';
import type { Warehouse } from './warehouse.js';

/** Holds what is not of one generation: the pointer to the generations, and reference editions. */
export const CONTROL_DATABASE = 'waymark';

export type MigrationSet = 'control' | 'generation';

export interface Migration {
  number: number;
  name: string;
  sql: string;
}

// Beside both src and dist, because tsc copies no SQL.
const FOLDER = fileURLToPath(new URL('../migrations/', import.meta.url));

/** The numbered SQL files of a set, in order. Throws when numbers are not 1, 2, 3... */
export async function readMigrations(set: MigrationSet): Promise<Migration[]> {
  const files = (await readdir(`${FOLDER}${set}`)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const number = Number(/^(\d{3})_\w+\.sql$/.exec(file)?.[1]);
      if (number !== index + 1) throw new Error(`migrations/${set}/${file}: expected number ${index + 1}`);
      return { number, name: file, sql: await readFile(`${FOLDER}${set}/${file}`, 'utf8') };
    }),
  );
}

/** The statements of a migration: parts of the file that end in a semicolon at the end of a line. */
export function statements(sql: string): string[] {
  return sql
    .split(/;\s*$/m)
    .map((part) => part.trim())
    .filter((part) => part.replace(/^--.*$/gm, '').trim() !== '');
}

/**
 * Brings a database to the newest migration of its set. Forward only, and safe to repeat: a statement is written so
 * that running it twice changes nothing, because the row that says it ran comes after it.
 */
export async function migrate(warehouse: Warehouse, set: MigrationSet, database: string): Promise<void> {
  await warehouse.command('CREATE DATABASE IF NOT EXISTS {database:Identifier}', { database });
  await warehouse.command(
    `CREATE TABLE IF NOT EXISTS {database:Identifier}.migrations (number UInt32, name String)
     ENGINE = ReplacingMergeTree ORDER BY number`,
    { database },
  );
  const done = await warehouse.query<{ number: number }>(
    `SELECT DISTINCT number FROM ${database}.migrations`,
  );
  const numbers = new Set(done.map((row) => row.number));
  for (const migration of await readMigrations(set)) {
    if (numbers.has(migration.number)) continue;
    for (const sql of statements(migration.sql)) await warehouse.command(sql, { database });
    await warehouse.command(
      `INSERT INTO ${database}.migrations SELECT ${migration.number}, ${quote(migration.name)}`,
    );
  }
}

import fs from 'node:fs';
import path from 'node:path';
import { MEANINGS } from './column-meanings.js';
import { dataDictionary } from './data-dictionary.js';
import { warehouseTables } from './warehouse-tables.js';

const PAGE = path.resolve(__dirname, '../../docs/data-dictionary.md');

test('docs/data-dictionary.md is what the code says now', async () => {
  const page = await dataDictionary();
  if (process.env['WRITE_DOCS'] === '1') fs.writeFileSync(PAGE, page);
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(page);
});

test('every table that a migration creates is found, and each has columns', async () => {
  const folder = path.resolve(__dirname, '../../packages/warehouse/migrations');
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.sql'));
  const text = files.map((file) => fs.readFileSync(path.join(folder, file), 'utf8')).join('\n');
  const created = [...text.matchAll(/CREATE (?:TABLE|VIEW) IF NOT EXISTS \{database:Identifier\}\.(\w+)/g)];
  const tables = await warehouseTables();
  expect(tables.map(({ name }) => name).sort()).toEqual(created.map(([, name]) => name).sort());
  expect(tables.filter(({ columns }) => columns.length < 2)).toEqual([]);
});

test('no meaning is kept of a column that is gone', async () => {
  const tables = await warehouseTables();
  const columns = tables.flatMap(({ name, columns: its }) =>
    its.map((column) => [name, column.name] as const),
  );
  const known = new Set(columns.flatMap(([table, column]) => [`${table}.${column}`, column]));
  expect(Object.keys(MEANINGS).filter((name) => !known.has(name))).toEqual([]);
});

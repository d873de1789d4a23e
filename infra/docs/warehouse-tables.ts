import { readMigrations, statements, type MigrationSet } from '@waymark/warehouse';

export interface WarehouseTable {
  name: string;
  kind: 'table' | 'view';
  set: MigrationSet;
  /** The comment that opens the file: what it is, writer, key, version, retry, read. */
  about: { name: string; text: string }[];
  columns: { name: string; type: string }[];
}

/** Every table and named view that the migrations make, in their order. */
export async function warehouseTables(): Promise<WarehouseTable[]> {
  const tables: WarehouseTable[] = [];
  for (const set of ['generation', 'control'] as const) {
    for (const { sql } of await readMigrations(set)) {
      for (const statement of statements(sql)) addTable(tables, set, statement, sql);
    }
  }
  return tables;
}

function addTable(tables: WarehouseTable[], set: MigrationSet, statement: string, file: string): void {
  const found = /CREATE (TABLE|VIEW) IF NOT EXISTS \{database:Identifier\}\.(\w+)/.exec(statement);
  const altered = /ALTER TABLE \{database:Identifier\}\.(\w+)/.exec(statement);
  if (altered) alter(tables, altered[1] ?? '', statement);
  if (!found) return;
  const [, what = '', name = ''] = found;
  const kind = what === 'TABLE' ? 'table' : 'view';
  const columns = kind === 'table' ? tableColumns(statement) : viewColumns(statement);
  tables.push({ name, kind, set, about: comment(file), columns });
}

function alter(tables: WarehouseTable[], name: string, statement: string): void {
  const table = tables.find((each) => each.name === name);
  const added = /ADD COLUMN IF NOT EXISTS (\w+) (.+?)(?=,\s*ADD COLUMN|$)/gs;
  for (const [, column = '', type = ''] of statement.matchAll(added)) {
    table?.columns.push({ name: column, type: tidy(type) });
  }
}

function comment(file: string): WarehouseTable['about'] {
  const lines = file.split('\n');
  const top = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('--')),
  );
  const about: WarehouseTable['about'] = [];
  for (const line of top) {
    const last = about.at(-1);
    const begun = /^-- (\w+):\s+(.*)$/.exec(line);
    if (begun) about.push({ name: begun[1] ?? '', text: begun[2] ?? '' });
    else if (last) last.text += ` ${line.replace(/^--\s*/, '')}`;
  }
  return about;
}

/** A column begins at four spaces; deeper lines go on with its type. */
function tableColumns(statement: string): WarehouseTable['columns'] {
  const body = /\n\(\n(.*?)\n\)\nENGINE/s.exec(statement)?.[1] ?? '';
  const columns: WarehouseTable['columns'] = [];
  for (const line of body.split('\n')) {
    const last = columns.at(-1);
    const begun = /^ {4}(\w+) (.*)$/.exec(line);
    if (begun) columns.push({ name: begun[1] ?? '', type: begun[2] ?? '' });
    else if (last && /^ {8}/.test(line)) last.type += ` ${line.trim()}`;
  }
  return columns.map(({ name, type }) => ({ name, type: tidy(type) }));
}

function viewColumns(statement: string): WarehouseTable['columns'] {
  const list = /SELECT\n(.*?)\nFROM/s.exec(statement)?.[1] ?? '';
  return list.split(/,\s/).map((item) => ({ name: /(\w+)\s*$/.exec(item)?.[1] ?? '', type: '' }));
}

const tidy = (type: string): string =>
  type
    .replace(/\s+/g, ' ')
    .replace(/ CODEC\(.*$/, '')
    .replace(/,$/, '')
    .trim();

import { readMigrations, statements, type MigrationSet } from './migrate.js';

const SETS: MigrationSet[] = ['control', 'generation'];

describe.each(SETS)('the migrations of the %s database', (set) => {
  test('are numbered 1, 2, 3... without a gap or a double', async () => {
    const numbers = (await readMigrations(set)).map((migration) => migration.number);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('each says who writes the table, its key and version, why a retry is harmless, how to read it', async () => {
    for (const { name, sql } of await readMigrations(set)) {
      const head = sql.slice(0, sql.indexOf('CREATE'));
      for (const word of ['writer:', 'key:', 'version:', 'retry:', 'read:']) {
        expect(`${name}: ${head}`).toContain(`-- ${word}`);
      }
    }
  });

  test('each can run twice', async () => {
    for (const { sql } of await readMigrations(set)) {
      for (const statement of statements(sql)) expect(statement).toMatch(/IF (NOT )?EXISTS/);
    }
  });
});

test('a file is cut into statements at semicolons that end a line', () => {
  expect(statements("-- one; two\nSELECT ';';\n\nSELECT 2;\n-- the end\n")).toEqual([
    "-- one; two\nSELECT ';'",
    'SELECT 2',
  ]);
});

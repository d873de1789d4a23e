import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { startFront, type Front } from './testing/start-front.js';
import { openWarehouse, type Warehouse } from './warehouse.js';

const SERVER = process.env['WAYMARK_TEST_CLICKHOUSE_URL'];
if (SERVER === undefined) {
  process.stderr.write(
    'SKIPPED: the warehouse suite against a real ClickHouse server (set WAYMARK_TEST_CLICKHOUSE_URL to run it)\n',
  );
}

const DATABASE = 'waymark_client_test';
let directory: string;
let front: Front;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-warehouse-'));
  front = await startFront(join(directory, 'front'));
});

afterAll(async () => {
  await front.stop();
  await rm(directory, { recursive: true, force: true });
});

const places = {
  'chDB in this process': () => ({ directory: join(directory, 'chdb') }),
  "ClickHouse's HTTP over chDB": () => ({ url: front.url }),
  ...(SERVER !== undefined && { 'a ClickHouse server': () => ({ url: SERVER }) }),
};

describe.each(Object.entries(places))('over %s', (_, place) => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = await openWarehouse(place());
    await warehouse.command(`DROP DATABASE IF EXISTS ${DATABASE}`);
    await warehouse.command(`CREATE DATABASE ${DATABASE}`);
    await warehouse.command(`CREATE TABLE ${DATABASE}.t (n UInt32, s String) ENGINE = MergeTree ORDER BY n`);
  });

  afterAll(async () => {
    await warehouse.command(`DROP DATABASE IF EXISTS ${DATABASE}`);
    await warehouse.close();
  });

  beforeEach(() => warehouse.command(`TRUNCATE TABLE ${DATABASE}.t`));

  const nasty = fc.constantFrom(
    "'",
    '"',
    '\\',
    '`',
    '\0',
    '\b',
    '\n',
    '\r',
    '\t',
    '\f',
    '{',
    '}',
    ':',
    ';',
    '-',
    '%',
    '\u2028',
    '😀',
  );
  const anyCharacter = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
  const strings = fc.array(fc.string({ unit: fc.oneof(nasty, anyCharacter) }));

  test('any string given as a parameter comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(strings, fc.string({ unit: 'binary' }), async (list, one) => {
        const rows = await warehouse.query('SELECT {list:Array(String)} AS list, {one:String} AS one', {
          list,
          one,
        });
        expect(rows).toEqual([{ list, one }]);
      }),
      { numRuns: 60 },
    );
  });

  test('any string given in a row comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(strings, async (list) => {
        await warehouse.command(`TRUNCATE TABLE ${DATABASE}.t`);
        await warehouse.insert(
          `${DATABASE}.t`,
          list.map((s, n) => ({ n, s })),
        );
        const rows = await warehouse.query<{ s: string }>(`SELECT s FROM ${DATABASE}.t ORDER BY n`);
        expect(rows.map((row) => row.s)).toEqual(list);
      }),
      { numRuns: 30 },
    );
  });

  test('numbers, instants and nulls keep their value', async () => {
    const at = Date.UTC(2026, 2, 29, 1, 30, 0, 123);
    const [row] = await warehouse.query(
      `SELECT {big:UInt64} = 18446744073709551615 AS big, {f:Float64} AS f, {b:Bool} AS b, {d:Date} AS d,
         toUnixTimestamp64Milli({at:DateTime64(3)}) AS at, {none:Nullable(String)} AS none`,
      { big: 2n ** 64n - 1n, f: 0.1, b: true, d: '2026-03-29', at, none: null },
    );
    expect(row).toEqual({ big: 1, f: 0.1, b: true, d: '2026-03-29', at, none: null });
  });

  test('an insert larger than one statement arrives whole', async () => {
    const s = 'x'.repeat(1000);
    const rows = Array.from({ length: 20_000 }, (__, n) => ({ n, s }));
    await warehouse.insert(`${DATABASE}.t`, rows);
    const answer = await warehouse.query(`SELECT count() AS n, sum(length(s)) AS length FROM ${DATABASE}.t`);
    expect(answer).toEqual([{ n: 20_000, length: 20_000_000 }]);
  });

  test('a row with an unknown column is a bug of the caller, and nothing of it is stored', async () => {
    const insert = warehouse.insert(`${DATABASE}.t`, [{ n: 1, s: 'a', other: 1 }]);
    await expect(insert).rejects.toMatchObject({ name: 'WarehouseFault', retryable: false });
    expect(await warehouse.query(`SELECT n FROM ${DATABASE}.t`)).toEqual([]);
  });

  test('a wrong statement is a bug, and the next statement works', async () => {
    await expect(warehouse.query('SELECT FROM WHERE')).rejects.toMatchObject({
      code: 'SYNTAX_ERROR',
      retryable: false,
    });
    await expect(warehouse.query('SELECT nothing')).rejects.toMatchObject({ retryable: false });
    expect(await warehouse.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a statement that needs more memory than it may have is a fault that may pass', async () => {
    const small = await openWarehouse(place(), { statementBytesMax: 20_000_000 });
    const greedy = 'SELECT length(groupArray(repeat(toString(number), 50))) AS n FROM numbers(300000)';
    await expect(small.query(greedy)).rejects.toMatchObject({
      code: 'MEMORY_LIMIT_EXCEEDED',
      retryable: true,
    });
    await small.close();
    expect(await warehouse.query(greedy)).toEqual([{ n: 300_000 }]);
  });

  test('settings of one statement are not those of the next', async () => {
    await warehouse.insert(`${DATABASE}.t`, [{ n: 1, s: '' }]);
    const changed = await warehouse.query(
      `SELECT name FROM system.settings WHERE changed AND name IN ('async_insert', 'input_format_skip_unknown_fields')`,
    );
    expect(changed).toEqual([]);
  });

  test('it answers for its health', async () => {
    expect(await warehouse.health()).toMatchObject({ kind: warehouse.kind, answers: true });
  });
});

describe('when the server goes away', () => {
  test('statements are faults that may pass, and what was answered for is there when it comes back', async () => {
    const place = join(directory, 'lost');
    const first = await startFront(place);
    const warehouse = await openWarehouse({ url: first.url });
    await warehouse.command('CREATE TABLE t (n UInt32) ENGINE = MergeTree ORDER BY n');
    await warehouse.insert('t', [{ n: 1 }]);
    await first.kill();
    await expect(warehouse.insert('t', [{ n: 2 }])).rejects.toMatchObject({
      code: 'CONNECTION',
      retryable: true,
    });
    expect(await warehouse.health()).toMatchObject({ answers: false });
    const second = await startFront(place, Number(new URL(first.url).port));
    expect(await warehouse.query('SELECT n FROM t')).toEqual([{ n: 1 }]);
    await warehouse.close();
    await second.stop();
  });
});

describe('when the server hangs', () => {
  test('whoever breaks off is not held up: what is under way and what comes later are faults that may pass', async () => {
    const hanging = await startFront(join(directory, 'hanging'));
    const warehouse = await openWarehouse({ url: hanging.url });
    await warehouse.command('CREATE TABLE t (n UInt32) ENGINE = MergeTree ORDER BY n');
    process.kill(hanging.pid, 'SIGSTOP');
    const asked = [warehouse.query('SELECT 1'), warehouse.insert('t', [{ n: 1 }])].map((each) =>
      each.catch((fault: unknown) => fault),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    warehouse.breakOff();
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ retryable: true });
    await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({ retryable: true });
    await warehouse.close();
    process.kill(hanging.pid, 'SIGCONT');
    await hanging.stop();
  });
});

test('a warehouse that is closed says so', async () => {
  const warehouse = await openWarehouse({ url: front.url });
  await warehouse.close();
  await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({ code: 'CLOSED' });
});

test('a directory that another process holds is told from one that cannot be opened for another reason', async () => {
  await expect(openWarehouse({ directory: join(directory, 'front') })).rejects.toMatchObject({
    code: 'LOCKED',
    retryable: false,
  });
  const file = join(directory, 'a-file');
  await writeFile(file, '');
  await expect(openWarehouse({ directory: file })).rejects.not.toMatchObject({ code: 'LOCKED' });
});

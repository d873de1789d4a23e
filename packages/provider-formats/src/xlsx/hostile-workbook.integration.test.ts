import { strToU8 } from 'fflate';
import { inlineRow, rawWorkbook } from '../testing/workbooks.js';
import { readWorkbook } from './read-workbook.js';

const COLUMNS = ['Client no', 'Name'];

/** Rows given and the most memory held meanwhile, beyond what the file takes. */
async function reading(bytes: Uint8Array): Promise<{ rows: number; fault?: unknown; grewBy: number }> {
  global.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  let rows = 0;
  try {
    for await (const row of readWorkbook(bytes, { columns: COLUMNS })) rows += row.ok ? 1 : 0;
    return { rows, grewBy: most - before };
  } catch (fault) {
    return { rows, fault, grewBy: most - before };
  } finally {
    clearInterval(watch);
  }
}

describe('a hostile workbook', () => {
  test('that unpacks to a thousand times itself is refused, in memory that stays flat', async () => {
    const bomb = rawWorkbook(inlineRow(...COLUMNS) + '<row/>'.repeat(30_000_000));
    const { fault, grewBy } = await reading(bomb);
    expect(fault).toMatchObject({ code: 'workbook_too_large' });
    expect(grewBy).toBeLessThan(200e6);
  });

  test('of one text without an end is refused', async () => {
    const bytes = rawWorkbook(strToU8(`<worksheet><sheetData><row><c><v>${'x9'.repeat(3_000_000)}`));
    expect((await reading(bytes)).fault).toMatchObject({ code: 'workbook_too_large' });
  });

  test('with two million empty rows gives those that hold something, in memory that stays flat', async () => {
    const empty = Array.from({ length: 2_000_000 }, (_, nth) => `<row r="${nth + 3}" ht="15"/>`).join('');
    const bytes = rawWorkbook(`${inlineRow(...COLUMNS)}${inlineRow('1', 'Ann')}${empty}`);
    const { rows, fault, grewBy } = await reading(bytes);
    expect([rows, fault]).toEqual([1, undefined]);
    expect(grewBy).toBeLessThan(200e6);
  });
});

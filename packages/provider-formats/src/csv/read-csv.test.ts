import fc from 'fast-check';
import { anyCuts, gather, inChunks, utf8, whole } from '../testing/bytes.js';
import { CsvFault } from './faults.js';
import { readCsv } from './read-csv.js';

const COMMA = { encoding: 'utf-8', delimiter: ',' };
const rows = (text: string | Uint8Array, format = COMMA): Promise<unknown[]> =>
  gather(readCsv(whole(text), format));
const cells = async (text: string, format = COMMA): Promise<unknown[]> =>
  (await gather(readCsv(whole(text), format))).map((row) => row.cells);

describe('reading CSV', () => {
  test('numbers rows as a spreadsheet does: a quoted line break starts none, an empty line is one', async () => {
    expect(await rows('a,b\n"x\ny",1\n\nz,2\n')).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 2, cells: ['x\ny', '1'] },
      { row: 4, cells: ['z', '2'] },
    ]);
  });

  test.each([
    ['LF', 'a,b\n1,2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['CR', 'a,b\r1,2\r'],
    ['mixed line ends', 'a,b\r\n1,2\n'],
    ['no line end at the end', 'a,b\n1,2'],
    ['a byte order mark', '\uFEFFa,b\n1,2\n'],
    ['a byte order mark before a quote', '\uFEFF"a",b\n1,2\n'],
  ])('reads the same from a file with %s', async (_name, text) => {
    expect(await cells(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  test('reads another encoding and another delimiter where the profile names them', async () => {
    const bytes = Uint8Array.from([...utf8('Ort;Zahl\nM'), 0xfc, ...utf8('nchen;1,5\n')]);
    expect(await rows(bytes, { encoding: 'windows-1252', delimiter: ';' })).toMatchObject([
      { cells: ['Ort', 'Zahl'] },
      { cells: ['München', '1,5'] },
    ]);
  });

  test('takes a stray quote inside a cell as that cell’s own', async () => {
    expect(await cells('a,b\n5" pipe,x\n"say ""hi""",y\n')).toEqual([
      ['a', 'b'],
      ['5" pipe', 'x'],
      ['say "hi"', 'y'],
    ]);
  });

  test('given a quote that nobody closed, names the row and gives the rows before it', async () => {
    const read: unknown[] = [];
    const reading = async (): Promise<void> => {
      for await (const row of readCsv(whole('a,b\n1,2\n"3,4\n5,6\n'), COMMA)) read.push(row.cells);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'unclosed_quote', row: 3 });
    expect(read).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  test('given a row without an end, stops after a megabyte', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield utf8('a,b\n"');
      const chunk = utf8('x'.repeat(64 * 1024));
      for (;;) {
        await Promise.resolve();
        yield chunk;
      }
    }
    await expect(gather(readCsv(endless(), COMMA))).rejects.toMatchObject({ code: 'row_too_long', row: 2 });
  });

  test('passes on what broke the body, after the rows that came whole', async () => {
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield utf8('a,b\n1,2\nthree, fo');
      await Promise.resolve();
      throw new Error('the line went dead');
    }
    const read: unknown[] = [];
    const reading = async (): Promise<void> => {
      for await (const row of readCsv(cut(), COMMA)) read.push(row.row);
    };
    await expect(reading()).rejects.toThrow('the line went dead');
    expect(read).toEqual([1, 2]);
  });

  test('reads what was written, however the bytes are cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', 'é', '東', '😀') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), anyCuts(), async (written, end, cuts) => {
        const text = written.map(
          (row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',') + end,
        );
        const read = await gather(readCsv(inChunks(utf8(text.join('')), cuts), COMMA));
        const filled = written.filter((row) => row.some((each) => each.trim() !== ''));
        expect(read.map((row) => row.cells)).toEqual(filled);
      }),
    );
  });

  test('ends at the same row with the same fault, however the bytes are cut', async () => {
    const bytes = utf8('a,b\n1,é\n2,"東"\n3,"open\n4,5\n');
    await fc.assert(
      fc.asyncProperty(anyCuts(), async (cuts) => {
        const read: number[] = [];
        const reading = async (): Promise<void> => {
          for await (const { row } of readCsv(inChunks(bytes, cuts), COMMA)) read.push(row);
        };
        await expect(reading()).rejects.toThrow(CsvFault);
        expect(read).toEqual([1, 2, 3]);
      }),
    );
  });
});

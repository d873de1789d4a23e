import fc from 'fast-check';
import { anyCuts, gather, inChunks, utf8, whole } from '../testing/bytes.js';
import { readTable, type TableRow } from './table.js';

const FOUND_OUT = { encoding: 'auto', delimiter: 'auto' };
const COLUMNS = ['Client no', 'Name'];

const read = (bytes: string | Uint8Array, columns = COLUMNS): Promise<TableRow[]> =>
  gather(readTable(whole(bytes), FOUND_OUT, columns));
const cells = (rows: readonly TableRow[], columns = COLUMNS): unknown[] =>
  rows.map((row) => (row.ok ? columns.map(row.cells) : row.fault.code));

/** Every character of the text in one byte. */
const windows1252 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => ({ '’': 0x92, '€': 0x80 })[character] ?? character.charCodeAt(0));
const utf16 = (text: string, mark = ''): Uint8Array => new Uint8Array(Buffer.from(mark + text, 'utf16le'));
const bigEndian = (bytes: Uint8Array): Uint8Array => new Uint8Array(Buffer.from(bytes).swap16());

const TEXT = 'Client no,Name\n1,Zoé O’Hara\n2,Müller\n';
const ROWS = [
  ['1', 'Zoé O’Hara'],
  ['2', 'Müller'],
];

describe('a file as it is', () => {
  test.each([
    ['UTF-8', utf8(TEXT)],
    ['UTF-8 with a byte order mark', utf8(`\uFEFF${TEXT}`)],
    ['Windows-1252', windows1252(TEXT)],
    ['UTF-16 with a byte order mark', utf16(TEXT, '\uFEFF')],
    ['UTF-16, the other end first', bigEndian(utf16(TEXT, '\uFEFF'))],
    ['UTF-16 without a mark', utf16(TEXT)],
    ['semicolons', utf8(TEXT.replaceAll(',', ';'))],
    ['tabs, in UTF-16, as Excel writes "Unicode text"', utf16(TEXT.replaceAll(',', '\t'), '\uFEFF')],
    ['a line that names the delimiter to Excel', utf8(`sep=;\n${TEXT.replaceAll(',', ';')}`)],
    ['title rows', utf8(`Harbour Trust; register,,\nPrinted 1 June, by hand\n,\n${TEXT}`)],
    ['empty rows', utf8(TEXT.replaceAll('\n', '\n,\n\n , \n'))],
    ['empty cells behind the last', utf8('Client no,Name\n1,Zoé O’Hara,,\n2,Müller,\n')],
  ])('is read the same in %s', async (_name, bytes) => {
    expect(cells(await read(bytes))).toEqual(ROWS);
  });

  test('is told Windows-1252 from UTF-8 by its first letter beyond ASCII, however late and however the bytes are cut', async () => {
    const text = `Client no,Name\n${'1,Ann\n'.repeat(3_000)}2,Zoé\n`;
    await fc.assert(
      fc.asyncProperty(anyCuts(), fc.constantFrom(utf8, windows1252), async (cuts, written) => {
        const rows = await gather(readTable(inChunks(written(text), cuts), FOUND_OUT, COLUMNS));
        expect(cells(rows).at(-1)).toEqual(['2', 'Zoé']);
      }),
      { numRuns: 20 },
    );
  });

  test('of UTF-8 into which something else was pasted, loses the row with the paste alone', async () => {
    const bytes = Uint8Array.from([...utf8('Client no,Name\n1,Zoé\n2,Jos'), 0xe9, ...utf8('\n3,Ann\n')]);
    expect(cells(await read(bytes))).toEqual([['1', 'Zoé'], 'invalid_encoding', ['3', 'Ann']]);
  });

  test('keeps the row numbers of a spreadsheet behind title rows and empty ones', async () => {
    const rows = await read('Register,\n\nClient no,Name\n,\n1,Ann\n');
    expect(rows.map(({ row }) => row)).toEqual([5]);
  });

  test('whose header stands where the profile says is not searched for another', async () => {
    const wish = { columns: COLUMNS, headerRow: 2 };
    const text = 'Client no,Name\nx,y\n1,Ann\n';
    await expect(gather(readTable(whole(text), FOUND_OUT, wish))).rejects.toMatchObject({
      code: 'missing_column',
      row: 2,
    });
  });

  test('given no header, names what the nearest row lacks', async () => {
    await expect(read('A title\nClient no,Nme\n1,Ann\n')).rejects.toMatchObject({
      code: 'missing_column',
      row: 2,
      detail: 'The header (2 cells) lacks "Name".',
    });
  });

  test('with two headers of one name says which', async () => {
    await expect(read('Client no,Name,Date,Name\n')).rejects.toMatchObject({
      code: 'duplicate_column',
      detail: 'Columns B and D of the header have the same name; give each a name of its own.',
    });
  });

  test.each([
    ['a formula', '=HYPERLINK("http://evil.example","x")', 'formula'],
    ['a formula in disguise', '+cmd(1)', 'formula'],
    ['a number that Excel shortened', '9.4E+09', 'shortened_number'],
  ])('loses the row with %s in a column that is read', async (_name, cell, code) => {
    const quoted = `"${cell.replaceAll('"', '""')}"`;
    const rows = await read(`Client no,Name,Notes\n${quoted},Ann,\n2,Ben,${quoted}\n`);
    expect(cells(rows)).toEqual([code, ['2', 'Ben']]);
    const faults = rows.map((row) => (row.ok ? undefined : row.fault));
    expect(JSON.stringify(faults)).not.toContain('evil');
  });

  test.each([
    ['a dash for nothing', '-'],
    ['a negative number', '-1'],
    ['a telephone number', '+44 20 7946 0000'],
    ['an address', '@home'],
  ])('takes %s as a text', async (_name, cell) => {
    expect(cells(await read(`Client no,Name\n${cell},Ann\n`))).toEqual([[cell, 'Ann']]);
  });

  test.each([
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]],
    ['a photograph', [0xff, 0xd8, 0xff, 0xe0, 0, 16]],
    ['a workbook of the old kind', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]],
    ['a workbook', [0x50, 0x4b, 3, 4, 20, 0]],
    ['a web page', [...utf8('<html><table><tr><td>Client no</td></tr></table>')]],
    ['bytes of no known kind', [...utf8('abc'), 0, 1, 2, 3, ...utf8('def,ghi\n')]],
  ])('that is %s under the name of a table says so, whatever the cuts', async (_name, bytes) => {
    for (const cuts of [[], [1, 2, 3, 4, 5]]) {
      const reading = gather(readTable(inChunks(Uint8Array.from(bytes), cuts), FOUND_OUT, COLUMNS));
      await expect(reading).rejects.toMatchObject({ code: 'not_a_table' });
    }
  });
});

import { gather, utf8, whole } from '../testing/bytes.js';
import { readTable } from './table.js';

const FORMAT = { encoding: 'utf-8', delimiter: ',' };
const read = (text: string | Uint8Array, columns: string[] = ['id', 'name']) =>
  gather(readTable(whole(text), FORMAT, columns));

describe('a table', () => {
  test('gives trimmed cells by name, whatever the order of the columns', async () => {
    const [row] = await read('other,name,id\nx, Ann ,7\n');
    expect(row?.row).toBe(2);
    expect(row?.ok === true && [row.cells('id'), row.cells('name')]).toEqual(['7', 'Ann']);
  });

  test('finds a column whose accent is written as two characters', async () => {
    const [row] = await read('pre\u0301nom\nZoé\n', ['pr\u00E9nom']);
    expect(row?.ok === true && row.cells('pr\u00E9nom')).toBe('Zoé');
  });

  test.each([
    ['an empty file', '', 'empty_file'],
    ['a file of empty lines', '\n\n', 'empty_file'],
    ['a missing column', 'id,nam\n1,x\n', 'missing_column'],
    ['another delimiter', 'id;name\n1;x\n', 'missing_column'],
    ['two headers of one name', 'id,name,id\n1,x,2\n', 'duplicate_column'],
    ['two headers of one name that nobody reads', 'id,name,x,x\n1,x,2,3\n', 'duplicate_column'],
  ])('refuses %s', async (_name, text, code) => {
    await expect(read(text)).rejects.toMatchObject({ code });
  });

  test('allows several columns without a name', async () => {
    expect(await read('id,name,,\n1,x,,\n')).toMatchObject([{ ok: true }]);
  });

  test('refuses a header that is not in the encoding', async () => {
    const bytes = Uint8Array.from([...utf8('id,name,pr'), 0xe9, ...utf8('nom\n1,x,y\n')]);
    await expect(read(bytes)).rejects.toMatchObject({ code: 'invalid_encoding', row: 1 });
  });

  test('names what is missing by the profile’s words, never by the file’s', async () => {
    await expect(read('4857773456,Ann\n')).rejects.toMatchObject({
      message: expect.not.stringMatching(/4857773456|Ann/) as string,
    });
  });

  test.each([
    ['too few cells', '1', { column: null, code: 'wrong_cell_count', expected: '2 cells, as in the header' }],
    ['too many cells', '1,x,y', { column: null, code: 'wrong_cell_count' }],
    ['the header again', 'id,name', { column: null, code: 'repeated_header' }],
  ])('refuses a row with %s, and reads on', async (_name, line, fault) => {
    const rows = await read(`id,name\n${line}\n2,y\n`);
    expect(rows).toMatchObject([
      { row: 2, ok: false, fault },
      { row: 3, ok: true },
    ]);
  });

  test('refuses a row whose bytes are not of the encoding, and names the column', async () => {
    const bytes = Uint8Array.from([...utf8('id,name\n1,Jos'), 0xe9, ...utf8('\n2,y\n')]);
    expect(await read(bytes)).toMatchObject([
      { row: 2, ok: false, fault: { column: 'name', code: 'invalid_encoding' } },
      { row: 3, ok: true },
    ]);
  });
});

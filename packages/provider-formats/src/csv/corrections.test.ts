import fc from 'fast-check';
import { anyCuts, gather, inChunks, utf8, whole } from '../testing/bytes.js';
import { correctionsCsv, correctionsHeader, correctionsRow } from './corrections.js';
import { ownColumns, readTable, type TableRow } from './table.js';

const COLUMNS = ['Client no', 'Attended'];
const FORMAT = { encoding: 'windows-1252', delimiter: ';' };
const WISH = { columns: COLUMNS, headerRow: 4 };
const given = (...rows: readonly (readonly string[])[]): string =>
  correctionsCsv([
    correctionsHeader(COLUMNS),
    ...rows.map((texts, nth) => correctionsRow(nth + 5, 'Look, again', texts)),
  ]);
const read = (bytes: AsyncIterable<Uint8Array>): Promise<TableRow[]> =>
  gather(readTable(bytes, FORMAT, WISH));
const textsOf = (rows: readonly TableRow[]): string[][] => rows.map(({ source }) => ownColumns(source).texts);

describe('refused rows that come back corrected', () => {
  test('are read whatever encoding, delimiter and place of the header their profile names', async () => {
    const rows = await read(whole(given(['Zoé', 'Yes'], ['2', 'No'])));
    expect(rows.map((row) => row.ok && COLUMNS.map(row.cells))).toEqual([
      ['Zoé', 'Yes'],
      ['2', 'No'],
    ]);
  });

  test('hold every text as it stood, in whatever pieces they come', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'=+-@\'" ,;\t\r\naé'.split('')), maxLength: 6 });
    const row = fc.tuple(text, text).filter((cells) => cells.some((cell) => cell.trim() !== ''));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), anyCuts(), async (rows, cuts) => {
        const back = await read(inChunks(utf8(given(...rows)), cuts));
        expect(textsOf(back)).toEqual(rows);
      }),
    );
  });

  test('hold no cell that a spreadsheet would run', () => {
    const cells = ['=1', '+1', '-1', '@x', '\t=1', '\r=1'];
    for (const cell of cells) expect(correctionsRow(5, 'x', [cell])[2]).toBe(`'${cell}`);
  });

  test('may have had a column named as one that was added', async () => {
    const columns = ['Row', ...COLUMNS];
    const file = correctionsCsv([correctionsHeader(columns), correctionsRow(5, 'x', ['own', '1', 'Yes'])]);
    const [row] = await gather(readTable(whole(file), FORMAT, columns));
    expect(row?.ok === true && row.cells('Row')).toBe('own');
  });

  test('that were emptied are no rows', async () => {
    expect(await read(whole(given(['', ''], ['2', 'No'])))).toHaveLength(1);
  });
});

test('a file whose own first columns are named otherwise is read as it stands', async () => {
  const rows = await gather(
    readTable(whole("Row,What,Client no\n1,x,'=1\n"), { encoding: 'auto', delimiter: 'auto' }, ['Client no']),
  );
  expect(rows.map((row) => row.ok && row.cells('Client no'))).toEqual(["'=1"]);
});

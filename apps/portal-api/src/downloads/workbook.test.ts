import { WITHHELD } from '../data-call.js';
import { openWorkbook } from '../testing/workbook.js';
import { sheetNames } from './sheet-names.js';
import { workbookOf } from './workbook.js';

describe('a workbook', () => {
  test('keeps numbers as numbers and texts as texts, [c] for what is withheld, nothing for what is not there', async () => {
    const rows = [
      ['QOP', 0.1 + 0.2, 1e-7, WITHHELD, null, 12],
      ['0123', -5],
    ];
    const [sheet] = openWorkbook(await workbookOf([{ name: 'data', header: ['a', 'b & <c>'], rows }]));
    expect(sheet).toEqual({
      ...{ name: 'data', formulas: 0, merged: 0 },
      cells: [
        ['a', 'b & <c>'],
        ['QOP', 0.1 + 0.2, 1e-7, '[c]', null, 12],
        ['0123', -5],
      ],
    });
  });

  test('holds no formula, whatever a text begins with', async () => {
    const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x")', '\t=1'];
    const [sheet] = openWorkbook(await workbookOf([{ name: 'data', rows: [texts] }]));
    expect([sheet?.formulas, sheet?.cells]).toEqual([0, [texts]]);
  });

  test('is whole with a text that every object has as a member', async () => {
    const texts = ['constructor', '__proto__', 'toString', 'plain'];
    const [sheet] = openWorkbook(await workbookOf([{ name: 'data', rows: [texts] }]));
    expect(sheet?.cells[0]?.map((cell) => String(cell).trim())).toEqual(texts);
  });

  test('with more rows than one may have is refused', async () => {
    const rows = new Array<[number]>(100_001).fill([1]);
    await expect(workbookOf([{ name: 'data', header: ['n'], rows }])).rejects.toMatchObject({
      ...{ status: 422, code: 'too_many_rows' },
    });
  });
});

describe('names of sheets', () => {
  test('have at most 31 characters and are told apart, whatever their case', () => {
    const long = 'retained.of_referred.12w by practice';
    expect(sheetNames([long, long, 'Cover', 'cover'])).toEqual([
      'retained.of_referred.12w by pra',
      'retained.of_referred.12w by p 2',
      ...['Cover', 'cover 2'],
    ]);
  });

  test('have none of the signs that Excel refuses', () => {
    expect(sheetNames(["'a/b\\c:d*e?f[g]'", ''])).toEqual(['a b c d e f g ', 'Sheet']);
  });
});

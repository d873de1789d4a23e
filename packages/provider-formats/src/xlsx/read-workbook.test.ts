import { gather } from '../testing/bytes.js';
import { inlineRow, rawWorkbook, workbook } from '../testing/workbooks.js';
import { readWorkbook, type WorkbookWish } from './read-workbook.js';

const COLUMNS = ['Client no', 'Date', 'Came'];
const HEADER = COLUMNS;
const day = (iso: string): Date => new Date(`${iso}Z`);

async function cells(bytes: Uint8Array, wish: Partial<WorkbookWish> = {}): Promise<unknown[]> {
  const columns = wish.columns ?? COLUMNS;
  const rows = await gather(readWorkbook(bytes, { columns, ...wish }));
  return rows.map((row) => (row.ok ? [row.row, ...columns.map(row.cells)] : [row.row, row.fault.code]));
}

describe('a workbook', () => {
  test('is read like a CSV file of it: title rows, empty rows and empty cells', async () => {
    const bytes = await workbook({
      Register: [['Harbour Trust'], [], HEADER, ['007', 'x', 'Y'], [null, null, null], ['8', null, null]],
    });
    expect(await cells(bytes)).toEqual([
      [4, '007', 'x', 'Y'],
      [6, '8', '', ''],
    ]);
  });

  test('of several sheets is read at the first that has the columns', async () => {
    const bytes = await workbook({
      Notes: [['Call the pool']],
      Data: [HEADER, ['7', 'x', 'Y']],
      More: [HEADER],
    });
    expect(await cells(bytes)).toEqual([[2, '7', 'x', 'Y']]);
  });

  test('is read at the sheet that the profile names, and says so where there is none', async () => {
    const bytes = await workbook({ May: [HEADER, ['5', 'x', 'Y']], June: [HEADER, ['6', 'x', 'Y']] });
    expect(await cells(bytes, { sheet: 'June' })).toEqual([[2, '6', 'x', 'Y']]);
    await expect(cells(bytes, { sheet: 'July' })).rejects.toMatchObject({ code: 'missing_sheet' });
  });

  test('gives its dates as the profile reads them, as a CSV file would hold them', async () => {
    const bytes = await workbook({ S: [HEADER, [7, day('2026-06-01T09:30:00'), 'Y']] });
    const dated = async (format?: string): Promise<unknown> => {
      const [row] = await cells(bytes, {
        dateFormats: new Map(format === undefined ? [] : [['Date', format]]),
      });
      return (row as unknown[])[2];
    };
    expect(await dated('dd/MM/yyyy HH:mm')).toBe('01/06/2026 09:30');
    expect(await dated('d MMM yyyy')).toBe('1 Jun 2026');
    expect(await dated('iso')).toBe('2026-06-01T09:30:00');
    expect(await dated()).toBe('2026-06-01T09:30:00');
  });

  test('gives the columns of a wide register by the days above them', async () => {
    const bytes = await workbook({
      S: [
        ['No', day('2026-06-01'), day('2026-06-08')],
        [7, 'Y', null],
      ],
    });
    const spread = { columns: { date: 'dd/MM/yyyy' }, header: 'Session', cell: 'Came' };
    const rows = await gather(readWorkbook(bytes, { columns: ['No'], spread }));
    expect(rows.map((row) => row.ok && row.cells.across)).toMatchObject([
      [
        { column: '01/06/2026', header: '2026-06-01', cell: 'Y' },
        { column: '08/06/2026', header: '2026-06-08', cell: '' },
      ],
    ]);
  });

  test('gives numbers as Excel shows them, all their digits, and no noise behind the fifteenth', async () => {
    const rows =
      '<row><c><v>9.434765919E9</v></c><c><v>0.30000000000000004</v></c><c t="b"><v>1</v></c></row>';
    expect(await cells(rawWorkbook(inlineRow(...HEADER) + rows))).toEqual([[2, '9434765919', '0.3', 'TRUE']]);
  });

  test('gives what a formula last gave, and refuses the row where that is not known', async () => {
    const rows =
      '<row><c><f>A1+1</f><v>12</v></c><c t="str"><f>HYPERLINK("http://x.example","go")</f><v>go</v></c></row>' +
      '<row><c><f>1+1</f></c></row>';
    expect(await cells(rawWorkbook(inlineRow(...HEADER) + rows))).toEqual([
      [2, '12', 'go', ''],
      [3, 'formula'],
    ]);
  });

  test('without the columns on any sheet says so', async () => {
    const bytes = await workbook({ A: [['Client no', 'Date']], B: [['x']] });
    await expect(cells(bytes)).rejects.toMatchObject({
      code: 'missing_column',
      detail: 'None of the 2 sheets has such a header. The header (2 cells) lacks "Came".',
    });
  });
});

describe('a file that is no workbook to be read', () => {
  const text = (begin: string): Uint8Array => new TextEncoder().encode(begin.padEnd(600, ' '));
  const marked = (...begin: number[]): Uint8Array =>
    Uint8Array.from([...begin, ...new Array<number>(600).fill(1)]);
  const honest = rawWorkbook(inlineRow(...HEADER));

  test.each([
    ['with macros', rawWorkbook('', { 'xl/vbaProject.bin': 'x' }), 'macro_workbook'],
    [
      'that says it may have macros',
      rawWorkbook('', {
        '[Content_Types].xml': '<Types><Default ContentType="a.sheet.macroEnabled.main+xml"/></Types>',
      }),
      'macro_workbook',
    ],
    ['with a password, or of the old kind', marked(0xd0, 0xcf, 0x11, 0xe0), 'protected_workbook'],
    ['that is a picture', marked(0x89, 0x50, 0x4e, 0x47), 'not_a_workbook'],
    ['that is text', text('Client no,Date,Came\n'), 'not_a_workbook'],
    ['that is empty', new Uint8Array(), 'not_a_workbook'],
    ['that was cut off', honest.subarray(0, honest.length - 40), 'broken_workbook'],
    ['whose XML ends nowhere', rawWorkbook('<row><c>'), 'broken_workbook'],
    [
      'that defines entities',
      rawWorkbook(new TextEncoder().encode('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>')),
      'broken_workbook',
    ],
    [
      'with a cell beyond all columns',
      rawWorkbook(`${inlineRow(...HEADER)}<row><c r="ZZZ2"><v>1</v></c></row>`),
      'too_many_columns',
    ],
  ])('one %s, is refused with what to do', async (_name, bytes, code) => {
    await expect(cells(bytes)).rejects.toMatchObject({
      code,
      detail: expect.stringMatching(/\.$/) as string,
    });
  });

  test('one in which anything is damaged, ends in a sentence or in rows, never in a crash', async () => {
    const bytes = await workbook({ S: [HEADER, ['7', 'x', 'Y']] });
    for (let at = 0; at < bytes.length; at += 13) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const outcome = await cells(damaged).then(
        () => 'rows',
        (fault: unknown) => (fault as Error).name,
      );
      expect(['rows', 'CsvFault']).toContain(outcome);
    }
  });
});

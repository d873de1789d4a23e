import { whole } from '../testing/bytes.js';
import { workbook } from '../testing/workbooks.js';
import { readSample, type Sample } from './sample.js';

const sample = (text: string): Promise<Sample> => readSample({ csv: whole(text) });

describe('the header of a file that nobody has described', () => {
  test.each([
    ['the first row', 'Client,Day,Came\n1,2,3\n', 0],
    ['below a title', 'Harbour Trust,,\nClient,Day,Came\n1,2,3\n', 1],
    [
      'below titles of some cells and an empty row',
      'Trust,North,\nPrinted,Friday,\n\nClient,Day,Came\n1,2,3\n',
      3,
    ],
    ['above rows that are fuller by a column without a name', 'Client,Day,Came,Place,\n1,2,3,4,x\n', 0],
  ])('is %s', async (_name, text, preamble) => {
    const found = await sample(text);
    expect(found.preamble).toBe(preamble);
    expect(found.headers.slice(0, 3)).toEqual(['Client', 'Day', 'Came']);
    expect(found.rows[0]?.slice(0, 3)).toEqual(['1', '2', '3']);
  });

  test('has no columns behind its last name, and rows are as wide as it is', async () => {
    expect(await sample('a;b;;\n1;;;\n2\n')).toEqual({
      ...{ headers: ['a', 'b'], preamble: 0 },
      rows: [
        ['1', ''],
        ['2', ''],
      ],
    });
  });
});

test('only the first rows of a file are looked at, however many there are', async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a,b\n');
    for (;;) {
      read += 1;
      yield await Promise.resolve(Buffer.from('1,2\n'.repeat(100)));
    }
  }
  expect((await readSample({ csv: endless() })).rows).toHaveLength(999);
  expect(read).toBeLessThan(200);
});

test('a workbook’s dates are written as people here write them, with their time where they have one', async () => {
  const rows = [
    ['Client', 'Day'],
    ['1', new Date('2026-01-05T00:00:00Z')],
    ['2', new Date('2026-01-05T14:30:00Z')],
  ];
  const { headers, rows: read } = await readSample({ workbook: await workbook({ Register: rows }) });
  expect(headers).toEqual(['Client', 'Day']);
  expect(read).toEqual([
    ['1', '05/01/2026'],
    ['2', '05/01/2026 14:30'],
  ]);
});

test('a header that no table has is refused before anything is guessed of it', async () => {
  const header = Array.from({ length: 100_000 }, (_, nth) => nth.toString(36)).join(',');
  await expect(sample(`${header}\n1\n`)).rejects.toMatchObject({ code: 'too_many_columns', row: 1 });
});

test.each(['', '\n\n', '\uFEFF'])('a file of nothing is told as that', async (text) => {
  await expect(sample(text)).rejects.toMatchObject({ code: 'empty_file' });
});

import fc from 'fast-check';
import {
  PostcodeAssembler,
  PostcodeCollector,
  postcodeRecords,
  postcodesId,
  PostcodeTable,
  type PostcodeRow,
} from './index.js';

function tableOf(rows: readonly Partial<PostcodeRow>[]): PostcodeTable {
  const collector = new PostcodeCollector();
  for (const row of rows) collector.add({ postcode: '', lsoa: 'E01000001', ended: false, ...row });
  return collector.table();
}

const letter = fc.integer({ min: 65, max: 90 }).map((unit) => String.fromCharCode(unit));
const digit = fc.integer({ min: 0, max: 9 }).map(String);
const outward = fc
  .tuple(fc.array(letter, { minLength: 1, maxLength: 2 }), digit, fc.option(fc.oneof(letter, digit)))
  .map(([area, district, sub]) => `${area.join('')}${district}${sub ?? ''}`);
const postcode = fc
  .tuple(fc.oneof(outward, fc.constant('GIR')), digit, letter, letter)
  .map((parts) => parts.join(''));
const lsoa = fc.option(fc.integer({ min: 1, max: 999_999 }).map((n) => `E01${String(n).padStart(6, '0')}`));
const directory = fc.dictionary(postcode, lsoa, { maxKeys: 200 });

const rowsOf = (places: Record<string, string | null>): PostcodeRow[] =>
  Object.entries(places).map(([code, place]) => ({ postcode: code, lsoa: place ?? '', ended: false }));

describe('a table of postcodes', () => {
  test('after any journey through the log answers each of its postcodes, and no other', () => {
    fc.assert(
      fc.property(directory, directory, fc.integer({ min: 1, max: 300 }), (places, others, partBytes) => {
        const assembler = new PostcodeAssembler();
        const parts = postcodeRecords(tableOf(rowsOf(places)), partBytes).map(({ key, value }) =>
          assembler.add(key, value, 7),
        );
        const arrived = parts.at(-1);
        expect(parts.slice(0, -1).every((part) => part === 'more_to_come')).toBe(true);
        if (typeof arrived !== 'object') throw new Error('it did not arrive');
        expect([arrived.loadedAt, arrived.table.size]).toEqual([7, Object.keys(places).length]);
        for (const code of Object.keys({ ...places, ...others }))
          expect(arrived.table.lsoaOf(code)).toBe(places[code]);
      }),
    );
  });

  test('is the same for the same rows in any order', () => {
    const shuffled = directory.chain((places) =>
      fc.tuple(
        fc.constant(rowsOf(places)),
        fc.shuffledSubarray(rowsOf(places), { minLength: Object.keys(places).length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([rows, others]) =>
        expect(postcodesId(tableOf(others))).toBe(postcodesId(tableOf(rows))),
      ),
    );
  });

  test('holds ended postcodes, in any spacing; of one in two rows the one in use stands', () => {
    const table = tableOf([
      { postcode: 'OX1  1AB', ended: true, lsoa: 'E01000002' },
      { postcode: 'OX1 1AA', ended: true, lsoa: 'E01000001' },
      { postcode: 'OX11AA', lsoa: 'E01000009' },
      { postcode: 'B1  1AA', lsoa: 'E01000003' },
    ]);
    expect(['OX11AB', 'OX11AA', 'B11AA'].map((code) => table.lsoaOf(code))).toEqual([
      'E01000002',
      'E01000009',
      'E01000003',
    ]);
    expect(table.size).toBe(3);
  });

  test('knows a postcode outside England, and that it has no neighbourhood', () => {
    const table = tableOf([
      { postcode: 'CF10 1AA', lsoa: 'W01000001' },
      { postcode: 'IM1 1AA', lsoa: '' },
    ]);
    expect(['CF101AA', 'IM11AA', 'ZZ99ZZ'].map((code) => table.lsoaOf(code))).toEqual([
      null,
      null,
      undefined,
    ]);
  });

  test.each(['', 'OX1 1AA', 'ox11aa', 'OX1', '1AA', 'OX11AAA', 'É11AA'])('has nothing for %j', (text) => {
    expect(tableOf([{ postcode: 'OX11AA' }]).lsoaOf(text)).toBeUndefined();
  });

  test('takes four bytes a postcode, and the names of its places', () => {
    const rows = Array.from({ length: 6_760 }, (_, n) => ({
      postcode: `B1${Math.floor(n / 676)}${String.fromCharCode(65 + (Math.floor(n / 26) % 26), 65 + (n % 26))}`,
    }));
    expect(tableOf(rows).packed).toHaveLength(6_760 * 4 + 4 * (4 + 1 + 2 + 1));
  });
});

describe('what is no whole table', () => {
  const table = tableOf([{ postcode: 'OX11AA' }, { postcode: 'OX11AB' }, { postcode: 'B11AA' }]);

  test('is refused wherever it was cut off', () => {
    for (let end = 0; end < table.packed.length; end += 1)
      expect(PostcodeTable.unpack(table.packed.slice(0, end))).toBeUndefined();
    expect(PostcodeTable.unpack(table.packed)?.size).toBe(3);
  });

  test('with other bytes is refused, or is a table that answers', () => {
    fc.assert(
      fc.property(fc.nat(table.packed.length - 1), fc.nat(255), (at, byte) => {
        const changed = table.packed.slice();
        changed[at] = byte;
        const found = PostcodeTable.unpack(changed)?.lsoaOf('OX11AA');
        expect(found ?? 'E01000001').toMatch(/^E01\d{6}$/);
      }),
    );
  });
});

describe('parts in the log', () => {
  const table = tableOf(
    Array.from({ length: 26 }, (_, n) => ({
      postcode: `B11A${String.fromCharCode(65 + n)}`,
      lsoa: `E010000${n + 10}`,
    })),
  );
  const records = postcodeRecords(table, 40);
  const arrivals = (some: typeof records): string[] => {
    const assembler = new PostcodeAssembler();
    return some.flatMap(({ key, value }) => {
      const part = assembler.add(key, value, 1);
      return typeof part === 'object' ? part.id : part === 'not_understood' ? part : [];
    });
  };

  test('of one begun again, or loaded twice at once, make one directory', () => {
    const id = postcodesId(table);
    expect(records.length).toBeGreaterThan(2);
    expect(arrivals([...records.slice(0, 2), ...records])).toEqual([id]);
    expect(arrivals(records.flatMap((record) => [record, record]))).toEqual([id]);
  });

  test('without one of them make none', () => {
    for (const left of records.keys()) expect(arrivals(records.filter((_, at) => at !== left))).toEqual([]);
  });

  test('that are none of ours, or were changed, are not understood', () => {
    const changed = records.map(({ key, value }, at) => ({
      key,
      value: at === 1 ? value.map((b) => b ^ 1) : value,
    }));
    changed[1]!.value.set(records[1]!.value.subarray(0, 2));
    expect(arrivals(changed)).toEqual(['not_understood']);
    expect(arrivals([{ key: 'postcodes/x/0', value: Buffer.from('abc') }])).toEqual(['not_understood']);
  });
});

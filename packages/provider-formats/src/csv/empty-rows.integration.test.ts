import { gather, utf8 } from '../testing/bytes.js';
import { readTable } from './table.js';

describe('a file', () => {
  test('of two million empty rows gives the rows between them, in memory that does not grow', async () => {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      const empty = utf8(',,\n'.repeat(20_000));
      yield utf8('Client no,Name,\n1,Ann,\n');
      for (let nth = 0; nth < 100; nth += 1) yield await Promise.resolve(empty);
      yield utf8('2,Ben,\n');
    }
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    const rows = await gather(
      readTable(bytes(), { encoding: 'auto', delimiter: 'auto' }, ['Client no', 'Name']),
    );
    expect(rows.map(({ row }) => row)).toEqual([2, 2_000_003]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150e6);
  });
});

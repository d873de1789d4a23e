import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gather, utf8 } from '../testing/bytes.js';
import { readTable } from './table.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held, without what nobody needs any more. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe('a file', () => {
  test('of two million empty rows gives the rows between them, in memory that does not grow', async () => {
    let most = 0;
    async function* bytes(): AsyncGenerator<Uint8Array> {
      const empty = utf8(',,\n'.repeat(20_000));
      yield utf8('Client no,Name,\n1,Ann,\n');
      for (let nth = 0; nth < 100; nth += 1) {
        if (nth % 20 === 19) most = Math.max(most, heldBytes());
        yield await Promise.resolve(empty);
      }
      yield utf8('2,Ben,\n');
    }
    const before = heldBytes();
    const rows = await gather(
      readTable(bytes(), { encoding: 'auto', delimiter: 'auto' }, ['Client no', 'Name']),
    );
    expect(rows.map(({ row }) => row)).toEqual([2, 2_000_003]);
    expect(most - before).toBeLessThan(50e6);
  });
});

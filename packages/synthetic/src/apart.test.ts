import { pack, unpack } from './apart.js';
import { make, OPTIONS } from './testing/make.js';

test('records that travel between threads arrive as they were, in one buffer that changes hands', async () => {
  const records = await make({ ...OPTIONS, referrals: 5 });
  const { chunk, transfer } = pack(records);
  const travelled = structuredClone(chunk, { transfer: transfer as ArrayBuffer[] });
  expect(chunk.bytes).toHaveLength(0);
  const text = ({ key, value, appendedAt }: { key: string; value: Uint8Array; appendedAt: number }): string =>
    `${appendedAt} ${key} ${Buffer.from(value).toString('utf8')}`;
  expect(unpack(travelled).map(text)).toEqual((await make({ ...OPTIONS, referrals: 5 })).map(text));
});

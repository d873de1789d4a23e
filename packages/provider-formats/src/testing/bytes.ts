import fc from 'fast-check';

/** A body cut into chunks at the given places (any numbers: they are taken modulo its length). */
export async function* inChunks(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const place of [...places, bytes.length]) {
    await Promise.resolve();
    yield bytes.subarray(from, place);
    from = place;
  }
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Whole, as one chunk. */
export const whole = (text: string | Uint8Array): AsyncGenerator<Uint8Array> =>
  inChunks(typeof text === 'string' ? utf8(text) : text, []);

export const anyCuts = (): fc.Arbitrary<number[]> => fc.array(fc.nat({ max: 100_000 }), { maxLength: 30 });

export async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

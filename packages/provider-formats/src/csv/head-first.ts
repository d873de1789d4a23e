/**
 * The same pieces with the first of at least so many units, as far as there are so many: what a file is can only be told from
 * more than the few bytes that a network happens to hand over first. What broke the source comes after what stood before it.
 */
export async function* headFirst<Piece extends { readonly length: number }>(
  pieces: AsyncIterable<Piece>,
  least: number,
  join: (a: Piece, b: Piece) => Piece,
): AsyncGenerator<Piece> {
  let head: Piece | undefined;
  let given = false;
  let broke: { fault: unknown } | undefined;
  const source = pieces[Symbol.asyncIterator]();
  try {
    while (!given && !broke) {
      const next = await source.next().catch((fault: unknown) => ({ fault }));
      if ('fault' in next) broke = next;
      else if (next.done) given = true;
      else head = head === undefined ? next.value : join(head, next.value);
      if (head !== undefined && head.length >= least) given = true;
    }
    if (head !== undefined && head.length > 0) yield head;
    if (broke) throw broke.fault;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

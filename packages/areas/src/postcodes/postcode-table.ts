import { INWARDS, OUTWARDS, postcodeCode } from './postcode-code.js';

/** The place of a postcode that lies in no neighbourhood of England. */
export const NOWHERE = 0xffff;

const MAGIC = 0x31435057;
const HEADER_WORDS = 4;
/** Of 1.8 million in use and a million ended; a postcode takes four bytes. */
const POSTCODES_MAX = 6_000_000;

/** What a table is made of, each list beside the others. */
export interface PostcodeColumns {
  /** Outward halves that there are, ascending. */
  outwards: Uint32Array;
  /** Where the inward halves of each outward one begin; at the end, how many there are. */
  starts: Uint32Array;
  /** The six digits of each neighbourhood. */
  lsoas: Uint32Array;
  /** Ascending within each outward half. */
  inwards: Uint16Array;
  /** Of each inward half, its neighbourhood's place in `lsoas`, or {@link NOWHERE}. */
  places: Uint16Array;
}

/**
 * The neighbourhood (LSOA 2021) of every postcode. What is kept is what travels: one buffer of four bytes a postcode, in the byte order
 * of every machine that it runs on (little-endian), searched by halving.
 */
export class PostcodeTable {
  private constructor(
    /** To be sent; never to be written. */
    readonly packed: Uint8Array,
    private readonly columns: PostcodeColumns,
  ) {}

  static of(columns: PostcodeColumns): PostcodeTable {
    const { outwards, starts, lsoas, inwards, places } = columns;
    const header = Uint32Array.of(MAGIC, outwards.length, lsoas.length, inwards.length);
    const lists = [header, outwards, starts, lsoas, inwards, places];
    const packed = new Uint8Array(lists.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let at = 0;
    for (const { buffer, byteOffset, byteLength } of lists) {
      packed.set(new Uint8Array(buffer, byteOffset, byteLength), at);
      at += byteLength;
    }
    return new PostcodeTable(packed, viewsOf(packed) ?? columns);
  }

  /** Undefined: not the whole of such a table. */
  static unpack(bytes: Uint8Array): PostcodeTable | undefined {
    // A copy: views of words must begin at one, and what came in may be part of a larger buffer.
    const packed = Uint8Array.from(bytes);
    const columns = viewsOf(packed);
    return columns && isSound(columns) ? new PostcodeTable(packed, columns) : undefined;
  }

  /** How many postcodes it knows. */
  get size(): number {
    return this.columns.inwards.length;
  }

  /** `null`: a postcode in no neighbourhood of England; undefined: none that it knows. @param postcode in capitals without spaces */
  lsoaOf(postcode: string): string | null | undefined {
    const code = postcodeCode(postcode);
    if (!code) return undefined;
    const { outwards, starts, lsoas, inwards, places } = this.columns;
    const half = find(outwards, code.outward, 0, outwards.length);
    if (half === undefined) return undefined;
    const at = find(inwards, code.inward, starts[half] ?? 0, starts[half + 1] ?? 0);
    if (at === undefined) return undefined;
    const digits = lsoas[places[at] ?? NOWHERE];
    return digits === undefined ? null : `E01${String(digits).padStart(6, '0')}`;
  }
}

function viewsOf({ buffer, byteLength }: Uint8Array<ArrayBuffer>): PostcodeColumns | undefined {
  if (byteLength < HEADER_WORDS * 4) return undefined;
  const [magic, outwards = 0, lsoas = 0, postcodes = 0] = new Uint32Array(buffer, 0, HEADER_WORDS);
  if (magic !== MAGIC || outwards > OUTWARDS || lsoas >= NOWHERE || postcodes > POSTCODES_MAX)
    return undefined;
  const words = HEADER_WORDS + 2 * outwards + 1 + lsoas;
  if (byteLength !== 4 * words + 4 * postcodes) return undefined;
  const startsAt = 4 * (HEADER_WORDS + outwards);
  return {
    outwards: new Uint32Array(buffer, 4 * HEADER_WORDS, outwards),
    starts: new Uint32Array(buffer, startsAt, outwards + 1),
    lsoas: new Uint32Array(buffer, startsAt + 4 * (outwards + 1), lsoas),
    inwards: new Uint16Array(buffer, 4 * words, postcodes),
    places: new Uint16Array(buffer, 4 * words + 2 * postcodes, postcodes),
  };
}

/** A table that is not in order would answer wrongly, and nobody would see it. */
function isSound({ outwards, starts, lsoas, inwards, places }: PostcodeColumns): boolean {
  if (starts[0] !== 0 || starts[outwards.length] !== inwards.length) return false;
  if (!ascends(outwards, 0, outwards.length, OUTWARDS)) return false;
  for (let half = 0; half < outwards.length; half += 1) {
    const [from = 0, to = 0] = starts.subarray(half, half + 2);
    if (from >= to || to > inwards.length || !ascends(inwards, from, to, INWARDS)) return false;
  }
  return (
    lsoas.every((digits) => digits < 1_000_000) &&
    places.every((place) => place < lsoas.length || place === NOWHERE)
  );
}

type Numbers = Uint16Array | Uint32Array;

function ascends(list: Numbers, from: number, to: number, below: number): boolean {
  for (let at = from; at < to; at += 1) {
    const value = list[at] ?? below;
    if (value >= below || (at > from && value <= (list[at - 1] ?? below))) return false;
  }
  return true;
}

function find(list: Numbers, wanted: number, from: number, to: number): number | undefined {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low < to && list[low] === wanted ? low : undefined;
}

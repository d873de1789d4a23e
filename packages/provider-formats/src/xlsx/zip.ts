import { Inflate } from 'fflate';
import { broken, protectedWorkbook, tooLarge } from './workbook-fault.js';

/** Sheets of a year of weeks, drawings and comments; no workbook has more parts. */
const PARTS_MAX = 2_000;
const END_BYTES = 22;
const COMMENT_MAX = 0xffff;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/** So little is inflated at a time that what it grows to is small, too: a thousand times as much at most. */
const PIECE_BYTES = 8 * 1024;
/** Sheets of one repeated row shrink to a hundredth. */
const RATIO_MAX = 200;
const RATIO_FROM_BYTES = 8 * 1024 * 1024;

/** A packed part of a workbook. */
export interface Part {
  method: number;
  packed: Uint8Array;
}

/** The parts of a zip file by name. @throws {CsvFault} broken_workbook, protected_workbook, workbook_too_large. */
export function partsOf(zip: Uint8Array): Map<string, Part> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count > PARTS_MAX) throw tooLarge();
  const parts = new Map<string, Part>();
  let at = view.getUint32(end + 16, true);
  for (let nth = 0; nth < count; nth += 1) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== 0x02014b50) throw broken();
    const nameBytes = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(zip.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes));
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw protectedWorkbook();
    parts.set(name.replaceAll('\\', '/'), partAt(zip, view, at));
    at += ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return parts;
}

/** Where the list of parts is said to be: at the end, before a comment. */
function endOf(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= 0 && at >= last - COMMENT_MAX; at -= 1)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  throw broken();
}

function partAt(zip: Uint8Array, view: DataView, entry: number): Part {
  const method = view.getUint16(entry + 10, true);
  const packedBytes = view.getUint32(entry + 20, true);
  const local = view.getUint32(entry + 42, true);
  if (local + LOCAL_BYTES > zip.length || view.getUint32(local, true) !== 0x04034b50) throw broken();
  const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (from + packedBytes > zip.length || (method !== STORED && method !== DEFLATED)) throw broken();
  return { method, packed: zip.subarray(from, from + packedBytes) };
}

/**
 * The bytes of a part, piece by piece.
 * @param most bytes that it may have
 * @throws {CsvFault} workbook_too_large as soon as it has more, or grows as no honest part does; broken_workbook.
 */
export function* unpacked({ method, packed }: Part, most: number): Generator<Uint8Array> {
  let bytes = 0;
  for (const piece of method === STORED ? pieces(packed) : inflated(packed)) {
    bytes += piece.length;
    if (bytes > most) throw tooLarge();
    if (bytes > RATIO_FROM_BYTES && bytes > packed.length * RATIO_MAX) throw tooLarge();
    yield piece;
  }
}

function* inflated(packed: Uint8Array): Generator<Uint8Array> {
  let out: Uint8Array[] = [];
  const state = { ended: false };
  const inflate = new Inflate((piece, last) => {
    if (piece.length > 0) out.push(piece);
    state.ended = last;
  });
  for (let at = 0; at === 0 || at < packed.length; at += PIECE_BYTES) {
    try {
      inflate.push(packed.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= packed.length);
    } catch {
      throw broken();
    }
    yield* out;
    out = [];
  }
  if (!state.ended) throw broken();
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

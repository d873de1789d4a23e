import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PostcodeTable } from './postcode-table.js';

/** A part stays well below a broker's usual limit of one megabyte. */
const PART_BYTES = 512 * 1024;
/** More than a table of the most postcodes: a bomb is not inflated. */
export const PACKED_BYTES_MAX = 32 * 1024 * 1024;
/** Loads that were cut off leave parts behind; those of so many are held. */
const OPEN_MAX = 2;
const KEY = /^postcodes\/([0-9a-f]{16})\/(\d{1,3})$/;
const PREFIX = 'postcodes/';

export interface PostcodeRecord {
  key: string;
  value: Uint8Array;
}

/** A directory of postcodes as the log gives it. */
export interface LoadedPostcodes {
  id: string;
  /** When its last part was appended, epoch ms. */
  loadedAt: number;
  table: PostcodeTable;
}

/** Whether a record of the reference topic is part of a directory of postcodes; the others are of editions. */
export function isPostcodesKey(key: string): boolean {
  return key.startsWith(PREFIX);
}

/** The same for the same content. */
export function postcodesId({ packed }: PostcodeTable): string {
  return createHash('sha256').update(packed).digest('hex').slice(0, 16);
}

/** The records of a directory, in order: `postcodes/<id>/<part>`, each a piece of the gzipped table after the number of parts. */
export function postcodeRecords(table: PostcodeTable, partBytes = PART_BYTES): PostcodeRecord[] {
  const id = postcodesId(table);
  const zipped = gzipSync(table.packed);
  const parts = Math.ceil(zipped.length / partBytes);
  return Array.from({ length: parts }, (_, part) => {
    const head = Buffer.alloc(2);
    head.writeUInt16LE(parts);
    const piece = zipped.subarray(part * partBytes, (part + 1) * partBytes);
    return { key: `${PREFIX}${id}/${part}`, value: Buffer.concat([head, piece]) };
  });
}

/** What a part brings: the directory that it completes, nothing yet, or that it cannot be understood. */
export type PostcodePart = LoadedPostcodes | 'more_to_come' | 'not_understood';

/** Puts directories together again from their parts as the log gives them, in order; an interrupted one never appears. */
export class PostcodeAssembler {
  private readonly open = new Map<string, Uint8Array[]>();

  /** @param appendedAt epoch ms of the part's record */
  add(key: string, value: Uint8Array | null, appendedAt: number): PostcodePart {
    const [, id, number] = KEY.exec(key) ?? [];
    if (id === undefined || value === null || value.length <= 2) return 'not_understood';
    const part = Number(number);
    const pieces = part === 0 ? this.begin(id) : (this.open.get(id) ?? []);
    // One begun anew by somebody else at the same time brings the same parts once more.
    if (pieces.length !== part) return 'more_to_come';
    pieces.push(Uint8Array.from(value.subarray(2)));
    if (pieces.length < Buffer.from(value.subarray(0, 2)).readUInt16LE()) return 'more_to_come';
    this.open.delete(id);
    const table = tableOf(pieces);
    return table && postcodesId(table) === id ? { id, loadedAt: appendedAt, table } : 'not_understood';
  }

  private begin(id: string): Uint8Array[] {
    this.open.delete(id);
    const [oldest] = this.open.keys();
    if (oldest !== undefined && this.open.size >= OPEN_MAX) this.open.delete(oldest);
    const pieces: Uint8Array[] = [];
    this.open.set(id, pieces);
    return pieces;
  }
}

function tableOf(pieces: readonly Uint8Array[]): PostcodeTable | undefined {
  try {
    const packed = gunzipSync(Buffer.concat(pieces), { maxOutputLength: PACKED_BYTES_MAX });
    return PostcodeTable.unpack(packed);
  } catch {
    return undefined;
  }
}

import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { isMissing, replaceFile } from './durable-files.js';

/** A place is noted about every so many bytes: a reader that starts in the middle passes over this much at most. */
const STEP_BYTES = 64 * 1024;
const HEADER_BYTES = 22;
const ENTRY_BYTES = 8;

/** What is known of a segment's bytes, and where in them some of its offsets are. */
export class SegmentIndex {
  private offsets: number[] = [];
  private positions: number[] = [];

  constructor(
    readonly baseOffset: number,
    public bytes = 0,
    public nextOffset = baseOffset,
    public lastAppendedAt = 0,
  ) {}

  /** Notes a frame that lies right after what is known; to be called in order. */
  add(offset: number, appendedAt: number, bytes: number): void {
    const last = this.positions.at(-1);
    if (last === undefined || this.bytes - last >= STEP_BYTES) {
      this.offsets.push(offset);
      this.positions.push(this.bytes);
    }
    this.bytes += bytes;
    this.nextOffset = offset + 1;
    this.lastAppendedAt = appendedAt;
  }

  /** The nearest noted position at or before an offset. */
  positionBefore(offset: number): { offset: number; position: number } {
    let low = 0;
    let high = this.offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.offsets[middle] ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return { offset: this.offsets[low - 1] ?? this.baseOffset, position: this.positions[low - 1] ?? 0 };
  }

  async save(path: string): Promise<void> {
    const buffer = Buffer.alloc(HEADER_BYTES + this.offsets.length * ENTRY_BYTES);
    buffer.writeUIntLE(this.bytes, 4, 6);
    buffer.writeUIntLE(this.nextOffset, 10, 6);
    buffer.writeUIntLE(this.lastAppendedAt, 16, 6);
    this.offsets.forEach((offset, i) => {
      buffer.writeUInt32LE(offset - this.baseOffset, HEADER_BYTES + i * ENTRY_BYTES);
      buffer.writeUInt32LE(this.positions[i] ?? 0, HEADER_BYTES + i * ENTRY_BYTES + 4);
    });
    buffer.writeUInt32LE(crc32(buffer.subarray(4)), 0);
    await replaceFile(path, buffer);
  }

  /** `undefined` when there is no such file, or not a whole one. */
  static async load(path: string, baseOffset: number): Promise<SegmentIndex | undefined> {
    const buffer = await readFile(path).catch((fault: unknown) => {
      if (isMissing(fault)) return undefined;
      throw fault;
    });
    if (!buffer || buffer.length < HEADER_BYTES || crc32(buffer.subarray(4)) !== buffer.readUInt32LE(0)) {
      return undefined;
    }
    const index = new SegmentIndex(
      baseOffset,
      buffer.readUIntLE(4, 6),
      buffer.readUIntLE(10, 6),
      buffer.readUIntLE(16, 6),
    );
    for (let at = HEADER_BYTES; at < buffer.length; at += ENTRY_BYTES) {
      index.offsets.push(baseOffset + buffer.readUInt32LE(at));
      index.positions.push(buffer.readUInt32LE(at + 4));
    }
    return index;
  }
}

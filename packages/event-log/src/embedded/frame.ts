import { crc32 } from 'node:zlib';
import { RECORD_BYTES_MAX } from '../records.js';

/**
 * One record on disk, little-endian:
 *
 *   0 u32 crc32 of everything after it     8 u8  attributes (bit 0: tombstone)    17 u48 offset
 *   4 u32 bytes after this field           9 u48 append time, epoch ms            23 u32 place in its commit group
 *                                         15 u16 bytes of the key                 27 key, value
 *
 * A commit group is what one fdatasync made durable, and the next group is written only after it. So a good frame of
 * a later group proves that everything before its group was durable: damage there is corruption, not a torn write.
 */
export const HEADER_BYTES = 27;
const PREFIX_BYTES = 8;
const TOMBSTONE = 1;
const BODY_BYTES_MAX = RECORD_BYTES_MAX + HEADER_BYTES;

export interface FrameContent {
  appendedAt: number;
  key: Buffer;
  value: Uint8Array | null;
}

export interface Frame extends FrameContent {
  offset: number;
  placeInGroup: number;
}

export function frameBytes({ key, value }: FrameContent): number {
  return HEADER_BYTES + key.length + (value === null ? 0 : value.length);
}

/** Writes a frame at `at`, which must have room, and returns the position after it. */
export function encodeFrame(
  { appendedAt, key, value }: FrameContent,
  place: { offset: number; inGroup: number },
  into: Buffer,
  at: number,
): number {
  const valueAt = at + HEADER_BYTES + key.length;
  const end = valueAt + (value === null ? 0 : value.length);
  into.writeUInt32LE(end - at - PREFIX_BYTES, at + 4);
  into.writeUInt8(value === null ? TOMBSTONE : 0, at + 8);
  into.writeUIntLE(appendedAt, at + 9, 6);
  into.writeUInt16LE(key.length, at + 15);
  into.writeUIntLE(place.offset, at + 17, 6);
  into.writeUInt32LE(place.inGroup, at + 23);
  into.set(key, at + HEADER_BYTES);
  if (value !== null) into.set(value, valueAt);
  into.writeUInt32LE(crc32(into.subarray(at + 4, end)), at);
  return end;
}

/**
 * Bytes of the frame that begins at `at`, from its header alone; `undefined` when `end` comes before the header does,
 * and 0 when no frame can have such a length.
 */
export function frameBytesAt(buffer: Buffer, at: number, end: number): number | undefined {
  if (at + PREFIX_BYTES > end) return undefined;
  const body = buffer.readUInt32LE(at + 4);
  return body < HEADER_BYTES - PREFIX_BYTES || body > BODY_BYTES_MAX ? 0 : PREFIX_BYTES + body;
}

/** The whole frame that lies at `at`, or `undefined` when its checksum or its form is wrong. Key and value are views. */
export function decodeFrame(buffer: Buffer, at: number, bytes: number): Frame | undefined {
  const end = at + bytes;
  if (crc32(buffer.subarray(at + 4, end)) !== buffer.readUInt32LE(at)) return undefined;
  const valueAt = at + HEADER_BYTES + buffer.readUInt16LE(at + 15);
  if (valueAt > end) return undefined;
  return {
    offset: buffer.readUIntLE(at + 17, 6),
    appendedAt: buffer.readUIntLE(at + 9, 6),
    placeInGroup: buffer.readUInt32LE(at + 23),
    key: buffer.subarray(at + HEADER_BYTES, valueAt),
    value: buffer.readUInt8(at + 8) & TOMBSTONE ? null : buffer.subarray(valueAt, end),
  };
}

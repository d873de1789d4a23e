import type { FileHandle } from 'node:fs/promises';
import { LogCorrupt } from '../errors.js';
import { decodeFrame, frameBytesAt, HEADER_BYTES } from './frame.js';
import { DamagedFrame, FrameReader } from './frame-reader.js';
import { SegmentIndex } from './segment-index.js';

/**
 * Reads a segment from its beginning and says what is whole in it: `index.bytes` is where the whole frames end, and
 * what follows up to `size` is a write that a crash cut short. Throws {@link LogCorrupt} when a frame of a later commit
 * group follows the damage, because then the damaged bytes had been durable.
 */
export async function scanSegment(
  file: FileHandle,
  path: string,
  baseOffset: number,
  size: number,
): Promise<SegmentIndex> {
  const index = new SegmentIndex(baseOffset);
  const reader = new FrameReader(file, 0);
  try {
    do {
      let start = reader.position;
      for (let frame = reader.take(); frame; frame = reader.take()) {
        if (frame.offset !== index.nextOffset) throw new DamagedFrame(start, 'its offset is out of order');
        index.add(frame.offset, frame.appendedAt, reader.position - start);
        start = reader.position;
      }
    } while (await reader.fill(size));
  } catch (fault) {
    if (!(fault instanceof DamagedFrame)) throw fault;
    await assertTorn(file, path, size, index, fault);
  }
  return index;
}

async function assertTorn(
  file: FileHandle,
  path: string,
  size: number,
  index: SegmentIndex,
  damage: DamagedFrame,
): Promise<void> {
  const rest = Buffer.alloc(size - index.bytes);
  await file.read(rest, 0, rest.length, index.bytes);
  for (let at = 1; at + HEADER_BYTES <= rest.length; at += 1) {
    const bytes = frameBytesAt(rest, at, rest.length);
    if (!bytes || at + bytes > rest.length) continue;
    const offset = rest.readUIntLE(at + 17, 6);
    const group = offset - rest.readUInt32LE(at + 23);
    if (group <= index.nextOffset || offset - index.nextOffset > rest.length / HEADER_BYTES) continue;
    if (decodeFrame(rest, at, bytes)) {
      throw new LogCorrupt(path, index.bytes, `${damage.what}, and records of a later write follow it`);
    }
  }
}

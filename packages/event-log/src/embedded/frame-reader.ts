import type { FileHandle } from 'node:fs/promises';
import { decodeFrame, frameBytesAt, type Frame } from './frame.js';

const CHUNK_BYTES = 1024 * 1024;

/** What lies at a position is not a frame, or is a damaged one. */
export class DamagedFrame extends Error {
  override readonly name = 'DamagedFrame';
  constructor(
    readonly position: number,
    readonly what: string,
  ) {
    super(what);
  }
}

/**
 * Reads frames one after the other through a chunk: `take` what is in memory, `fill` when it has run out. A chunk is
 * never reused, because keys and values handed out are views into it.
 */
export class FrameReader {
  private chunk: Buffer = Buffer.alloc(0);
  private at = 0;

  constructor(
    private readonly file: FileHandle,
    /** Where in the file the next frame begins. */
    public position: number,
  ) {}

  /** Bytes of the next frame when all of it is in memory. Throws {@link DamagedFrame}. */
  peek(): number | undefined {
    const bytes = this.nextFrameBytes();
    return bytes === undefined || this.at + bytes > this.chunk.length ? undefined : bytes;
  }

  /** The next frame when all of it is in memory. Throws {@link DamagedFrame}. */
  take(): Frame | undefined {
    const bytes = this.peek();
    if (bytes === undefined) return undefined;
    const frame = decodeFrame(this.chunk, this.at, bytes);
    if (!frame) throw new DamagedFrame(this.position, 'the checksum does not fit');
    this.at += bytes;
    this.position += bytes;
    return frame;
  }

  /** Passes over the next frame when its header is in memory, without checking it; false when it is not. */
  skip(): boolean {
    const bytes = this.nextFrameBytes();
    if (bytes === undefined) return false;
    this.at += bytes;
    this.position += bytes;
    if (this.at >= this.chunk.length) this.reset();
    return true;
  }

  /** Reads on, no further than byte `limit` of the file; false when there is nothing more below it. */
  async fill(limit: number): Promise<boolean> {
    const kept = this.chunk.length - this.at;
    const readFrom = this.position + kept;
    if (readFrom >= limit) return false;
    const wanted = Math.max(this.nextFrameBytes() ?? 0, CHUNK_BYTES) - kept;
    const next = Buffer.allocUnsafeSlow(kept + Math.min(wanted, limit - readFrom));
    this.chunk.copy(next, 0, this.at);
    const { bytesRead } = await this.file.read(next, kept, next.length - kept, readFrom);
    this.chunk = next.subarray(0, kept + bytesRead);
    this.at = 0;
    return bytesRead > 0;
  }

  private nextFrameBytes(): number | undefined {
    const bytes = frameBytesAt(this.chunk, this.at, this.chunk.length);
    if (bytes === 0) throw new DamagedFrame(this.position, 'no record has such a length');
    return bytes;
  }

  private reset(): void {
    this.chunk = Buffer.alloc(0);
    this.at = 0;
  }
}

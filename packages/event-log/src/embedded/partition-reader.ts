import type { FileHandle } from 'node:fs/promises';
import { LogCorrupt, OffsetOutOfRange } from '../errors.js';
import type { LogRecord } from '../port.js';
import type { Frame } from './frame.js';
import { DamagedFrame, FrameReader } from './frame-reader.js';
import type { Partition } from './partition.js';
import type { Segment } from './segment.js';

export interface ReadBounds {
  maxRecords: number;
  maxBytes: number;
  /** Offsets from here on are not wanted. */
  until: number;
  /** Rather nothing than one record that is larger than `maxBytes`. */
  strict?: boolean;
}

/** Reads one partition in order, up to what is durable. */
export class PartitionReader {
  private open: { segment: Segment; handle: FileHandle; frames: FrameReader } | undefined;

  constructor(
    private readonly partition: Partition,
    /** Next offset that will be read. */
    public offset: number,
  ) {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset > partition.end) {
      const { topic, partition: number } = partition.options;
      throw new OffsetOutOfRange(topic, number, offset, `the log ends at ${partition.end}`);
    }
  }

  /** The next records within the bounds, at least one unless the end (or `until`) is reached. */
  async next(bounds: ReadBounds): Promise<LogRecord[]> {
    const records: LogRecord[] = [];
    const end = Math.min(this.partition.end, bounds.until, this.offset + bounds.maxRecords);
    let room = bounds.maxBytes;
    while (this.offset < end && room > 0) {
      const { segment, frames } = await this.positioned();
      room = this.damageNamed(segment, () => this.takeFrames(frames, records, end, room, bounds.strict));
    }
    return records;
  }

  async close(): Promise<void> {
    const { open } = this;
    this.open = undefined;
    await open?.handle.close();
  }

  /** Takes what is in memory; returns the bytes there is still room for, 0 when the next frame does not fit. */
  private takeFrames(
    frames: FrameReader,
    records: LogRecord[],
    end: number,
    room: number,
    strict = false,
  ): number {
    let left = room;
    while (this.offset < end) {
      const bytes = frames.peek();
      if (bytes === undefined) return left;
      if (bytes > left && (strict || records.length > 0)) return 0;
      const frame = frames.take();
      if (frame?.offset !== this.offset) throw new DamagedFrame(frames.position, 'a record is out of order');
      records.push(this.recordOf(frame));
      this.offset += 1;
      left -= bytes;
    }
    return left;
  }

  private recordOf({ key, value, offset, appendedAt }: Frame): LogRecord {
    return { partition: this.partition.options.partition, offset, appendedAt, key: key.toString(), value };
  }

  /** The open segment with the frame of the next offset in memory. */
  private async positioned(): Promise<{ segment: Segment; frames: FrameReader }> {
    const segment = this.partition.segmentOf(this.offset);
    if (this.open?.segment !== segment) await this.seek(segment);
    const frames = this.open?.frames;
    if (!frames) throw new Error('the reader was closed while it was reading');
    while (this.damageNamed(segment, () => frames.peek()) === undefined) await this.fill(segment, frames);
    return { segment, frames };
  }

  private async seek(segment: Segment): Promise<void> {
    await this.close();
    const handle = await segment.openForReading();
    const near = segment.index.positionBefore(this.offset);
    const frames = new FrameReader(handle, near.position);
    this.open = { segment, handle, frames };
    for (let { offset } = near; offset < this.offset; offset += 1) {
      while (!this.damageNamed(segment, () => frames.skip())) await this.fill(segment, frames);
    }
  }

  private async fill(segment: Segment, frames: FrameReader): Promise<void> {
    if (!(await frames.fill(segment.index.bytes))) {
      throw new LogCorrupt(segment.path, frames.position, 'records are missing at its end');
    }
  }

  private damageNamed<T>(segment: Segment, read: () => T): T {
    try {
      return read();
    } catch (fault) {
      if (!(fault instanceof DamagedFrame)) throw fault;
      throw new LogCorrupt(segment.path, fault.position, fault.what);
    }
  }
}

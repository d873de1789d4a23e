import type { FileHandle } from 'node:fs/promises';
import { LogUnavailable, type Position } from '../port.js';
import type { KeyedRecord } from '../records.js';
import { asUnavailable } from './durable-files.js';
import { encodeFrame, frameBytes } from './frame.js';
import type { Segment } from './segment.js';

const CHUNK_BYTES = 1024 * 1024;
const GROUP_BYTES = 16 * 1024 * 1024;

interface WaitingAppend {
  records: readonly KeyedRecord[];
  bytes: number;
  resolve: (positions: Position[]) => void;
  reject: (fault: unknown) => void;
}

export interface WriterTarget {
  readonly partition: number;
  readonly segmentBytes: number;
  active(): Segment;
  /** Closes the active segment and begins the next one. */
  roll(): Promise<void>;
  /** Told after a group became durable. */
  written(): void;
}

/**
 * Writes one partition: what arrives while a write is under way waits and shares the next write and its fdatasync.
 * When a write fails the file is cut back to what was durable and everything that waits is refused, so that nothing
 * overtakes what has to be sent again.
 */
export class PartitionWriter {
  private waiting: WaitingAppend[] = [];
  private draining: Promise<void> | undefined;
  private lastAppend: Promise<unknown> = Promise.resolve();
  private file: { segment: Segment; handle: FileHandle } | undefined;
  /** The latest append time given out, so that later ones are not before it. */
  private latestStamp: number;
  /** Since when (epoch ms) the write under way is; undefined: none is. */
  writingSince: number | undefined;

  constructor(private readonly target: WriterTarget) {
    this.latestStamp = target.active().index.lastAppendedAt;
  }

  /** No record appended from now on may have an earlier append time. */
  get earliestStamp(): number {
    return this.latestStamp;
  }

  append(records: readonly KeyedRecord[]): Promise<Position[]> {
    this.latestStamp = records.at(-1)?.appendedAt ?? this.latestStamp;
    const appended = new Promise<Position[]>((resolve, reject) => {
      const bytes = records.reduce((sum, record) => sum + frameBytes(record), 0);
      this.waiting.push({ records, bytes, resolve, reject });
    });
    this.lastAppend = appended.catch(() => undefined);
    this.draining ??= this.drain().finally(() => (this.draining = undefined));
    return appended;
  }

  /** Resolves when every append called before is durable or refused. */
  async settled(): Promise<void> {
    await this.lastAppend;
  }

  async close(): Promise<void> {
    await this.draining;
    await this.file?.handle.close();
    this.file = undefined;
  }

  private async drain(): Promise<void> {
    // One turn of the event loop: what arrives in it, from whichever connection, shares the write.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      const group = this.nextGroup();
      this.writingSince = Date.now();
      try {
        const positions = await this.write(group);
        group.forEach(({ resolve }, i) => resolve(positions[i] ?? []));
      } catch (fault) {
        const refused = [...group, ...this.waiting.splice(0)];
        this.latestStamp = this.target.active().index.lastAppendedAt;
        await this.forgetFile();
        const reason = asUnavailable(fault, `partition ${this.target.partition} takes no records`);
        for (const { reject } of refused) reject(reason);
      } finally {
        this.writingSince = undefined;
      }
    }
  }

  private nextGroup(): WaitingAppend[] {
    let bytes = 0;
    let count = 0;
    while (count < this.waiting.length && (count === 0 || bytes < GROUP_BYTES)) {
      bytes += this.waiting[count]?.bytes ?? 0;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async write(group: readonly WaitingAppend[]): Promise<Position[][]> {
    if (this.target.active().index.bytes >= this.target.segmentBytes) await this.roll();
    const segment = this.target.active();
    const handle = await this.openFile(segment);
    const records = group.flatMap((append) => append.records);
    await writeFrames(handle, segment, records);
    await handle.datasync();
    const { partition } = this.target;
    const firstOffset = segment.index.nextOffset;
    records.forEach((record, i) => {
      segment.index.add(firstOffset + i, record.appendedAt, frameBytes(record));
    });
    this.target.written();
    let offset = firstOffset;
    return group.map((append) =>
      append.records.map(({ appendedAt }) => ({ partition, offset: offset++, appendedAt })),
    );
  }

  private async roll(): Promise<void> {
    await this.forgetFile();
    await this.target.roll();
  }

  /** Opens the active segment cut to what is durable: bytes after that are of a write that failed. */
  private async openFile(segment: Segment): Promise<FileHandle> {
    if (this.file?.segment === segment) return this.file.handle;
    await this.forgetFile();
    await segment.unseal();
    const handle = await segment.openForWriting();
    this.file = { segment, handle };
    await handle.truncate(segment.index.bytes);
    await handle.datasync();
    return handle;
  }

  private async forgetFile(): Promise<void> {
    const file = this.file;
    this.file = undefined;
    await file?.handle.close().catch(() => undefined);
  }
}

/** Writes the records behind what is durable, in pieces, so that neither memory nor the event loop feels a large group. */
async function writeFrames(
  handle: FileHandle,
  segment: Segment,
  records: readonly KeyedRecord[],
): Promise<void> {
  let position = segment.index.bytes;
  for (let first = 0; first < records.length;) {
    const { end, bytes } = nextChunk(records, first);
    const chunk = Buffer.allocUnsafeSlow(bytes);
    const place = { offset: segment.index.nextOffset + first, inGroup: first };
    let at = 0;
    for (const record of records.slice(first, end)) {
      at = encodeFrame(record, place, chunk, at);
      place.offset += 1;
      place.inGroup += 1;
    }
    await writeAll(handle, chunk, position);
    position += bytes;
    first = end;
  }
}

function nextChunk(records: readonly KeyedRecord[], first: number): { end: number; bytes: number } {
  let bytes = 0;
  let end = first;
  for (let next = records[end]; next; next = records[end]) {
    const more = frameBytes(next);
    if (end > first && bytes + more > CHUNK_BYTES) break;
    bytes += more;
    end += 1;
  }
  return { end, bytes };
}

async function writeAll(handle: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done);
    // A full disk may take a part and say so only at the next write.
    if (bytesWritten === 0) throw new LogUnavailable('the disk takes no more bytes');
    done += bytesWritten;
  }
}

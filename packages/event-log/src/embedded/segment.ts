import { open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LogCorrupt } from '../errors.js';
import { isMissing, syncDirectory } from './durable-files.js';
import { scanSegment } from './scan-segment.js';
import { SegmentIndex } from './segment-index.js';

export type Report = (message: string, details: Record<string, unknown>) => void;

/** One file of a partition, with what is known of it. Only what is durable is in the index. */
export class Segment {
  private constructor(
    readonly path: string,
    public index: SegmentIndex,
  ) {}

  static pathOf(directory: string, baseOffset: number): string {
    return join(directory, `${String(baseOffset).padStart(20, '0')}.log`);
  }

  /** Creates an empty segment, durably. */
  static async create(directory: string, baseOffset: number, lastAppendedAt: number): Promise<Segment> {
    const path = Segment.pathOf(directory, baseOffset);
    const handle = await open(path, 'w');
    await handle.close();
    await syncDirectory(directory);
    return new Segment(path, new SegmentIndex(baseOffset, 0, baseOffset, lastAppendedAt));
  }

  /** Opens a segment that was closed: its index must be there (or is made again) and must fit the file. */
  static async openSealed(path: string): Promise<Segment> {
    const { size } = await stat(path);
    const index =
      (await SegmentIndex.load(indexPath(path), baseOffsetOf(path))) ?? (await rescan(path, size));
    if (index.bytes !== size) throw new LogCorrupt(path, Math.min(size, index.bytes), 'its length is wrong');
    return new Segment(path, index);
  }

  /**
   * Opens the segment that is written to. After a clean close its index lies beside it and is taken away; without one
   * the process or the machine died, and what its last write left unfinished is cut off.
   */
  static async openActive(path: string, lastAppendedAt: number, report: Report): Promise<Segment> {
    const { size } = await stat(path);
    const saved = await SegmentIndex.load(indexPath(path), baseOffsetOf(path));
    if (saved) {
      if (saved.bytes !== size)
        throw new LogCorrupt(path, Math.min(size, saved.bytes), 'its length is wrong');
      return new Segment(path, saved);
    }
    const handle = await open(path, 'r+');
    try {
      const index = await scanSegment(handle, path, baseOffsetOf(path), size);
      if (index.bytes < size) {
        await handle.truncate(index.bytes);
        report('an unfinished write was cut off', { file: path, byte: index.bytes, cut: size - index.bytes });
      }
      // What was read may still be only in the page cache: a process died, not the machine.
      await handle.sync();
      index.lastAppendedAt = Math.max(index.lastAppendedAt, lastAppendedAt);
      return new Segment(path, index);
    } finally {
      await handle.close();
    }
  }

  get baseOffset(): number {
    return this.index.baseOffset;
  }

  /** Leaves the index beside the file: the mark of a segment that is complete. */
  async seal(): Promise<void> {
    await this.cut();
    await this.index.save(indexPath(this.path));
  }

  /** A write that failed may have left bytes behind. Under the mark they would be damage, and the log would not open again. */
  private async cut(): Promise<void> {
    const { size } = await stat(this.path);
    if (size <= this.index.bytes) return;
    const handle = await this.openForWriting();
    try {
      await handle.truncate(this.index.bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  /** Takes the mark away, durably, before anything is appended. */
  async unseal(): Promise<void> {
    try {
      await unlink(indexPath(this.path));
    } catch (fault) {
      if (isMissing(fault)) return;
      throw fault;
    }
    await syncDirectory(dirname(this.path));
  }

  openForReading(): Promise<FileHandle> {
    return open(this.path, 'r');
  }

  openForWriting(): Promise<FileHandle> {
    return open(this.path, 'r+');
  }
}

export function baseOffsetOf(path: string): number {
  return Number(basename(path, '.log'));
}

function indexPath(path: string): string {
  return path.replace(/\.log$/, '.index');
}

async function rescan(path: string, size: number): Promise<SegmentIndex> {
  const handle = await open(path, 'r');
  try {
    const index = await scanSegment(handle, path, baseOffsetOf(path), size);
    if (index.bytes < size) throw new LogCorrupt(path, index.bytes, 'a record is damaged');
    await index.save(indexPath(path));
    return index;
  } finally {
    await handle.close();
  }
}

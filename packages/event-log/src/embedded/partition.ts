import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LogCorrupt } from '../errors.js';
import { PartitionWriter } from './partition-writer.js';
import { baseOffsetOf, Segment, type Report } from './segment.js';

export interface PartitionOptions {
  topic: string;
  partition: number;
  directory: string;
  segmentBytes: number;
  report: Report;
  /** Told after each group that became durable. */
  onWritten(): void;
}

/** The segments of one partition, in order, and their writer. */
export class Partition {
  readonly writer: PartitionWriter;

  private constructor(
    readonly options: PartitionOptions,
    private readonly segments: Segment[],
  ) {
    this.writer = new PartitionWriter({
      partition: options.partition,
      segmentBytes: options.segmentBytes,
      active: () => this.active,
      roll: () => this.roll(),
      written: () => options.onWritten(),
    });
  }

  static async open(options: PartitionOptions): Promise<Partition> {
    const names = (await readdir(options.directory)).filter((name) => name.endsWith('.log')).sort();
    const paths = names.map((name) => join(options.directory, name));
    const segments: Segment[] = [];
    for (const path of paths) {
      const previous = segments.at(-1);
      if ((previous?.index.nextOffset ?? 0) !== baseOffsetOf(path)) {
        throw new LogCorrupt(path, 0, `a segment is missing before it`);
      }
      const segment =
        path === paths.at(-1)
          ? await Segment.openActive(path, previous?.index.lastAppendedAt ?? 0, options.report)
          : await Segment.openSealed(path);
      segments.push(segment);
    }
    if (segments.length === 0) segments.push(await Segment.create(options.directory, 0, 0));
    return new Partition(options, segments);
  }

  /** Next offset: everything before it is durable. */
  get end(): number {
    return this.active.index.nextOffset;
  }

  /** The segment that holds an offset (or will hold it next). */
  segmentOf(offset: number): Segment {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.segments[middle]?.baseOffset ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.segments[Math.max(low - 1, 0)] ?? this.active;
  }

  /** Finishes what is under way and marks the end, so that the next open need not look for an unfinished write. */
  async close(): Promise<void> {
    await this.writer.close();
    await this.active.seal();
  }

  private get active(): Segment {
    const last = this.segments.at(-1);
    if (!last) throw new Error('a partition has at least one segment');
    return last;
  }

  private async roll(): Promise<void> {
    const full = this.active;
    await full.seal();
    const { nextOffset, lastAppendedAt } = full.index;
    this.segments.push(await Segment.create(this.options.directory, nextOffset, lastAppendedAt));
  }
}

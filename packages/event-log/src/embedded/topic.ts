import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TopicMismatch } from '../errors.js';
import { LogUnavailable, type NewRecord, type Position, type TopicSpec } from '../port.js';
import { byPartition, keyedRecords, type KeyedRecord } from '../records.js';
import { asUnavailable, isMissing, replaceFile, syncDirectory } from './durable-files.js';
import { Partition } from './partition.js';
import type { Report } from './segment.js';
import { Signal } from './signal.js';

export interface TopicOptions {
  directory: string;
  segmentBytes: number;
  clock: () => number;
  report: Report;
}

/** A topic of segment files. Its folder counts from the moment `topic.json` is in it. */
export class Topic {
  readonly appended = new Signal();
  readonly partitions: readonly Partition[];
  /** The last write's fault, until one succeeds. */
  fault: LogUnavailable | undefined;

  private constructor(
    readonly spec: TopicSpec,
    private readonly options: TopicOptions,
    partitions: (onWritten: () => void) => Partition[],
  ) {
    this.partitions = partitions(() => {
      this.fault = undefined;
      this.appended.notify();
    });
  }

  /** `undefined` when the folder holds no topic. Throws `LogCorrupt`. */
  static async open(name: string, options: TopicOptions): Promise<Topic | undefined> {
    const spec = await readSpec(join(options.directory, name));
    if (!spec) return undefined;
    let onWritten = (): void => undefined;
    const partitions = await Promise.all(
      Array.from({ length: spec.partitions }, (_, partition) =>
        Partition.open({
          topic: name,
          partition,
          directory: join(options.directory, name, String(partition)),
          segmentBytes: options.segmentBytes,
          report: options.report,
          onWritten: () => onWritten(),
        }),
      ),
    );
    return new Topic(spec, options, (written) => {
      onWritten = written;
      return partitions;
    });
  }

  /** Creates the topic's files, durably. Throws `LogUnavailable`. */
  static async create(spec: TopicSpec, options: TopicOptions): Promise<Topic> {
    const directory = join(options.directory, spec.name);
    try {
      for (let partition = 0; partition < spec.partitions; partition += 1) {
        await mkdir(join(directory, String(partition)), { recursive: true });
      }
      await replaceFile(join(directory, 'topic.json'), JSON.stringify(spec));
      await syncDirectory(options.directory);
      const topic = await Topic.open(spec.name, options);
      if (topic) return topic;
    } catch (fault) {
      throw asUnavailable(fault, `topic ${spec.name} cannot be created`);
    }
    throw new Error(`topic ${spec.name} vanished while it was created`);
  }

  assertFits(spec: TopicSpec): void {
    if (spec.partitions !== this.spec.partitions) {
      throw new TopicMismatch(spec.name, `with ${this.spec.partitions} partitions, not ${spec.partitions}`);
    }
  }

  partition(number: number): Partition {
    const partition = this.partitions[number];
    if (!partition) throw new RangeError(`${this.spec.name} has no partition ${number}`);
    return partition;
  }

  /** Appends to as many partitions as the keys ask for; one write and one fdatasync in each. */
  async append(records: readonly NewRecord[]): Promise<Position[]> {
    const now = this.options.clock();
    const stamped = [...byPartition(keyedRecords(records), this.partitions.length)].map(([number, keyed]) => {
      const { writer } = this.partition(number);
      stamp(keyed, now, writer.earliestStamp);
      return { writer, records: keyed };
    });
    const positions: Position[] = Array.from({ length: records.length });
    const settled = await Promise.allSettled(
      stamped.map(async ({ writer, records: part }) => {
        const written = await writer.append(part);
        written.forEach((position, i) => (positions[part[i]?.index ?? -1] = position));
      }),
    );
    for (const result of settled) {
      if (result.status === 'rejected') throw this.noted(result.reason);
    }
    return positions;
  }

  private noted(fault: unknown): unknown {
    if (fault instanceof LogUnavailable) this.fault = fault;
    return fault;
  }
}

/** Gives every record its append time: the given one, else now, and never one before the record that precedes it. */
function stamp(records: readonly KeyedRecord[], now: number, earliest: number): void {
  let latest = earliest;
  for (const record of records) {
    if (Number.isNaN(record.appendedAt)) record.appendedAt = Math.max(now, latest);
    const { appendedAt, index } = record;
    if (!Number.isSafeInteger(appendedAt) || appendedAt < latest) {
      throw new RangeError(
        `record ${index}: append time ${appendedAt} is before ${latest}, its partition's last`,
      );
    }
    latest = appendedAt;
  }
}

async function readSpec(directory: string): Promise<TopicSpec | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, 'topic.json'), 'utf8')) as TopicSpec;
  } catch (fault) {
    if (isMissing(fault)) return undefined;
    throw fault;
  }
}

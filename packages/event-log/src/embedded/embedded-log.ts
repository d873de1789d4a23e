import { mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  LogUnavailable,
  type ConsumeOptions,
  type Consumer,
  type EventLog,
  type LogHealth,
  type NewRecord,
  type Position,
  type ReadOptions,
  type RecordBatch,
  type TopicSpec,
} from '../port.js';
import { answeredWithin } from '../answered-within.js';
import { checkName } from '../records.js';
import { EmbeddedConsumer } from './consumer.js';
import { lockDirectory, type DirectoryLock } from './directory-lock.js';
import { asUnavailable } from './durable-files.js';
import { Group } from './group.js';
import { GroupOffsets } from './group-offsets.js';
import { readTopic } from './read-topic.js';
import type { Report } from './segment.js';
import { Topic, type TopicOptions } from './topic.js';

const SEGMENT_BYTES = 64 * 1024 * 1024;
const PROBE_BYTES = 64 * 1024;
const PATIENCE_MS = 10_000;

export interface EmbeddedLogOptions {
  /** Made when it is not there. One process at a time may have it open. */
  directory: string;
  /** Epoch ms; for tests and for seeding. */
  clock?: () => number;
  /** A file of this size is closed and the next one begun. */
  segmentBytes?: number;
  /** A write that takes longer than this is told by `health`, and `ends` waits for it no longer; default 10 s. */
  patienceMs?: number;
  /** Told, in words without record contents, what an operator should know: an unfinished write that was cut off. */
  report?: Report;
}

/**
 * Opens the log of segment files, recovering from a crash if there was one. Throws `LogLocked` when it is open
 * elsewhere and `LogCorrupt` when bytes that had been durable are damaged.
 */
export async function openEmbeddedLog(options: EmbeddedLogOptions): Promise<EventLog> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true });
  const lock = await lockDirectory(directory);
  try {
    const topicOptions: TopicOptions = {
      directory,
      segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
      clock: options.clock ?? Date.now,
      report: options.report ?? (() => undefined),
    };
    const log = new EmbeddedLog(lock, topicOptions, options.patienceMs ?? PATIENCE_MS);
    await log.openTopics();
    return log;
  } catch (fault) {
    await lock.release();
    throw fault;
  }
}

class EmbeddedLog implements EventLog {
  readonly kind = 'embedded';
  private readonly topics = new Map<string, Topic>();
  private readonly groups = new Map<string, Group>();
  private readonly consumers = new Set<EmbeddedConsumer>();
  private readonly offsets: GroupOffsets;
  private readonly closed = new AbortController();
  private creating: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly lock: DirectoryLock,
    private readonly options: TopicOptions,
    private readonly patienceMs: number,
  ) {
    this.offsets = new GroupOffsets(join(options.directory, '.groups'));
  }

  async openTopics(): Promise<void> {
    for (const entry of await readdir(this.options.directory, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      const topic = await Topic.open(entry.name, this.options);
      if (topic) this.topics.set(entry.name, topic);
    }
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    const created = this.creating.then(async () => {
      for (const spec of topics) {
        checkName('topic', spec.name);
        const topic = this.topics.get(spec.name) ?? (await Topic.create(spec, this.options));
        topic.assertFits(spec);
        this.topics.set(spec.name, topic);
      }
    });
    this.creating = created.catch(() => undefined);
    await created;
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<Position[]> {
    this.assertOpen();
    return this.topic(topic).append(records);
  }

  /**
   * Waits for the appends under way: their append times are already given, so that nothing with a time before this
   * call can come to lie behind the ends it returns. A disk that hangs is `LogUnavailable`.
   */
  async ends(topic: string): Promise<number[]> {
    const { partitions } = this.topic(topic);
    const settled = Promise.all(partitions.map(({ writer }) => writer.settled()));
    await answeredWithin(this.patienceMs, `appends to ${topic} are under way`, settled);
    return partitions.map(({ end }) => end);
  }

  read(topic: string, options: ReadOptions): AsyncIterable<RecordBatch> {
    this.assertOpen();
    return readTopic(this.topic(topic), options, this.closed.signal);
  }

  async consume(options: ConsumeOptions): Promise<Consumer> {
    this.assertOpen();
    checkName('group', options.group);
    const topic = this.topic(options.topic);
    const key = `${options.group}/${options.topic}`;
    const group = this.groups.get(key) ?? new Group(topic.partitions.length);
    this.groups.set(key, group);
    const consumer = new EmbeddedConsumer(topic, group, this.offsets, options);
    this.consumers.add(consumer);
    return consumer;
  }

  async committed(group: string, topic: string): Promise<Map<number, number>> {
    checkName('group', group);
    return this.offsets.committed(group, this.topic(topic).spec.name);
  }

  async health(): Promise<LogHealth> {
    const hanging = this.hangingWrite();
    if (hanging) return { kind: this.kind, writable: false, fault: hanging };
    const fault = [...this.topics.values()].find((topic) => topic.fault)?.fault;
    if (!fault) return { kind: this.kind, writable: !this.closed.signal.aborted };
    const persists = await this.probe();
    if (persists) return { kind: this.kind, writable: false, fault: persists };
    for (const topic of this.topics.values()) topic.fault = undefined;
    return { kind: this.kind, writable: true };
  }

  async close(): Promise<void> {
    if (this.closed.signal.aborted) return;
    this.closed.abort();
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    for (const topic of this.topics.values()) {
      for (const partition of topic.partitions) await this.closePartition(partition);
    }
    await this.lock.release();
  }

  /** A write that the disk neither takes nor refuses, in words. */
  private hangingWrite(): string | undefined {
    const since = [...this.topics.values()].flatMap(({ partitions }) =>
      partitions.flatMap(({ writer }) => writer.writingSince ?? []),
    );
    const waited = Date.now() - Math.min(...since);
    if (waited < this.patienceMs || since.length === 0) return undefined;
    return `a write to the disk has been under way for ${Math.floor(waited / 1000)} s`;
  }

  /** Without the mark of a clean close the next open looks for an unfinished write, which is merely slower. */
  private async closePartition(partition: { close(): Promise<void> }): Promise<void> {
    try {
      await partition.close();
    } catch (fault) {
      const reason = asUnavailable(fault, 'a partition could not be marked as closed');
      if (!(reason instanceof LogUnavailable)) throw reason;
      this.options.report(reason.message, {});
    }
  }

  /** Whether the disk takes bytes again, tried on a file of its own; the fault when it does not. */
  private async probe(): Promise<string | undefined> {
    const path = join(this.options.directory, '.probe');
    try {
      const handle = await open(path, 'w');
      try {
        await handle.writeFile(Buffer.alloc(PROBE_BYTES));
        await handle.datasync();
      } finally {
        await handle.close();
        await unlink(path);
      }
      return undefined;
    } catch (fault) {
      const reason = asUnavailable(fault, 'the disk takes no bytes');
      if (reason instanceof LogUnavailable) return reason.message;
      throw fault;
    }
  }

  private topic(name: string): Topic {
    const topic = this.topics.get(name);
    if (!topic) throw new RangeError(`no topic ${name}: topics are created by ensureTopics alone`);
    return topic;
  }

  private assertOpen(): void {
    if (this.closed.signal.aborted) throw new LogUnavailable('the log is closed');
  }
}

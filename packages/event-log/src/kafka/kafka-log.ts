import type { Admin } from 'kafkajs';
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
import { checkName, keyedRecords } from '../records.js';
import { KafkaAppender } from './appender.js';
import { kafkaClient, type KafkaLogOptions } from './client.js';
import { KafkaGroupConsumer } from './consumer.js';
import { within } from './faults.js';
import { readTopic } from './read-topic.js';
import { ensureKafkaTopics } from './topics.js';

const APPEND_MS = 5_000;
const SESSION_MS = 15_000;
const ANSWER_MS = 5_000;
const CREATE_MS = 30_000;
const JOIN_MS = 60_000;
const DISCONNECT_MS = 1_000;

/** Opens the log on Kafka. Throws `LogUnavailable` when no broker answers within a few seconds. */
export async function openKafkaLog(options: KafkaLogOptions): Promise<EventLog> {
  const log = new KafkaLog(options);
  try {
    await log.connect();
    return log;
  } catch (fault) {
    await log.close();
    throw fault;
  }
}

class KafkaLog implements EventLog {
  readonly kind = 'kafka';
  private readonly appender: KafkaAppender;
  private readonly partitionCounts = new Map<string, Promise<number>>();
  private readonly consumers = new Set<Consumer>();
  private readonly closed = new AbortController();
  private admin: Promise<Admin> | undefined;

  constructor(private readonly options: KafkaLogOptions) {
    this.appender = new KafkaAppender(() => kafkaClient(options), options.appendTimeoutMs ?? APPEND_MS);
  }

  async connect(): Promise<void> {
    await this.ask('Kafka does not answer', ANSWER_MS, (admin) => admin.describeCluster());
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    for (const { name } of topics) checkName('topic', name);
    await this.ask('topics cannot be created', CREATE_MS, (admin) =>
      ensureKafkaTopics(admin, topics, this.options),
    );
    for (const { name, partitions } of topics) this.partitionCounts.set(name, Promise.resolve(partitions));
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<Position[]> {
    this.assertOpen();
    if (records.some(({ appendedAt }) => appendedAt !== undefined)) {
      throw new RangeError('Kafka stamps append times itself: none can be given');
    }
    const keyed = keyedRecords(records);
    return this.appender.append(topic, await this.partitionsOf(topic), keyed);
  }

  async ends(topic: string): Promise<number[]> {
    const doing = `the ends of ${topic} are not known`;
    const offsets = await this.ask(doing, ANSWER_MS, (admin) => admin.fetchTopicOffsets(topic));
    const ends: number[] = [];
    for (const { partition, high } of offsets) ends[partition] = Number(high);
    return ends;
  }

  read(topic: string, options: ReadOptions): AsyncIterable<RecordBatch> {
    this.assertOpen();
    return readTopic(kafkaClient(this.options), topic, options, this.closed.signal);
  }

  async consume(options: ConsumeOptions): Promise<Consumer> {
    this.assertOpen();
    checkName('group', options.group);
    const starting = KafkaGroupConsumer.start(options, {
      client: kafkaClient(this.options, 'consuming'),
      fetching: kafkaClient(this.options),
      sessionTimeoutMs: this.options.sessionTimeoutMs ?? SESSION_MS,
      committed: () => this.committed(options.group, options.topic),
    });
    const consumer = await within(JOIN_MS, `group ${options.group} cannot be joined`, starting).catch(
      (fault: unknown) => {
        void starting.then((late) => late.stop()).catch(() => undefined);
        throw fault;
      },
    );
    this.consumers.add(consumer);
    return consumer;
  }

  async committed(group: string, topic: string): Promise<Map<number, number>> {
    checkName('group', group);
    const doing = `the offsets of group ${group} are not known`;
    const [answer] = await this.ask(doing, ANSWER_MS, (admin) =>
      admin.fetchOffsets({ groupId: group, topics: [topic] }),
    );
    const committed = new Map<number, number>();
    for (const { partition, offset } of answer?.partitions ?? []) {
      if (Number(offset) >= 0) committed.set(partition, Number(offset));
    }
    return committed;
  }

  async health(): Promise<LogHealth> {
    if (this.closed.signal.aborted) return { kind: this.kind, writable: false, fault: 'the log is closed' };
    try {
      const topics = [...this.partitionCounts.keys()];
      const metadata = await this.ask('Kafka does not answer', ANSWER_MS, (admin) =>
        admin.fetchTopicMetadata({ topics }),
      );
      const leaderless = metadata.topics.filter(({ partitions }) =>
        partitions.some(({ leader }) => leader < 0),
      );
      if (leaderless.length > 0) throw new LogUnavailable(`${leaderless[0]?.name ?? ''} has no leader`);
      if (this.appender.recentFault) throw this.appender.recentFault;
      return { kind: this.kind, writable: true };
    } catch (fault) {
      if (!(fault instanceof LogUnavailable)) throw fault;
      return { kind: this.kind, writable: false, fault: fault.message };
    }
  }

  async close(): Promise<void> {
    if (this.closed.signal.aborted) return;
    this.closed.abort();
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    await Promise.all([this.appender.close(), this.dropAdmin()]);
  }

  private partitionsOf(topic: string): Promise<number> {
    const known = this.partitionCounts.get(topic);
    if (known) return known;
    const doing = `the partitions of ${topic} are not known`;
    const asked = this.ask(doing, ANSWER_MS, (admin) => admin.fetchTopicMetadata({ topics: [topic] })).then(
      ({ topics }) => topics[0]?.partitions.length ?? 0,
    );
    this.partitionCounts.set(topic, asked);
    asked.catch(() => this.partitionCounts.delete(topic));
    return asked;
  }

  /** One question to the brokers, answered within a bounded time; after a fault the next begins with a new connection. */
  private async ask<T>(doing: string, ms: number, question: (admin: Admin) => Promise<T>): Promise<T> {
    this.admin ??= this.connectAdmin();
    try {
      return await within(ms, doing, this.admin.then(question));
    } catch (fault) {
      void this.dropAdmin();
      throw fault;
    }
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = kafkaClient(this.options).admin();
    await admin.connect();
    return admin;
  }

  private async dropAdmin(): Promise<void> {
    const admin = this.admin;
    this.admin = undefined;
    const disconnected = admin?.then((old) => old.disconnect());
    if (disconnected) await within(DISCONNECT_MS, 'Kafka', disconnected).catch(() => undefined);
  }

  private assertOpen(): void {
    if (this.closed.signal.aborted) throw new LogUnavailable('the log is closed');
  }
}

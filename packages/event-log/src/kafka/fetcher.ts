import { types } from 'node:util';
import type { Kafka } from 'kafkajs';
import { OffsetOutOfRange } from '../errors.js';
import type { LogRecord } from '../port.js';
import { faultType } from './faults.js';

const READ_UNCOMMITTED = 0;
const METADATA_MAX_AGE_MS = 300_000;
const LATEST = -1;
const CREATE_CLUSTER = 'private:Kafka:createCluster';

interface FetchedMessage {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  batchContext: { firstOffset: string; lastOffsetDelta: number };
}

interface Broker {
  fetch(request: {
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    isolationLevel: number;
    topics: { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[];
  }): Promise<{
    responses: { partitions: { partition: number; highWatermark: string; messages: FetchedMessage[] }[] }[];
  }>;
}

/** kafkajs' own layer below its consumer, which it does not type. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  isConnected(): boolean;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>;
  findBroker(node: { nodeId: string }): Promise<Broker>;
  fetchTopicsOffset(
    topics: { topic: string; partitions: { partition: number }[]; fromTimestamp: number }[],
  ): Promise<{ partitions: { partition: number; offset: string }[] }[]>;
}

/** What one partition answered to one fetch. */
export interface Fetched {
  partition: number;
  records: LogRecord[];
  /** Where to fetch next. */
  next: number;
  /** Next offset of the partition when it answered. */
  end: number;
}

/**
 * Fetches records without a group: kafkajs has no consumer for that, and a throw-away group costs a rebalance for
 * each reading and leaves offsets behind.
 */
export class Fetcher {
  private constructor(
    private readonly cluster: Cluster,
    private readonly topic: string,
  ) {}

  static async connect(kafka: Kafka, topic: string): Promise<Fetcher> {
    const symbol = Object.getOwnPropertySymbols(kafka).find(
      ({ description }) => description === CREATE_CLUSTER,
    );
    if (!symbol) throw new Error(`this is not kafkajs 2.2.4: it has no ${CREATE_CLUSTER}`);
    const createCluster = (kafka as unknown as Record<symbol, (options: object) => Cluster>)[symbol];
    const cluster = createCluster?.({ metadataMaxAge: METADATA_MAX_AGE_MS, allowAutoTopicCreation: false });
    if (!cluster) throw new Error(`this is not kafkajs 2.2.4: ${CREATE_CLUSTER} makes nothing`);
    await cluster.connect();
    await cluster.addTargetTopic(topic);
    return new Fetcher(cluster, topic);
  }

  async disconnect(): Promise<void> {
    await this.cluster.disconnect();
  }

  /**
   * One fetch of each leader, answered at once when there is anything and after `maxWaitMs` when not. A partition may
   * answer with nothing because others filled the answer, or because what lay there was compacted away.
   * Throws {@link OffsetOutOfRange}.
   */
  async fetch(
    positions: ReadonlyMap<number, number>,
    bounds: { maxWaitMs: number; partitionBytes: number; bytes: number },
  ): Promise<Fetched[]> {
    await this.cluster.refreshMetadataIfNecessary();
    const leaders = this.cluster.findLeaderForPartitions(this.topic, [...positions.keys()]);
    const answers = await Promise.all(
      Object.entries(leaders).map(async ([nodeId, partitions]) => {
        const broker = await this.cluster.findBroker({ nodeId });
        const answered = broker.fetch({
          maxWaitTime: bounds.maxWaitMs,
          minBytes: 1,
          maxBytes: bounds.bytes,
          isolationLevel: READ_UNCOMMITTED,
          topics: [
            {
              topic: this.topic,
              partitions: partitions.map((partition) => ({
                partition,
                fetchOffset: String(positions.get(partition)),
                maxBytes: bounds.partitionBytes,
              })),
            },
          ],
        });
        const { responses } = await answered.catch((fault: unknown) => {
          throw this.outOfRange(fault, positions) ?? fault;
        });
        return responses.flatMap((response) => response.partitions);
      }),
    );
    return answers.flat().map(({ partition, highWatermark, messages }) => {
      const position = positions.get(partition) ?? 0;
      return { partition, ...recordsFrom(position, partition, messages), end: Number(highWatermark) };
    });
  }

  private outOfRange(fault: unknown, positions: ReadonlyMap<number, number>): OffsetOutOfRange | undefined {
    if (faultType(fault) !== 'OFFSET_OUT_OF_RANGE') return undefined;
    const partition = types.isNativeError(fault) && 'partition' in fault ? Number(fault.partition) : -1;
    return new OffsetOutOfRange(
      this.topic,
      partition,
      positions.get(partition) ?? -1,
      'Kafka does not have it',
    );
  }

  /** First offset whose append time is not before the given one, or undefined when there is none. */
  async firstOffsetSince(partition: number, epochMs: number): Promise<number | undefined> {
    const [answer] = await this.cluster.fetchTopicsOffset([
      { topic: this.topic, partitions: [{ partition }], fromTimestamp: epochMs },
    ]);
    const offset = Number(answer?.partitions[0]?.offset ?? LATEST);
    return offset === LATEST ? undefined : offset;
  }

  /** Next offset of a partition. */
  async endOf(partition: number): Promise<number> {
    const [answer] = await this.cluster.fetchTopicsOffset([
      { topic: this.topic, partitions: [{ partition }], fromTimestamp: LATEST },
    ]);
    return Number(answer?.partitions[0]?.offset ?? 0);
  }

  /** Finds the leaders again after a fault. */
  async recover(): Promise<void> {
    if (!this.cluster.isConnected()) await this.cluster.connect();
    await this.cluster.refreshMetadata();
  }
}

function recordsFrom(
  position: number,
  partition: number,
  messages: readonly FetchedMessage[],
): { records: LogRecord[]; next: number } {
  const records: LogRecord[] = [];
  for (const { offset, timestamp, key, value } of messages) {
    if (Number(offset) < position) continue;
    records.push({
      partition,
      offset: Number(offset),
      appendedAt: Number(timestamp),
      key: key?.toString() ?? '',
      value,
    });
  }
  const last = messages.at(-1)?.batchContext;
  // The last records of a batch may have been compacted away: the next one begins where the batch ends.
  const next = last ? Number(last.firstOffset) + last.lastOffsetDelta + 1 : position;
  return { records, next };
}

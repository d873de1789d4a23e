/**
 * The event log: the truth of the platform. Two adapters stand behind this port (segment files, Kafka) and one
 * contract suite runs over both. Everything right of the log can be thrown away and built again from it.
 *
 * To the implementer: `append` resolves only when the records would survive the loss of the machine's power
 * (Kafka: acks=all; segment files: fdatasync). The log itself stamps the time of append, and within a partition
 * that time never goes back. Faults that may pass are thrown as {@link LogUnavailable}; anything else is a bug.
 */
export interface EventLog {
  readonly kind: 'embedded' | 'kafka';

  /** Creates the topics that do not exist yet. Never alters one that does; refuses a partition count that differs. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>;

  /**
   * Appends records and resolves, with one position each in the order given, when all are durable.
   * Records of one key land in one partition in the order given. If any partition fails, the whole call rejects
   * with {@link LogUnavailable}; some of the records may then stand in the log (sending again is safe for callers
   * whose records are idempotent, as events are).
   */
  append(topic: string, records: readonly NewRecord[]): Promise<Position[]>;

  /**
   * Next offset of every partition, index = partition: what `append` resolved before this call lies below it, and on
   * the embedded log so does every record with an append time before this call.
   */
  ends(topic: string): Promise<number[]>;

  /**
   * Streams batches from the given offsets, each batch of one partition, in offset order within a partition.
   * With `until` (exclusive ends by partition) the stream finishes there; without, it follows the log until `signal`.
   * Throws `OffsetOutOfRange` for an offset beyond the end, `LogCorrupt` for damaged segment files.
   */
  read(topic: string, options: ReadOptions): AsyncIterable<RecordBatch>;

  /**
   * Joins a group and hands batches to `handle`, one call at a time. After `handle` resolves, the batch's end is
   * committed to the group. When `handle` throws, nothing is committed and the same records are delivered again after
   * a back-off, for ever: dropping is not this port's to decide.
   */
  consume(options: ConsumeOptions): Promise<Consumer>;

  /** Next offset committed by the group, by partition; absent partitions never committed. */
  committed(group: string, topic: string): Promise<Map<number, number>>;

  health(): Promise<LogHealth>;

  /** Finishes appends under way, releases files and connections. */
  close(): Promise<void>;
}

export interface TopicSpec {
  name: string;
  partitions: number;
  /** Keep only the newest record of each key (Kafka: `cleanup.policy=compact`). Otherwise records are kept for ever. */
  compacted?: boolean;
}

export interface NewRecord {
  key: string;
  /** `null` is a tombstone in a compacted topic. */
  value: Uint8Array | null;
  /**
   * Only the embedded log accepts a given append time (epoch ms), for seeding a history; it must not go back within
   * its partition. The Kafka adapter throws on it.
   */
  appendedAt?: number;
}

export interface Position {
  partition: number;
  offset: number;
  /** Epoch ms, stamped by the log. */
  appendedAt: number;
}

export interface LogRecord extends Position {
  key: string;
  /** A view into a larger buffer: whoever keeps a value for long copies it. */
  value: Uint8Array | null;
}

export interface RecordBatch {
  topic: string;
  partition: number;
  records: LogRecord[];
}

export interface ReadOptions {
  /** First offset wanted, by partition. Partitions absent here are not read. */
  from: ReadonlyMap<number, number>;
  until?: ReadonlyMap<number, number>;
  signal?: AbortSignal;
  /** Upper bounds of one batch; defaults 10,000 records and 8 MiB. One record larger than the bytes still comes alone. */
  maxRecords?: number;
  maxBytes?: number;
}

export interface ConsumeOptions {
  group: string;
  topic: string;
  /**
   * Where to start in a partition just assigned: the caller's own durable progress, which outranks the group's committed
   * offset (rows and progress live in one warehouse; a commit can be ahead of rows that were lost). `undefined`: the
   * committed offset, else 0.
   */
  startAt?(partition: number): Promise<number | undefined>;
  /**
   * Batches of one or more partitions, each in offset order. `context.heartbeat` keeps the group membership alive
   * during long work (call it at least every few seconds); `context.signal` aborts when the consumer is being stopped or the
   * partition was taken away.
   */
  handle(batches: RecordBatch[], context: HandleContext): Promise<void>;
  /** Bounds of one call of `handle`, over all its partitions; defaults 50,000 records and 32 MiB. */
  maxRecords?: number;
  maxBytes?: number;
  /** How long to wait for more records before handing over a small batch; default 100 ms. */
  maxWaitMs?: number;
  /** Told when `handle`, its commit or `startAt` fails (then it is retried), and, with no fault and 0, when it recovers. */
  onRetry?(fault: unknown, attempt: number): void;
  /** Told of every change of the partitions this member holds. */
  onAssignment?(partitions: readonly number[]): void;
}

export interface HandleContext {
  heartbeat(): Promise<void>;
  signal: AbortSignal;
}

export interface Consumer {
  /** Partitions held now. */
  assignment(): readonly number[];
  /** Lets a running `handle` finish and commit, then leaves the group. */
  stop(): Promise<void>;
  /** Rejects when the consumer died of something that is not a passing fault. */
  readonly died: Promise<never>;
}

export interface LogHealth {
  kind: EventLog['kind'];
  writable: boolean;
  /** Why not, in words without record contents. */
  fault?: string;
}

/** A fault that may pass: disk full, broker away, not enough replicas. Nothing was lost; try again later. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
  readonly retryable = true;
  constructor(
    message: string,
    readonly retryAfterSeconds = 5,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The topics of Waymark, created by us and never automatically. */
export const TOPICS = {
  events: { name: 'waymark.events.v1', partitions: 12 },
  registry: { name: 'waymark.registry.v1', partitions: 1, compacted: true },
  reference: { name: 'waymark.reference.v1', partitions: 1 },
  audit: { name: 'waymark.audit.v1', partitions: 1 },
} as const satisfies Record<string, TopicSpec>;

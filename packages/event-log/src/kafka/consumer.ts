import { types } from 'node:util';
import type { Consumer as KafkaConsumer, EachBatchPayload, Kafka } from 'kafkajs';
import { unlessAborted } from '../answered-within.js';
import { backOffMs, deliver, pause } from '../delivery.js';
import { OffsetOutOfRange } from '../errors.js';
import type { ConsumeOptions, Consumer, RecordBatch } from '../port.js';
import { AppendTimes } from './append-times.js';
import { Assignment } from './assignment.js';
import { within } from './faults.js';
import { Fetcher } from './fetcher.js';
import { recordsOf, Round } from './round.js';

const RECORDS_MAX = 50_000;
const BYTES_MAX = 32 * 1024 * 1024;
const PARTITION_BYTES_MAX = 8 * 1024 * 1024;
/** Less than this is handed over only after the waiting time. */
const BYTES_MIN = 1024 * 1024;
const WAIT_MS = 100;
const HEARTBEAT_MS = 2_000;
const REBALANCE_MS = 60_000;
/** Stopping has to end within ten seconds, also when a broker hangs. */
const COMMIT_MS = 2_000;
const LEAVE_MS = 2_000;
/** As many `eachBatch` at a time as partitions in a round. */
const PARTITIONS_AT_ONCE = 64;

export interface KafkaConsumerSettings {
  /** A client of its own: kafkajs shares committed offsets between the consumers of one. */
  client: Kafka;
  /** A client that gives up sooner, for what is asked beside the consuming. */
  fetching: Kafka;
  sessionTimeoutMs: number;
  committed(): Promise<Map<number, number>>;
}

/**
 * A member of a Kafka group. kafkajs hands over one partition at a time; what one fetch brought is gathered into one
 * round. Nothing is resolved or committed before `handle` resolves, so that an `eachBatch` that ends without it is
 * fetched again from the same place.
 */
export class KafkaGroupConsumer implements Consumer {
  readonly died: Promise<never>;
  private reject: (fault: Error) => void = () => undefined;
  private current: Assignment;
  private leaving: Promise<void> | undefined;
  private gathering: Round | undefined;
  private working: Promise<unknown> = Promise.resolve();
  private readonly times: AppendTimes;

  private constructor(
    private readonly consumer: KafkaConsumer,
    private readonly fetcher: Fetcher,
    private readonly options: ConsumeOptions,
    private readonly settings: KafkaConsumerSettings,
    private readonly stopped: AbortController,
  ) {
    this.current = new Assignment([], stopped.signal);
    this.times = new AppendTimes(fetcher);
    this.died = new Promise<never>((_resolve, reject) => (this.reject = reject));
  }

  static async start(options: ConsumeOptions, settings: KafkaConsumerSettings): Promise<KafkaGroupConsumer> {
    const stopped = new AbortController();
    const fetcher = await Fetcher.connect(settings.fetching, options.topic);
    const consumer = settings.client.consumer({
      groupId: options.group,
      sessionTimeout: settings.sessionTimeoutMs,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_MS,
      maxBytesPerPartition: PARTITION_BYTES_MAX,
      maxBytes: options.maxBytes ?? BYTES_MAX,
      minBytes: BYTES_MIN,
      maxWaitTimeInMs: options.maxWaitMs ?? WAIT_MS,
      readUncommitted: true,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure: () => Promise.resolve(!stopped.signal.aborted) },
    });
    const member = new KafkaGroupConsumer(consumer, fetcher, options, settings, stopped);
    try {
      await member.join();
      return member;
    } catch (fault) {
      await member.leave();
      throw fault;
    }
  }

  assignment(): readonly number[] {
    return this.current.partitions;
  }

  stop(): Promise<void> {
    this.stopped.abort();
    this.leaving ??= this.leave();
    return this.leaving;
  }

  private async join(): Promise<void> {
    const { consumer, options } = this;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
      this.assigned(payload.memberAssignment[options.topic]),
    );
    consumer.on(consumer.events.CRASH, ({ payload }) => this.crashed(payload.error, payload.restart));
    await consumer.connect();
    await consumer.subscribe({ topics: [options.topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.eachBatch(payload),
    });
  }

  private async leave(): Promise<void> {
    this.current.end();
    await this.working;
    // Leaving takes a broker; where none answers, the group finds out by itself.
    const left = Promise.all([this.consumer.disconnect(), this.fetcher.disconnect()]);
    await within(LEAVE_MS, 'the group cannot be left', left).catch(() => undefined);
    this.current = new Assignment([], this.stopped.signal);
  }

  private crashed(fault: Error, restarts: boolean): void {
    this.current.end();
    if (!restarts && !this.stopped.signal.aborted) this.dieOf(fault);
  }

  private dieOf(fault: Error): void {
    this.reject(fault);
    void this.stop();
  }

  /** Nothing is fetched from new partitions until the caller has said where in them to start. */
  private assigned(partitions: readonly number[] = []): void {
    const { topic } = this.options;
    this.current.end();
    this.current = new Assignment(
      [...partitions].sort((a, b) => a - b),
      this.stopped.signal,
    );
    this.consumer.pause([{ topic, partitions: [...partitions] }]);
    this.options.onAssignment?.(this.current.partitions);
    void this.place(this.current);
  }

  private async place(assignment: Assignment): Promise<void> {
    const { topic } = this.options;
    try {
      for (const partition of assignment.partitions) {
        const start = await this.startOf(partition, assignment);
        if (start === undefined || assignment.signal.aborted) return;
        assignment.positions.set(partition, start);
        this.consumer.seek({ topic, partition, offset: String(start) });
        this.consumer.resume([{ topic, partitions: [partition] }]);
      }
    } catch (fault) {
      if (!assignment.signal.aborted)
        this.dieOf(types.isNativeError(fault) ? fault : new Error(String(fault)));
    }
  }

  /** `undefined` when the assignment was over before the caller could say. Throws {@link OffsetOutOfRange}. */
  private async startOf(partition: number, { signal }: Assignment): Promise<number | undefined> {
    const { topic } = this.options;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        const own = await this.options.startAt?.(partition);
        const start = own ?? (await this.settings.committed()).get(partition) ?? 0;
        const end = await this.fetcher.endOf(partition);
        if (start > end) throw new OffsetOutOfRange(topic, partition, start, `the log ends at ${end}`);
        await this.times.startAt(partition, start);
        return start;
      } catch (fault) {
        if (fault instanceof OffsetOutOfRange) throw fault;
        this.options.onRetry?.(fault, attempt);
        await pause(backOffMs(attempt), signal);
        await this.fetcher.recover().catch(() => undefined);
      }
    }
    return undefined;
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const assignment = this.current;
    const position = assignment.positions.get(payload.batch.partition);
    if (assignment.giveUp.aborted || position === undefined) return;
    const records = recordsOf(payload);
    const first = records[0]?.offset ?? position;
    if (first < position) {
      const { topic, partition } = payload.batch;
      this.dieOf(new OffsetOutOfRange(topic, partition, position, 'Kafka began from the beginning'));
      return;
    }
    this.times.apply(records);
    const round = this.roundFor(assignment);
    round.add(payload, records);
    await round.done;
  }

  private roundFor(assignment: Assignment): Round {
    if (this.gathering?.assignment === assignment) return this.gathering;
    const round = new Round(assignment);
    this.gathering = round;
    setImmediate(() => {
      if (this.gathering === round) this.gathering = undefined;
      this.working = this.working.then(() => this.work(round));
    });
    return round;
  }

  private async work(round: Round): Promise<void> {
    const { topic, maxRecords = RECORDS_MAX, maxBytes = BYTES_MAX } = this.options;
    const beating = setInterval(() => void this.beat(round), HEARTBEAT_MS / 2);
    try {
      for (const batches of round.calls(topic, maxRecords, maxBytes)) {
        if (round.assignment.giveUp.aborted || !(await this.deliverBatches(round, batches))) return;
        for (const batch of batches) {
          const last = batch.records.at(-1)?.offset ?? -1;
          round.payloadOf(batch.partition).resolveOffset(String(last));
          round.assignment.positions.set(batch.partition, last + 1);
        }
      }
    } finally {
      clearInterval(beating);
      round.finish();
    }
  }

  private deliverBatches(round: Round, batches: RecordBatch[]): Promise<boolean> {
    const { topic } = this.options;
    const partitions = batches.map(({ partition, records }) => ({
      partition,
      offset: String((records.at(-1)?.offset ?? -1) + 1),
    }));
    const { signal, giveUp } = round.assignment;
    return deliver(this.options, batches, {
      signal,
      giveUp,
      heartbeat: () => this.beat(round),
      commit: async () => {
        try {
          const committing = round.member.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
          await within(COMMIT_MS, 'offsets cannot be committed', committing);
        } catch (fault) {
          round.assignment.heard(fault);
          throw fault;
        }
      },
    });
  }

  /**
   * A broker that is away for a moment is the fetching loop's concern, not the heartbeat's. One that hangs would hold up a batch under
   * way at every beat, and a stop with it.
   */
  private async beat(round: Round): Promise<void> {
    try {
      await unlessAborted(round.assignment.signal, 'the heartbeat', round.member.heartbeat());
    } catch (fault) {
      round.assignment.heard(fault);
    }
  }
}

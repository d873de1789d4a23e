import kafkajs, { type Kafka, type Message, type Producer, type RecordMetadata } from 'kafkajs';
import { LogUnavailable, type Position } from '../port.js';
import { byPartition, type KeyedRecord } from '../records.js';
import { asUnavailable, within } from './faults.js';

const ACKNOWLEDGED_BY_ALL = -1;
const REQUEST_BYTES = 8 * 1024 * 1024;
/** Kafka's default limit of a batch is 1 MiB, and all records of a partition in one request are one batch. */
const BATCH_BYTES = 900 * 1024;
const RECORD_OVERHEAD_BYTES = 70;
const BROKER_TIMEOUT_MS = 4_000;
/** kafkajs gives up earlier by itself; a producer that has not by then is not waited for. */
const GIVE_UP_MS = 20_000;
/** A producer waits for its requests when it is disconnected; a broker that hangs would make it wait for long. */
const DISCONNECT_MS = 1_000;
/** A request that a broker has not answered by then is left. */
const CLOSE_MS = 2_000;
const FAULT_MS = 10_000;

/** One call of `append`, until all of its records are acknowledged. */
interface Call {
  positions: Position[];
  missing: number;
  settled: boolean;
  settle(fault?: unknown): void;
}

interface Queued {
  record: KeyedRecord;
  call: Call;
}

interface Queue {
  topic: string;
  partition: number;
  waiting: Queued[];
}

/**
 * Sends what arrives together as one request, with one request under way at a time, so that records of one key keep
 * their order without the idempotent producer: that is experimental in kafkajs and gets stuck after some faults,
 * while a record that is sent twice is harmless here, as an event that arrives twice is. When a request fails,
 * everything that waits is refused with it, so that nothing overtakes what has to be sent again.
 */
export class KafkaAppender {
  private readonly queues = new Map<string, Queue>();
  /** Of the last acknowledged record; a new leader's clock may be behind. */
  private readonly lastAppendedAt = new Map<string, number>();
  private readonly calls = new Set<Call>();
  private producer: Promise<Producer> | undefined;
  private draining: Promise<void> | undefined;
  private failed: { fault: LogUnavailable; at: number } | undefined;

  constructor(
    private readonly client: () => Kafka,
    private readonly timeoutMs: number,
  ) {}

  /** The fault of the last append, unless that is long ago: somebody has to try again for it to go away. */
  get recentFault(): LogUnavailable | undefined {
    return this.failed && Date.now() - this.failed.at < FAULT_MS ? this.failed.fault : undefined;
  }

  append(topic: string, partitions: number, records: readonly KeyedRecord[]): Promise<Position[]> {
    return new Promise((resolve, reject) => {
      if (records.length === 0) {
        resolve([]);
        return;
      }
      const call = this.newCall(records.length, resolve, reject);
      for (const [partition, part] of byPartition(records, partitions)) {
        const name = `${topic}/${partition}`;
        const queue = this.queues.get(name) ?? { topic, partition, waiting: [] };
        this.queues.set(name, queue);
        for (const record of part) queue.waiting.push({ record, call });
      }
      this.draining ??= this.drain().finally(() => (this.draining = undefined));
    });
  }

  async close(): Promise<void> {
    // Nobody is waited for who hangs: what was not acknowledged was promised to nobody.
    const drained = Promise.resolve(this.draining);
    await within(CLOSE_MS, 'Kafka', drained).catch(() => undefined);
    const disconnected = this.producer?.then((producer) => producer.disconnect());
    if (disconnected) await within(DISCONNECT_MS, 'Kafka', disconnected).catch(() => undefined);
  }

  private newCall(
    count: number,
    resolve: (positions: Position[]) => void,
    reject: (fault: unknown) => void,
  ): Call {
    const late = new LogUnavailable(`Kafka did not acknowledge an append within ${this.timeoutMs} ms`);
    const timer = setTimeout(() => {
      call.settle(late);
      this.dropSettled();
    }, this.timeoutMs);
    const call: Call = {
      positions: Array.from({ length: count }),
      missing: count,
      settled: false,
      settle: (fault) => {
        clearTimeout(timer);
        this.calls.delete(call);
        call.settled = true;
        if (fault === undefined) resolve(call.positions);
        else reject(fault);
        if (fault instanceof LogUnavailable) this.failed = { fault, at: Date.now() };
      },
    };
    this.calls.add(call);
    return call;
  }

  /** While a request hangs, records of calls that were refused meanwhile must not pile up behind it. */
  private dropSettled(): void {
    for (const queue of this.queues.values())
      queue.waiting = queue.waiting.filter(({ call }) => !call.settled);
  }

  private async drain(): Promise<void> {
    // One turn of the event loop: what arrives in it shares the request.
    await new Promise(setImmediate);
    for (let request = this.nextRequest(); request.length > 0; request = this.nextRequest()) {
      try {
        this.acknowledge(request, await this.send(request));
        this.failed = undefined;
      } catch (fault) {
        const reason = asUnavailable(fault, 'Kafka did not take an append');
        for (const call of [...this.calls]) call.settle(reason);
      }
    }
  }

  /** Takes from every partition what fits into a request; what nobody waits for any more is dropped. */
  private nextRequest(): Queue[] {
    const request: Queue[] = [];
    let room = REQUEST_BYTES;
    for (const [name, queue] of this.queues) {
      const waiting = queue.waiting.filter(({ call }) => !call.settled);
      let bytes = 0;
      let count = 0;
      for (const { record } of waiting) {
        const more = record.key.length + (record.value?.length ?? 0) + RECORD_OVERHEAD_BYTES;
        if (count > 0 && bytes + more > BATCH_BYTES) break;
        bytes += more;
        count += 1;
      }
      if (request.length > 0 && bytes > room) continue;
      room -= bytes;
      queue.waiting = waiting.slice(count);
      if (queue.waiting.length === 0) this.queues.delete(name);
      if (count > 0) request.push({ ...queue, waiting: waiting.slice(0, count) });
    }
    return request;
  }

  private async send(request: readonly Queue[]): Promise<RecordMetadata[]> {
    const messages = new Map<string, Message[]>();
    for (const { topic, partition, waiting } of request) {
      const ofTopic = messages.get(topic) ?? [];
      messages.set(topic, ofTopic);
      for (const { record } of waiting)
        ofTopic.push({ key: record.key, value: asBuffer(record.value), partition });
    }
    const sent = this.connected().then((producer) =>
      producer.sendBatch({
        acks: ACKNOWLEDGED_BY_ALL,
        timeout: BROKER_TIMEOUT_MS,
        topicMessages: [...messages].map(([topic, ofTopic]) => ({ topic, messages: ofTopic })),
      }),
    );
    try {
      return await within(GIVE_UP_MS, 'Kafka did not take an append', sent);
    } catch (fault) {
      this.discardProducer();
      throw fault;
    }
  }

  private acknowledge(request: readonly Queue[], answers: readonly RecordMetadata[]): void {
    for (const { topic, partition, waiting } of request) {
      const answer = answers.find((each) => each.topicName === topic && each.partition === partition);
      if (answer?.baseOffset === undefined) throw new LogUnavailable('Kafka did not say where records stand');
      const name = `${topic}/${partition}`;
      const appendedAt = Math.max(Number(answer.logAppendTime), this.lastAppendedAt.get(name) ?? 0);
      this.lastAppendedAt.set(name, appendedAt);
      waiting.forEach(({ record, call }, i) => {
        call.positions[record.index] = { partition, offset: Number(answer.baseOffset) + i, appendedAt };
        call.missing -= 1;
        if (call.missing === 0 && !call.settled) call.settle();
      });
    }
  }

  private connected(): Promise<Producer> {
    this.producer ??= this.connect();
    return this.producer;
  }

  private async connect(): Promise<Producer> {
    const producer = this.client().producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }

  /** After a fault the next append begins with a new connection: kafkajs does not always find its way back. */
  private discardProducer(): void {
    const producer = this.producer;
    this.producer = undefined;
    void producer?.then((old) => old.disconnect()).catch(() => undefined);
  }
}

function asBuffer(value: Uint8Array | null): Buffer | null {
  return value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

import type { Kafka } from 'kafkajs';
import { backOffMs, pause } from '../delivery.js';
import { OffsetOutOfRange } from '../errors.js';
import { LogUnavailable, type LogRecord, type ReadOptions, type RecordBatch } from '../port.js';
import { AppendTimes } from './append-times.js';
import { unlessAborted } from '../answered-within.js';
import { asUnavailable, within } from './faults.js';
import { Fetcher, type Fetched } from './fetcher.js';

const RECORDS_MAX = 10_000;
const BYTES_MAX = 8 * 1024 * 1024;
const WAIT_MS = 250;
const ANSWER_BYTES = 16 * 1024 * 1024;
/** A broker that is away for longer is reported to the reader. */
const PATIENCE_MS = 10_000;
/** A broker that hangs would make a disconnection wait for its requests. */
const DISCONNECT_MS = 1_000;

/** The port's `read` over plain fetches. */
export async function* readTopic(
  kafka: Kafka,
  topic: string,
  options: ReadOptions,
  closed: AbortSignal,
): AsyncGenerator<RecordBatch, void> {
  const ended = options.signal ? AbortSignal.any([options.signal, closed]) : closed;
  const patient = new Patience(ended, topic);
  const positions = new Map(options.from);
  let fetcher: Fetcher | undefined;
  try {
    const connected = await patient.until(() => Fetcher.connect(kafka, topic), undefined, disconnected);
    fetcher = connected;
    const times = new AppendTimes(connected);
    for (const [partition, offset] of positions) {
      await patient.until(() => times.startAt(partition, offset), connected);
    }
    for (;;) {
      dropFinished(positions, options.until);
      if (closed.aborted) throw new LogUnavailable('the log was closed');
      if (positions.size === 0 || ended.aborted) return;
      const answers = await patient.until(() => fetchSome(connected, positions, options), connected);
      for (const { partition, records, next } of answers) {
        positions.set(partition, next);
        const wanted = below(records, options.until?.get(partition));
        times.apply(wanted);
        yield* batchesOf(topic, partition, wanted, options);
      }
    }
  } catch (fault) {
    // Whoever ended the reading does not want to hear of a broker that was away at the time.
    if (!options.signal?.aborted) throw fault;
  } finally {
    if (fetcher) await disconnected(fetcher);
  }
}

async function disconnected(fetcher: Fetcher): Promise<void> {
  await within(DISCONNECT_MS, 'Kafka', fetcher.disconnect()).catch(() => undefined);
}

function dropFinished(positions: Map<number, number>, until: ReadOptions['until']): void {
  for (const [partition, offset] of positions) {
    if (offset >= (until?.get(partition) ?? Infinity)) positions.delete(partition);
  }
}

/** Fetches all partitions at once; one that answered with nothing although there is more, again and by itself. */
async function fetchSome(
  fetcher: Fetcher,
  positions: ReadonlyMap<number, number>,
  { maxBytes = BYTES_MAX }: ReadOptions,
): Promise<Fetched[]> {
  const bounds = { maxWaitMs: WAIT_MS, partitionBytes: maxBytes, bytes: ANSWER_BYTES };
  const answers = await fetcher.fetch(positions, bounds);
  const behind = answers.filter(
    ({ partition, next, end }) => next === positions.get(partition) && next < end,
  );
  for (const answer of behind) {
    const [alone] = await fetcher.fetch(new Map([[answer.partition, answer.next]]), bounds);
    if (!alone) continue;
    // Asked alone a partition answers with at least one record, if it has one: the rest was compacted away.
    if (alone.next === answer.next) alone.next = alone.end;
    answers[answers.indexOf(answer)] = alone;
  }
  return answers;
}

function below(records: LogRecord[], until = Infinity): LogRecord[] {
  const last = records.at(-1);
  return last && last.offset >= until ? records.filter(({ offset }) => offset < until) : records;
}

/** Cuts records into batches within the bounds; one that is larger comes alone. */
export function* batchesOf(
  topic: string,
  partition: number,
  records: readonly LogRecord[],
  { maxRecords = RECORDS_MAX, maxBytes = BYTES_MAX }: Pick<ReadOptions, 'maxRecords' | 'maxBytes'>,
): Generator<RecordBatch, void> {
  let from = 0;
  let bytes = 0;
  for (const [i, { key, value }] of records.entries()) {
    const more = key.length + (value?.length ?? 0);
    if (i > from && (i - from >= maxRecords || bytes + more > maxBytes)) {
      yield { topic, partition, records: records.slice(from, i) };
      from = i;
      bytes = 0;
    }
    bytes += more;
  }
  if (from < records.length) yield { topic, partition, records: records.slice(from) };
}

/** Tries again while a broker is away, for a while. */
class Patience {
  constructor(
    private readonly ended: AbortSignal,
    private readonly topic: string,
  ) {}

  /** @param dispose told what comes after the reading was ended: nobody else takes it */
  async until<T>(
    work: () => Promise<T>,
    fetcher?: Fetcher,
    dispose: (late: T) => unknown = () => undefined,
  ): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt += 1) {
      const working = work();
      try {
        // A stop does not wait for a broker that hangs.
        return await unlessAborted(this.ended, this.topic, working);
      } catch (fault) {
        if (this.ended.aborted) working.then(dispose).catch(() => undefined);
        if (fault instanceof OffsetOutOfRange) throw fault;
        await pause(backOffMs(attempt), this.ended);
        if (this.ended.aborted || Date.now() > deadline)
          throw asUnavailable(fault, `${this.topic} cannot be read`);
        await fetcher?.recover().catch(() => undefined);
      }
    }
  }
}

import { randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKafkaLog, TOPICS, type EventLog, type NewRecord } from '@waymark/event-log';
import { describeWithKafka } from '@waymark/event-log/testing/kafka';
import { openGeneration, type Warehouse } from '@waymark/warehouse';
import { emptyGeneration, openTestWarehouse } from '@waymark/warehouse/testing';
import { faultyWarehouse } from './testing/faulty-warehouse.js';
import { apart, openTestLog } from './testing/logs.js';
import { startProcessor, until, untilShown } from './testing/running.js';

jest.setTimeout(180_000);

const MIB = 1024 * 1024;
/** What one call of the consumer hands over at most. */
const BATCH = { records: 50_000, bytes: 32 * MIB };
/** What a bulk load gathers at most; one such group is read while the one before it is written. */
const BULK = { records: 60_000, bytes: 40 * MIB };
/** A chunk of each partition's file, and what a fetch brings beyond its bound. */
const READ_AHEAD = 14 * MIB;

let warehouse: Warehouse;
let database: string;
beforeAll(async () => {
  warehouse = await openTestWarehouse();
  ({ database } = await openGeneration(warehouse));
});
afterAll(() => warehouse.close());
beforeEach(() => emptyGeneration(warehouse, database));
afterEach(() => jest.restoreAllMocks());

/** Records that are no events, so that nothing but the way from the log to the tables is at work. */
function records(count: number, bytes: number): NewRecord[] {
  const value = new TextEncoder().encode('{'.padEnd(bytes, '{'));
  return Array.from({ length: count }, (_, at) => ({ key: `lw/r-${at % 400}`, value }));
}

async function fill(log: EventLog, count: number, bytes: number): Promise<void> {
  const perAppend = Math.ceil((8 * MIB) / (bytes + 50));
  for (let from = 0; from < count; from += perAppend)
    await log.append(TOPICS.events.name, records(Math.min(perAppend, count - from), bytes));
}

/** Bytes that were read from the log's files. */
async function countFileReads(): Promise<() => number> {
  const handle = await open(__filename, 'r');
  const handles = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  let bytes = 0;
  const read = handles.read;
  jest.spyOn(handles, 'read').mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
    const answer = (await Reflect.apply(read, this, args)) as Awaited<ReturnType<FileHandle['read']>>;
    bytes += answer.bytesRead;
    return answer;
  });
  return () => bytes;
}

/** Bytes that came over any connection of this process. */
function countReceived(): () => number {
  let bytes = 0;
  const push = Socket.prototype.push;
  jest.spyOn(Socket.prototype, 'push').mockImplementation(function (this: Socket, ...args: unknown[]) {
    const [chunk] = args;
    if (chunk instanceof Uint8Array) bytes += chunk.length;
    return Reflect.apply(push, this, args) as boolean;
  });
  return () => bytes;
}

/** Told of every batch: its size, and how far ahead of what is in the tables the log had been read by then. */
interface Watched {
  log: EventLog;
  largest: { records: number; bytes: number };
  aheadMax: number;
}

function watched(log: EventLog, bytesRead: () => number): Watched {
  let done = 0;
  const seen: Watched = { log, largest: { records: 0, bytes: 0 }, aheadMax: 0 };
  const consume: EventLog['consume'] = (options) =>
    log.consume({
      ...options,
      handle: async (batches, context) => {
        const all = batches.flatMap((batch) => batch.records);
        const bytes = all.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);
        seen.largest.records = Math.max(seen.largest.records, all.length);
        seen.largest.bytes = Math.max(seen.largest.bytes, bytes);
        await options.handle(batches, context);
        seen.aheadMax = Math.max(seen.aheadMax, bytesRead() - done);
        done += bytes;
      },
    });
  seen.log = new Proxy(log, {
    get: (target, name) => {
      if (name === 'consume') return consume;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return seen;
}

const lettersShown = async (): Promise<number> => {
  const sql = `SELECT count() AS letters FROM ${database}.dead_letters FINAL`;
  return (await warehouse.query<{ letters: number }>(sql))[0]?.letters ?? 0;
};

/** The warehouse goes away before the first batch, many attempts fail, it comes back: nothing is read meanwhile, and all of it arrives. */
async function whileAway(log: EventLog, bytesRead: () => number, count: number): Promise<Watched> {
  const seen = watched(log, bytesRead);
  let attempts = 0;
  let away = true;
  const faulty = faultyWarehouse(warehouse, () => {
    attempts += 1;
    return away ? 'before' : undefined;
  });
  const { projection, stop } = await startProcessor(seen.log, faulty, { bulkBehind: Infinity });
  await until(() => attempts >= 3);
  const readWhileAway = bytesRead();
  expect(readWhileAway).toBeLessThan(BATCH.bytes + READ_AHEAD);
  await until(() => attempts >= 5);
  expect(bytesRead() - readWhileAway).toBeLessThan(MIB);
  away = false;
  await untilShown(log, projection);
  await stop();
  expect(await lettersShown()).toBe(count);
  return seen;
}

describe('a processor whose warehouse is away holds no more than a batch', () => {
  let log: EventLog;
  beforeEach(async () => {
    log = await openTestLog();
  });
  afterEach(() => log.close());

  test.each([
    ['of large records', 800, 100_000],
    ['of small records', 55_000, 20],
  ])('%s, however many the log holds', async (_, count, bytes) => {
    await fill(log, count, bytes);
    const { largest, aheadMax } = await whileAway(log, await countFileReads(), count);
    expect(largest.records).toBeLessThanOrEqual(BATCH.records);
    expect(largest.bytes).toBeLessThanOrEqual(BATCH.bytes);
    expect(Math.max(largest.records / BATCH.records, largest.bytes / BATCH.bytes)).toBeGreaterThan(0.9);
    expect(aheadMax).toBeLessThan(BATCH.bytes + READ_AHEAD);
  });

  test.each([
    ['of large records', 1_300, 100_000],
    ['of small records', 90_000, 20],
  ])('%s while it loads in bulk into a warehouse that hangs', async (_, count, bytes) => {
    await fill(log, count, bytes);
    const bytesRead = await countFileReads();
    let hanging = 0;
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const loaded: number[] = [];
    const hung: Warehouse = new Proxy(warehouse, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (name !== 'insert')
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        return async (...args: Parameters<Warehouse['insert']>): Promise<void> => {
          hanging += 1;
          await gate;
          return target.insert(...args);
        };
      },
    });
    const onLoad = (read: number): number => loaded.push(read);
    const starting = startProcessor(log, hung, { bulkBehind: 1, onLoad });
    await until(() => hanging > 0);
    // As long as it takes to read all of it, were it read.
    await sleep(500);
    expect(bytesRead()).toBeLessThan(2 * BULK.bytes + READ_AHEAD);
    goOn();
    const { stop } = await starting;
    await stop();
    const steps = loaded.map((read, at) => read - (loaded[at - 1] ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(BULK.records);
    expect(await lettersShown()).toBe(count);
  });
});

describeWithKafka('on Kafka', (kafka) => {
  test('no more than one fetch is held while the warehouse is away', async () => {
    const broker = await openKafkaLog({ brokers: kafka.brokers(), clientId: 'backpressure-test' });
    const log = apart(broker, randomBytes(6).toString('hex'));
    await log.ensureTopics([TOPICS.events]);
    await fill(log, 640, 100_000);
    const { largest, aheadMax } = await whileAway(log, countReceived(), 640);
    expect(largest.bytes).toBeLessThanOrEqual(BATCH.bytes);
    expect(aheadMax).toBeLessThan(BATCH.bytes + READ_AHEAD);
    await log.close();
  });
});

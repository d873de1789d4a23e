import { setTimeout as sleep } from 'node:timers/promises';
import { LogUnavailable, type EventLog, type LogRecord } from '../port.js';
import { describeWithOwnBroker } from '../testing/kafka.js';
import { collect, eventually, numbered, readAll, text } from '../testing/records.js';
import { openKafkaLog } from './kafka-log.js';

const TOPIC = { name: 'away', partitions: 4 };

describeWithOwnBroker('given a broker that is killed and started again', (broker) => {
  jest.setTimeout(120_000);
  let log: EventLog;
  const appendTimeoutMs = 2_000;

  beforeAll(async () => {
    log = await openKafkaLog({ brokers: [broker().brokers], clientId: 'away', appendTimeoutMs });
    await log.ensureTopics([TOPIC]);
  });
  afterAll(() => log.close());

  test('appends are refused as unavailable, then work, and nothing acknowledged is lost, also not to a consumer', async () => {
    const acknowledged: number[] = [];
    const refusals: unknown[] = [];
    const seen: LogRecord[] = [];
    const consumer = await log.consume({
      group: 'away',
      topic: TOPIC.name,
      handle: async (batches) => {
        seen.push(...batches.flatMap(({ records }) => records));
      },
    });
    const append = async (from: number): Promise<boolean> => {
      try {
        await log.append(TOPIC.name, numbered(10, 10, from));
        acknowledged.push(...Array.from({ length: 10 }, (_, i) => from + i));
        return true;
      } catch (fault) {
        refusals.push(fault);
        return false;
      }
    };
    let next = 0;
    const appendOn = (): Promise<boolean> => append((next += 10) - 10);

    for (let i = 0; i < 20; i += 1) expect(await appendOn()).toBe(true);
    await broker().kill();
    const [appended, health] = await Promise.all([
      appendOn(),
      log.health(),
      expect(log.ends(TOPIC.name)).rejects.toThrow(LogUnavailable),
    ]);
    expect(appended).toBe(false);
    expect(health).toMatchObject({ kind: 'kafka', writable: false });
    const reading = collect(log.read(TOPIC.name, { from: new Map([[0, 0]]), until: new Map([[0, 5]]) }));

    await broker().restart();
    await eventually(appendOn);
    for (let i = 0; i < 20; i += 1) expect(await appendOn()).toBe(true);
    expect(refusals.every((fault) => fault instanceof LogUnavailable)).toBe(true);
    expect(await log.health()).toEqual({ kind: 'kafka', writable: true });
    expect(await reading).toHaveLength(5);

    const there = new Set((await readAll(log, TOPIC.name)).map((each) => Number(text(each))));
    expect(acknowledged.filter((number) => !there.has(number))).toEqual([]);
    await eventually(() => {
      const handled = new Set(seen.map((each) => Number(text(each))));
      return acknowledged.every((number) => handled.has(number));
    });
    await consumer.stop();
  });

  test('a batch under way is finished, and a stop is over, while the broker hangs: nobody waits for heartbeats', async () => {
    let begun = (): void => undefined;
    const handling = new Promise<void>((resolve) => (begun = resolve));
    let stopping = (): void => undefined;
    const toldToStop = new Promise<void>((resolve) => (stopping = resolve));
    let finished = false;
    const consumer = await log.consume({
      group: 'hung',
      topic: TOPIC.name,
      startAt: () => Promise.resolve(0),
      handle: async (_, { heartbeat }) => {
        begun();
        await toldToStop;
        // Each would wait for its request to time out, which takes a multiple of what the test may.
        for (let beat = 0; beat < 20; beat += 1) await heartbeat();
        finished = true;
      },
    });
    await handling;
    process.kill(broker().pid, 'SIGSTOP');
    try {
      // Longer than the client's own interval: the next heartbeat is sent.
      await sleep(2_500);
      const stopped = consumer.stop();
      stopping();
      await Promise.race([
        stopped,
        sleep(20_000, undefined, { ref: false }).then(() => Promise.reject(new Error('late'))),
      ]);
      expect(finished).toBe(true);
    } finally {
      process.kill(broker().pid, 'SIGCONT');
    }
  });

  test('when no broker answers, opening is refused as unavailable within seconds', async () => {
    await expect(openKafkaLog({ brokers: ['127.0.0.1:1'], clientId: 'nobody' })).rejects.toThrow(
      LogUnavailable,
    );
  });
});

import type { Kafka } from 'kafkajs';
import { LogUnavailable } from '../port.js';
import { keyedRecords } from '../records.js';
import { numbered } from '../testing/records.js';
import { KafkaAppender } from './appender.js';

const TIMEOUT_MS = 30;

/** A broker that takes requests and says nothing, until it breaks the connection. */
function hungBroker(): { client: () => Kafka; requests(): number; breakOff(): void } {
  let requests = 0;
  let breakOff: () => void = () => undefined;
  const producer = {
    connect: async () => undefined,
    disconnect: async () => undefined,
    sendBatch: () => {
      requests += 1;
      return new Promise((_, reject) => (breakOff = () => reject(new Error('connection closed'))));
    },
  };
  const client = { producer: () => producer } as unknown as Kafka;
  return { client: () => client, requests: () => requests, breakOff: () => breakOff() };
}

test('while a broker hangs, appends are refused in bounded time, and what was refused is not kept behind the request', async () => {
  const broker = hungBroker();
  const appender = new KafkaAppender(broker.client, TIMEOUT_MS);
  const append = (from: number): Promise<unknown> =>
    appender.append('hung', 4, keyedRecords(numbered(100, 20, from)));
  const first = append(0);
  first.catch(() => undefined);
  while (broker.requests() === 0) await new Promise(setImmediate);
  for (let from = 100; from < 500; from += 100) await expect(append(from)).rejects.toThrow(LogUnavailable);
  await expect(first).rejects.toThrow(LogUnavailable);
  expect(broker.requests()).toBe(1);
  const kept = [...appender['queues'].values()].reduce((sum, { waiting }) => sum + waiting.length, 0);
  expect(kept).toBe(0);
  broker.breakOff();
  await appender.close();
});

import './client.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

interface Queue {
  checkPendingRequests(): void;
  push(request: object): void;
  destroy(): void;
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
}

function newQueue(): Queue {
  const logger = { debug: () => undefined, warn: () => undefined };
  const Class = RequestQueue as unknown as new (options: object) => Queue;
  return new Class({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    clientId: 'test',
    broker: 'test',
    logger,
  });
}

describe('the request queue of kafkajs, as it is used here', () => {
  test('given nothing to send, no timer is set', () => {
    const queue = newQueue();
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  test('given a request that must wait, a timer is set, and the request is sent when the wait is over', async () => {
    const queue = newQueue();
    queue.throttledUntil = Date.now() + 20;
    let told = (): void => undefined;
    const sent = new Promise<void>((resolve) => (told = resolve));
    const entry = { correlationId: 1, resolve: () => undefined, reject: () => undefined };
    queue.push({ entry, expectResponse: false, sendRequest: () => told() });
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    await sent;
    queue.destroy();
  });
});

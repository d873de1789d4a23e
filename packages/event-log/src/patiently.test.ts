import { patiently } from './patiently.js';
import { LogUnavailable } from './port.js';

const away = new LogUnavailable('the broker is away');

describe('work that fails of what may pass', () => {
  test('is done again until it is done', async () => {
    const told: unknown[] = [];
    let attempts = 0;
    const work = async (): Promise<void> => {
      attempts += 1;
      if (attempts < 3) throw away;
    };
    await patiently(work, { signal: new AbortController().signal, onRetry: (fault) => told.push(fault) });
    expect({ attempts, told }).toEqual({ attempts: 3, told: [away, away] });
  });

  test('is not begun again once it is to end', async () => {
    const ending = new AbortController();
    let attempts = 0;
    const work = async (): Promise<void> => {
      attempts += 1;
      throw away;
    };
    await patiently(work, { signal: ending.signal, onRetry: () => ending.abort() });
    expect(attempts).toBe(1);
  });
});

test('what may not pass is thrown at once', async () => {
  const bug = new TypeError('x is not a function');
  const retries: unknown[] = [];
  const signal = new AbortController().signal;
  const failing = patiently(() => Promise.reject(bug), { signal, onRetry: (fault) => retries.push(fault) });
  await expect(failing).rejects.toBe(bug);
  expect(retries).toEqual([]);
});

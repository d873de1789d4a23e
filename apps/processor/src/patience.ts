import { LogUnavailable } from '@waymark/event-log';
import { WarehouseFault } from '@waymark/warehouse';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

/** Whether waiting can help; anything else is a bug and may crash. */
export function mayPass(fault: unknown): boolean {
  return (fault instanceof WarehouseFault || fault instanceof LogUnavailable) && fault.retryable;
}

/** A fault in words that quote no record: messages of the warehouse may hold values. */
export function inWords(fault: unknown): string {
  if (fault instanceof WarehouseFault) return `warehouse: ${fault.code}`;
  if (fault instanceof LogUnavailable) return `log: ${fault.message}`;
  return fault instanceof Error ? fault.name : 'unknown';
}

/**
 * Does the work, again and again while what goes wrong may pass, with a growing back-off. Throws what may not pass. Once
 * `signal` is aborted, it tries no more.
 */
export async function patiently(
  work: () => Promise<void>,
  options: { signal: AbortSignal; onRetry(fault: unknown): void },
): Promise<void> {
  const ended = (): boolean => options.signal.aborted;
  for (let attempt = 1; !ended(); attempt += 1) {
    try {
      await work();
      return;
    } catch (fault) {
      if (ended()) return;
      if (!mayPass(fault)) throw fault;
      options.onRetry(fault);
      await pause(backOffMs(attempt), options.signal);
    }
  }
}

function backOffMs(attempt: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 16));
}

/** Waits, or returns at once when the signal is or becomes aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}

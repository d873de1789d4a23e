import type { ConsumeOptions, HandleContext, RecordBatch } from './port.js';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

/** How long to wait before the given attempt (1 = the first repetition): doubling, at most 10 s. */
export function backOffMs(attempt: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 16));
}

/** Waits, or returns at once when the signal is or becomes aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

export interface Delivery extends HandleContext {
  /** Aborted when the records will be another's to handle if they cannot be handled now. */
  giveUp: AbortSignal;
  /** Records that the batches were handled. */
  commit(): Promise<void>;
}

/**
 * Hands the batches over again and again until they are handled and committed. A commit that fails is repeated by
 * itself. Returns false when `giveUp` ended it before that: the records will then be delivered to somebody else.
 */
export async function deliver(
  options: Pick<ConsumeOptions, 'handle' | 'onRetry'>,
  batches: RecordBatch[],
  delivery: Delivery,
): Promise<boolean> {
  const { giveUp } = delivery;
  let handled = false;
  for (let attempt = 0; ;) {
    try {
      if (!handled) await options.handle(batches, delivery);
      handled = true;
      await delivery.commit();
      if (attempt > 0) options.onRetry?.(undefined, 0);
      return true;
    } catch (fault) {
      attempt += 1;
      if (!giveUp.aborted) options.onRetry?.(fault, attempt);
      await pause(backOffMs(attempt), giveUp);
      if (giveUp.aborted) return false;
    }
  }
}

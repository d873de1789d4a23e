import { backOffMs, pause } from './delivery.js';
import { LogUnavailable } from './port.js';

export interface PatientOptions {
  signal: AbortSignal;
  /** Whether waiting can help; by default only what the log says may pass. */
  mayPass?: (fault: unknown) => boolean;
  onRetry: (fault: unknown) => void;
}

/**
 * Does the work, again and again while what goes wrong may pass, with a growing back-off; work that says it went well for a
 * time begins with a short one. Throws what may not pass. Once `signal` is aborted, it tries no more.
 */
export async function patiently(
  work: (wentWell: () => void) => Promise<void>,
  { signal, mayPass = unavailable, onRetry }: PatientOptions,
): Promise<void> {
  const ended = (): boolean => signal.aborted;
  let failures = 0;
  const wentWell = (): void => void (failures = 0);
  while (!ended()) {
    try {
      await work(wentWell);
      return;
    } catch (fault) {
      if (ended()) return;
      if (!mayPass(fault)) throw fault;
      failures += 1;
      onRetry(fault);
      await pause(backOffMs(failures), signal);
    }
  }
}

function unavailable(fault: unknown): boolean {
  return fault instanceof LogUnavailable && fault.retryable;
}

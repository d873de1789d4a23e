import { ApiProblem } from '../../api/problem.js';

/** Longer than any file is under way. */
const TRIES = 200;
const USUAL_WAIT_MS = 3_000;

export interface Patience {
  /** Told what the server is busy with, before every wait. */
  onWait: (why: string) => void;
  wait: (ms: number) => Promise<void>;
}

/**
 * Asks again while the server is busy: with another file of the same profile, with too much at once, or not ready yet. It says
 * itself when. Any other problem is the caller's.
 * @throws whatever the call throws.
 */
export async function patiently<T>(call: () => Promise<T>, { onWait, wait }: Patience): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiProblem) || !isBusy(error) || tries === TRIES) throw error;
      onWait(error.detail);
      await wait(error.more.retryAfterMs ?? USUAL_WAIT_MS);
    }
  }
}

function isBusy({ status, code }: ApiProblem): boolean {
  return code === 'import_running' || code === 'not_settled' || status === 429 || status === 503;
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

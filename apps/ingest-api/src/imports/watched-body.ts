import { Problem } from '@waymark/service';

/** A sender that stays silent this long in the middle of a file is gone: a half-open connection must not hold the job for ever. */
const STALL_MS = 30_000;

/**
 * The body, given up when its sender falls silent while we wait for it, or when the import is stopped.
 * @throws {Problem} 400 body_cut_off, or the signal's reason.
 */
export async function* watchedBody(
  body: AsyncIterable<Buffer>,
  signal: AbortSignal,
  stallMs = STALL_MS,
): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  let stop: (reason: Error) => void = () => undefined;
  const onAbort = (): void => stop(signal.reason as Error);
  signal.addEventListener('abort', onAbort);
  const stalled = setTimeout(() => stop(silent(stallMs)), stallMs);
  try {
    for (;;) {
      // One promise a chunk: races against a promise that lives as long as the file would grow with it.
      const next = await new Promise<IteratorResult<Buffer>>((resolve, reject) => {
        stop = reject;
        stalled.refresh();
        if (signal.aborted) onAbort();
        else chunks.next().then(resolve, reject);
      });
      clearTimeout(stalled);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    clearTimeout(stalled);
    signal.removeEventListener('abort', onAbort);
    // Not awaited: it waits for the chunk that does not come.
    void chunks.return?.(undefined).catch(() => undefined);
  }
}

function silent(stallMs: number): Problem {
  return new Problem(400, 'body_cut_off', `Nothing of the body came for ${stallMs / 1000} seconds.`);
}

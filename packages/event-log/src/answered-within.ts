import { LogUnavailable } from './port.js';

/** The same promise, but rejected with {@link LogUnavailable} when it takes longer. The work itself goes on. */
export async function answeredWithin<T>(ms: number, doing: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LogUnavailable(`${doing}: no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same promise, but rejected with {@link LogUnavailable} when the signal is or becomes aborted. The work itself goes on. */
export function unlessAborted<T>(signal: AbortSignal, doing: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new LogUnavailable(`${doing}: ended before it was answered`));
    const settled = (): void => signal.removeEventListener('abort', ended);
    signal.addEventListener('abort', ended, { once: true });
    if (signal.aborted) ended();
    work.finally(settled).then(resolve, reject);
  });
}

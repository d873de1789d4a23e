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

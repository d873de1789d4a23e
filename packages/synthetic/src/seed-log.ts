import { partitionForKey, TOPICS, type EventLog } from '@waymark/event-log';
import type { SyntheticRecord } from './encode.js';

/**
 * Writes a synthetic history into the events topic of an embedded log. Interrupted, it goes on where each partition ends when
 * called again with the same history: the same records come again in the same order, and those that stand are passed over.
 *
 * @param history what `synthesise` or `synthesiseApart` gives
 * @param onProgress told after every chunk: records written or passed over so far, and the simulated time reached (epoch ms)
 * @returns the number of records of the history
 */
export async function seedLog(
  log: EventLog,
  history: AsyncIterable<SyntheticRecord[]>,
  onProgress: (records: number, reachedAt: number) => void = () => undefined,
): Promise<number> {
  const { name } = TOPICS.events;
  const standing = await log.ends(name);
  let records = 0;
  for await (const chunk of history) {
    const missing = standing.some((left) => left > 0) ? passOver(chunk, standing) : chunk;
    if (missing.length > 0) await log.append(name, missing);
    records += chunk.length;
    onProgress(records, chunk.at(-1)?.appendedAt ?? 0);
  }
  return records;
}

/** Leaves out what stands in the log already, counting it off in `standing` (records left to pass over, by partition). */
function passOver(chunk: readonly SyntheticRecord[], standing: number[]): SyntheticRecord[] {
  return chunk.filter(({ key }) => {
    const partition = partitionForKey(Buffer.from(key), standing.length);
    const left = standing[partition] ?? 0;
    if (left > 0) standing[partition] = left - 1;
    return left === 0;
  });
}

import { decodeStored, Pseudonyms } from '@waymark/events';
import { partitionForKey, TOPICS } from '@waymark/event-log';
import type { KnownEvent } from '@waymark/pathways';
import type { SyntheticRecord } from '../encode.js';
import { synthesise, type SyntheticOptions } from '../synthesise.js';

/** A history of three years, as the demonstration's. */
export const OPTIONS = {
  referrals: 100,
  seed: 20_261_124,
  start: new Date('2023-11-25T01:00:00Z'),
  end: new Date('2026-11-25T01:00:00Z'),
  pseudonyms: new Pseudonyms('sixteen or more bytes'),
} satisfies SyntheticOptions;

export async function make(options: Partial<SyntheticOptions> = {}): Promise<SyntheticRecord[]> {
  const records: SyntheticRecord[] = [];
  for await (const chunk of synthesise({ ...OPTIONS, ...options })) records.push(...chunk);
  return records;
}

/** The records as a log with the partitions of the events topic knows them. */
export function known(records: readonly SyntheticRecord[]): KnownEvent[] {
  const offsets = new Array<number>(TOPICS.events.partitions).fill(0);
  return records.map(({ key, value, appendedAt: receivedAt }) => {
    const partition = partitionForKey(Buffer.from(key), offsets.length);
    const offset = offsets[partition] ?? 0;
    offsets[partition] = offset + 1;
    const decoded = decodeStored(value);
    if (!decoded.ok) throw new Error(decoded.detail);
    return { event: decoded.event, contentHash: decoded.contentHash, partition, offset, receivedAt };
  });
}

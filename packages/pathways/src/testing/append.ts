import { canonicalJson, contentHash, type AnyStoredEvent } from '@waymark/events';
import { referralKey } from '../journeys.js';
import type { KnownEvent } from '../known-event.js';

/** An event on its way into the log. */
export interface Sent {
  event: AnyStoredEvent;
  /** Epoch ms; the log raises it where it would go back within its partition. */
  receivedAt: number;
}

/** Any even spread does: what an answer rests on is that a referral's events share a partition. */
export function anyPartition(key: string, partitions = 12): number {
  let hash = 7;
  for (const character of key) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % partitions;
}

/** What the log knows after the given appends, in their order. Append times never go back within a partition. */
export function appended(
  sends: readonly Sent[],
  partitionOf: (key: string) => number = anyPartition,
): KnownEvent[] {
  const ends = new Map<number, { offset: number; receivedAt: number }>();
  return sends.map(({ event, receivedAt }) => {
    const partition = partitionOf(referralKey({ provider: event.providerid, subject: event.subject }));
    const end = ends.get(partition);
    const stamp = {
      offset: end ? end.offset + 1 : 0,
      receivedAt: Math.max(receivedAt, end?.receivedAt ?? -Infinity),
    };
    ends.set(partition, stamp);
    return { event, contentHash: contentHash(canonicalJson(event)), partition, ...stamp };
  });
}

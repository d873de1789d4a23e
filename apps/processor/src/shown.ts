import { TOPICS, type EventLog } from '@waymark/event-log';
import type { PartitionProgress } from '@waymark/warehouse';

/**
 * A broker's clock may differ from ours: on Kafka, what was seen to be complete is claimed only up to this long before
 * the moment of looking.
 */
const KAFKA_CLOCK_MARGIN_MS = 2_000;

export interface Shown {
  /** Records in the log not yet in what is shown; 0 = everything acknowledged is visible. */
  lag: number;
  /** Log end per partition that is shown. */
  position: number[];
  /** Latest instant (epoch ms) up to which every record is shown. */
  shownUpTo: number;
}

/**
 * What the tables show of the log. A record appended after the look has an append time not before it, so a partition
 * whose every record is shown is complete up to the moment just before its end was asked for.
 */
export async function whatIsShown(
  log: EventLog,
  progress: () => Promise<Map<number, PartitionProgress>>,
  clock: () => number = Date.now,
): Promise<Shown> {
  const lookedAt = clock() - (log.kind === 'kafka' ? KAFKA_CLOCK_MARGIN_MS : 1);
  const ends = await log.ends(TOPICS.events.name);
  const shown = await progress();
  const position = ends.map((_, partition) => shown.get(partition)?.nextOffset ?? 0);
  const upTo = ends.map((end, partition) => {
    const known = shown.get(partition);
    return (known?.nextOffset ?? 0) >= end ? lookedAt : (known?.lastReceivedAt ?? 0) - 1;
  });
  return {
    lag: ends.reduce((sum, end, partition) => sum + Math.max(0, end - (position[partition] ?? 0)), 0),
    position,
    shownUpTo: Math.min(...upTo),
  };
}

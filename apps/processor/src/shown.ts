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
 * What the tables show of the log. A record appended after a look has an append time not before it, so a partition whose
 * every record is shown is complete up to the moment just before its end was asked for. That stays true of the partition
 * whatever arrives later, so it is remembered: one record on its way does not take an idle feed back to its last event.
 */
export class ShownWatch {
  private readonly complete = new Map<number, number>();

  constructor(
    private readonly log: EventLog,
    private readonly progress: () => Promise<Map<number, PartitionProgress>>,
    private readonly clock: () => number = Date.now,
  ) {}

  /** @param known the tables' progress, where the caller has just read it. */
  async look(known?: Map<number, PartitionProgress>): Promise<Shown> {
    const lookedAt = this.clock() - (this.log.kind === 'kafka' ? KAFKA_CLOCK_MARGIN_MS : 1);
    const ends = await this.log.ends(TOPICS.events.name);
    const shown = known ?? (await this.progress());
    const position = ends.map((_, partition) => shown.get(partition)?.nextOffset ?? 0);
    ends.forEach((end, partition) => {
      const its = shown.get(partition);
      const upTo = (its?.nextOffset ?? 0) >= end ? lookedAt : (its?.lastReceivedAt ?? 0) - 1;
      this.complete.set(partition, Math.max(upTo, this.complete.get(partition) ?? -1));
    });
    return {
      lag: ends.reduce((sum, end, partition) => sum + Math.max(0, end - (position[partition] ?? 0)), 0),
      position,
      shownUpTo: Math.min(...this.complete.values()),
    };
  }
}

/** One look, for whoever asks once and remembers nothing. */
export function whatIsShown(...watch: ConstructorParameters<typeof ShownWatch>): Promise<Shown> {
  return new ShownWatch(...watch).look();
}

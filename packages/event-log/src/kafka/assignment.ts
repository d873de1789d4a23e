import { faultType } from './faults.js';

/** What the coordinator answers to a member that has lost its place. */
const LOST = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);
const REBALANCING = 'REBALANCE_IN_PROGRESS';

/** The partitions that one joining of the group gave to a member; over when it has to join again. */
export class Assignment {
  /** Next offset to be handed over, by partition; absent until the caller has said where to start. */
  readonly positions = new Map<number, number>();
  /** Aborted when the partitions were taken away, or the consumer is being stopped. */
  readonly signal: AbortSignal;
  /** Aborted also when the group has begun to share its partitions out anew. */
  readonly giveUp: AbortSignal;
  private readonly over = new AbortController();
  private readonly closing = new AbortController();

  constructor(
    readonly partitions: readonly number[],
    stopped: AbortSignal,
  ) {
    this.signal = AbortSignal.any([this.over.signal, stopped]);
    this.giveUp = AbortSignal.any([this.signal, this.closing.signal]);
  }

  /**
   * Draws the consequence of a fault of the group's coordinator. While others wait for this member, what is under way
   * may be finished, but not be tried again.
   */
  heard(fault: unknown): void {
    const type = faultType(fault) ?? '';
    if (type === REBALANCING) this.closing.abort();
    if (LOST.has(type)) this.end();
  }

  end(): void {
    this.over.abort();
  }
}

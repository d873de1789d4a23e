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

  /** Others wait for this member: what is under way may be finished, but not be tried again. */
  rebalance(): void {
    this.closing.abort();
  }

  end(): void {
    this.over.abort();
  }
}

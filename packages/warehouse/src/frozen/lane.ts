/** One piece of work after the other. */
export class Lane {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** Pieces of work not yet done. */
  get length(): number {
    return this.waiting;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn.finally(() => {
      this.waiting -= 1;
    });
  }
}

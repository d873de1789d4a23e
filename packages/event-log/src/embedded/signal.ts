/** Lets loops sleep until something happens, without missing what happened while they were looking. */
export class Signal {
  private readonly waiting = new Set<() => void>();
  private count = 0;

  /** Note this before looking, and wait for what comes after it. */
  get now(): number {
    return this.count;
  }

  notify(): void {
    this.count += 1;
    for (const wake of this.waiting) wake();
  }

  /** Resolves when there was a `notify` since `noted`, or when `ended` is aborted. */
  after(noted: number, ended: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (this.count !== noted || ended.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        this.waiting.delete(wake);
        ended.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      ended.addEventListener('abort', wake);
    });
  }
}

/** How long a stop waits for what is under way. With what the parts themselves take to leave, all of it stays under ten seconds. */
const PATIENCE_MS = 3_000;

/** What has to be undone when the program ends: last begun, first ended. */
export class Stops {
  private readonly steps: (() => Promise<unknown>)[] = [];
  private readonly breakOffs: (() => void)[] = [];

  /** @param breakOff ends what the step waits for, where that may hang: a caller who is silent, a server that does not answer. */
  push(step: () => Promise<unknown>, breakOff?: () => void): void {
    this.steps.push(step);
    if (breakOff) this.breakOffs.push(breakOff);
  }

  /** Everything acknowledged is durable already, and what is broken off is done again by the next process. */
  async stop(patienceMs = PATIENCE_MS): Promise<void> {
    const impatient = setTimeout(() => this.breakOffs.forEach((breakOff) => breakOff()), patienceMs);
    try {
      for (const step of this.steps.splice(0).reverse()) await step();
    } finally {
      clearTimeout(impatient);
    }
  }
}

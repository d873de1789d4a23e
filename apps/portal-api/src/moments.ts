/** As many things as this are kept of one moment, counted in cells: some 40 MB. */
const CELLS_MAX = 100_000;
/** A moment that is shown now, and a few past ones that people compare it with. */
const MOMENTS_MAX = 4;

/** Tables that hold one state, judged at one instant: what was worked out of them once is so until they move. */
export class Moment {
  private readonly made = new Map<string, { value: Promise<unknown>; cells: number }>();
  private cells = 0;

  /** @param asOf epoch ms */
  constructor(readonly asOf: number) {}

  /**
   * Works something out unless it was before; whoever asks meanwhile waits for the same.
   *
   * @param question everything that it depends on, beside the moment
   * @param sizeOf in cells; the longest kept make room
   */
  once<T>(question: object, sizeOf: (made: T) => number, make: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(question);
    const before = this.made.get(key);
    if (before) return before.value as Promise<T>;
    const value = make();
    const entry = { value, cells: 0 };
    this.made.set(key, entry);
    value.then(
      (made) => this.weigh(key, entry, sizeOf(made)),
      () => this.made.delete(key),
    );
    return value;
  }

  private weigh(key: string, entry: { cells: number }, cells: number): void {
    if (cells > CELLS_MAX) {
      this.made.delete(key);
      return;
    }
    entry.cells = cells;
    this.cells += cells;
    for (const [oldest, other] of this.made) {
      if (this.cells <= CELLS_MAX) return;
      if (other.cells === 0) continue;
      this.made.delete(oldest);
      this.cells -= other.cells;
    }
  }
}

/** The moments that were asked about last. */
export class Moments {
  private readonly known = new Map<string, Moment>();

  /**
   * The moment of a state. While nothing moves, "now" is the same instant for a minute: the charts of a page are judged at one,
   * and what one of them had counted need not be counted for the next.
   *
   * @param state everything that tells this moment from others
   * @param asOf epoch ms, if there is no such moment yet
   */
  of(state: object, asOf: number): Moment {
    const key = JSON.stringify(state);
    const found = this.known.get(key) ?? new Moment(asOf);
    this.known.delete(key);
    this.known.set(key, found);
    const [oldest] = this.known.keys();
    if (this.known.size > MOMENTS_MAX && oldest !== undefined) this.known.delete(oldest);
    return found;
  }
}

import { eventText, type Delivered, type SyntheticRecord } from './encode.js';

const FIRST_BYTES = 64 * 1024;

/** What will be appended on one day, kept as bytes: a million waiting objects would be the garbage collector's, not ours. */
export class DayBucket {
  private bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private readonly ends: number[] = [];
  private readonly keys: string[] = [];
  private readonly times: number[] = [];

  add(delivered: Delivered): void {
    const text = eventText(delivered);
    const at = this.ends.at(-1) ?? 0;
    if (at + text.length > this.bytes.length) this.grow(at + text.length);
    this.ends.push(at + this.bytes.write(text, at, 'latin1'));
    this.keys.push(delivered.dossier.key);
    this.times.push(delivered.appendedAt);
  }

  /** By append time; those of one moment in the order added. */
  inOrder(): SyntheticRecord[] {
    const { bytes, ends, keys, times } = this;
    const records = keys.map((key, n) => ({
      key,
      value: bytes.subarray(ends[n - 1] ?? 0, ends[n]),
      appendedAt: times[n] ?? 0,
    }));
    return records.sort((a, b) => a.appendedAt - b.appendedAt);
  }

  private grow(least: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(least, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.ends.at(-1) ?? 0);
    this.bytes = larger;
  }
}

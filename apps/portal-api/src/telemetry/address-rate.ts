import { Problem } from '@waymark/service';

export interface Rate {
  perSecond: number;
  burst: number;
}

/** What Alloy's receiver takes; a page sends a few a minute, and a hospital's pages may share one address. */
const DEFAULT_RATE: Rate = { perSecond: 50, burst: 100 };
/** Addresses remembered: past it the one silent for longest is forgotten, which only does it good. */
const ADDRESSES_MAX = 10_000;

/** A token bucket per address of a network, held in memory and nowhere else. */
export class AddressRate {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly rate: Rate = DEFAULT_RATE,
    private readonly clock: () => number = Date.now,
  ) {}

  /** @throws {Problem} 429 with `Retry-After` in whole seconds. */
  take(address: string): void {
    const now = this.clock();
    const { perSecond, burst } = this.rate;
    const { tokens, at } = this.buckets.get(address) ?? { tokens: burst, at: now };
    const held = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
    this.remember(address, { tokens: held >= 1 ? held - 1 : held, at: now });
    if (held >= 1) return;
    const headers = { 'retry-after': String(Math.max(1, Math.ceil((1 - held) / perSecond))) };
    throw new Problem(429, 'too_many_requests', `At most ${perSecond} requests a second.`, { headers });
  }

  private remember(address: string, bucket: { tokens: number; at: number }): void {
    this.buckets.delete(address);
    this.buckets.set(address, bucket);
    if (this.buckets.size <= ADDRESSES_MAX) return;
    for (const oldest of this.buckets.keys()) {
      this.buckets.delete(oldest);
      return;
    }
  }
}

import { Problem } from '@waymark/service';

export interface Rate {
  perSecond: number;
  burst: number;
}

/** Far above what an honest feed needs in single events, far below what would starve the others. */
const DEFAULT_RATE: Rate = { perSecond: 2_000, burst: 4_000 };

/** A token bucket per provider, so that a runaway script of one cannot starve the others. */
export class RateLimit {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly rate: Rate = DEFAULT_RATE,
    private readonly clock: () => number = Date.now,
  ) {}

  /** @throws {Problem} 429 with `Retry-After` in whole seconds. */
  take(providerId: string): void {
    const now = this.clock();
    const bucket = this.buckets.get(providerId) ?? { tokens: this.rate.burst, at: now };
    this.buckets.set(providerId, bucket);
    bucket.tokens = Math.min(
      this.rate.burst,
      bucket.tokens + ((now - bucket.at) / 1000) * this.rate.perSecond,
    );
    bucket.at = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return;
    }
    const seconds = Math.max(1, Math.ceil((1 - bucket.tokens) / this.rate.perSecond));
    const headers = { 'retry-after': String(seconds) };
    throw new Problem(
      429,
      'too_many_requests',
      `At most ${this.rate.perSecond} requests a second; send more events in each.`,
      { headers },
    );
  }
}

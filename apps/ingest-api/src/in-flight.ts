import { BODY_LIMIT_BYTES, Problem } from '@waymark/service';
import type { FastifyRequest } from 'fastify';

/** Bytes of pushes that one process holds at most: a dozen of the largest, some hundred of a thousand events. */
export const IN_FLIGHT_BYTES = 64 * 1024 * 1024;
/** What an import holds of its file at a time, roughly: a batch of rows. */
export const IMPORT_BYTES = 1024 * 1024;
/** One provider gets this share at most, so that its slow senders leave room for the others. */
const PROVIDER_SHARE = 0.5;

/** JSON of many events is rarely squeezed harder than this; what is inflated further takes more room on the way. */
const GZIP_RATIO = 10;

export interface Hold {
  /** At least so much is held after all. @throws {Problem} 503 busy, when there is no room for it. */
  growTo(bytes: number): void;
  /** Less is held after all. */
  shrinkTo(bytes: number): void;
  release(): void;
}

/** How a hold is weighed against its provider's share. */
interface Its {
  check(more: number): void;
  count(more: number): void;
}

/**
 * What this process holds of pushes, bounded: bodies from before they are read until they are answered, and records whose
 * append hangs although their sender has been answered. With a log or a sender that hangs, memory does not grow.
 */
export class InFlight {
  /** Epoch ms of the last refusal. */
  refusedAt: number | undefined;
  private held = 0;
  private readonly byProvider = new Map<string, number>();

  constructor(
    private readonly limit = IN_FLIGHT_BYTES,
    private readonly clock: () => number = Date.now,
  ) {}

  get bytes(): number {
    return this.held;
  }

  /** @throws {Problem} 503 busy, when there is no room for so much. */
  reserve(provider: string, bytes: number): Hold {
    return this.hold(bytes, {
      check: (more) => this.check(provider, more),
      count: (more) => this.count(provider, more),
    });
  }

  /** Records that nobody waits for any more, and that the log still has to write or refuse: they leave that much less room. */
  overdue(bytes: number, fate: Promise<unknown>): void {
    const hold = this.hold(bytes);
    const release = (): void => hold.release();
    fate.then(release, release);
  }

  private hold(bytes: number, its: Its = { check: () => undefined, count: () => undefined }): Hold {
    let now = 0;
    const change = (to: number): void => {
      this.held += to - now;
      its.count(to - now);
      now = to;
    };
    const growTo = (to: number): void => {
      if (to <= now) return;
      its.check(to - now);
      change(to);
    };
    growTo(bytes);
    return { growTo, shrinkTo: (to) => change(Math.min(now, to)), release: () => change(0) };
  }

  private check(provider: string, more: number): void {
    const its = this.byProvider.get(provider) ?? 0;
    if (this.held + more <= this.limit && its + more <= this.limit * PROVIDER_SHARE) return;
    this.refusedAt = this.clock();
    throw busy();
  }

  private count(provider: string, more: number): void {
    const its = (this.byProvider.get(provider) ?? 0) + more;
    if (its > 0) this.byProvider.set(provider, its);
    else this.byProvider.delete(provider);
  }
}

/** How large the body is, or may well turn out to be: as is said, more where it is inflated, the most where nothing is said. */
export function likelyBytesOf({ headers }: FastifyRequest): number {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const said = Number(headers['content-length'] ?? Infinity);
  return Math.min(encoding === 'identity' ? said : said * GZIP_RATIO, BODY_LIMIT_BYTES);
}

function busy(): Problem {
  const detail = 'As much is being taken in as can be held; nothing of this was stored. Send it again.';
  return new Problem(503, 'busy', detail, { headers: { 'retry-after': '1' } });
}

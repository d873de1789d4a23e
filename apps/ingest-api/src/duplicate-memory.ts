import { createHash } from 'node:crypto';
import type { AnyStoredEvent } from '@waymark/events';

/** Two spans make the 24 hours that are promised; an entry is forgotten 24 to 36 hours after it came. */
const SPAN_MS = 12 * 3_600_000;
const SPANS = 3;
/** About 150 bytes each: memory stays below some 150 MB however many events arrive. The tables never need this memory. */
const MAX_ENTRIES = 1_000_000;

interface Known {
  type: string;
  revisions: Map<number, Copy>;
}

interface Copy {
  hash: string;
  /** Settles with the append of the first copy; absent once it is durable. */
  pending?: Promise<void>;
}

export type Verdict =
  | { kind: 'fresh'; settle: (durable: boolean) => void }
  /** Wait for `pending` before answering: until the first copy is durable, a second one shares its fate. */
  | { kind: 'duplicate' | 'id_conflict'; pending: Promise<void> | undefined };

/**
 * What this process took in the last 24 hours, so that a provider hears at once of a duplicate or a conflict. It is a
 * courtesy: what slips past it is settled by the rules of the event contract when the tables are built.
 */
export class DuplicateMemory {
  private spans: Map<string, Known>[] = [new Map()];
  private spanBegan: number;

  constructor(
    private readonly clock: () => number = Date.now,
    private readonly maxEntries = MAX_ENTRIES,
  ) {
    this.spanBegan = clock();
  }

  /** Judges an admitted event against what is known; a fresh one is remembered as under way until it is settled. */
  judge(event: AnyStoredEvent, contentHash: string): Verdict {
    const identity = digest([event.providerid, event.subject, event.source, event.id]);
    const known = this.find(identity);
    const copy = known?.revisions.get(event.revision);
    if (known && known.type !== event.type) return { kind: 'id_conflict', pending: anyPending(known) };
    if (copy) return { kind: copy.hash === contentHash ? 'duplicate' : 'id_conflict', pending: copy.pending };
    return { kind: 'fresh', settle: this.remember(identity, event, contentHash) };
  }

  /** The same judgement, remembering nothing. */
  peek(event: AnyStoredEvent, contentHash: string): Verdict['kind'] {
    const verdict = this.judge(event, contentHash);
    if (verdict.kind === 'fresh') verdict.settle(false);
    return verdict.kind;
  }

  private find(identity: string): Known | undefined {
    for (const span of this.spans) {
      const known = span.get(identity);
      if (known) return known;
    }
    return undefined;
  }

  private remember(identity: string, event: AnyStoredEvent, hash: string): (durable: boolean) => void {
    const current = this.currentSpan();
    const known = this.find(identity) ?? { type: event.type, revisions: new Map<number, Copy>() };
    current.set(identity, known);
    let resolve: () => void = () => undefined;
    let reject: (reason: Error) => void = () => undefined;
    const pending = new Promise<void>((yes, no) => ([resolve, reject] = [yes, no]));
    pending.catch(() => undefined);
    const copy: Copy = { hash, pending };
    known.revisions.set(event.revision, copy);
    return (durable) => {
      delete copy.pending;
      if (durable) {
        resolve();
        return;
      }
      known.revisions.delete(event.revision);
      if (known.revisions.size === 0) for (const span of this.spans) span.delete(identity);
      reject(new FirstCopyLost());
    };
  }

  private currentSpan(): Map<string, Known> {
    const now = this.clock();
    const [current = new Map<string, Known>()] = this.spans;
    const full = current.size >= this.maxEntries / SPANS;
    if (!full && now - this.spanBegan < SPAN_MS) return current;
    this.spanBegan = now;
    const next = new Map<string, Known>();
    this.spans = [next, ...this.spans].slice(0, SPANS);
    return next;
  }
}

/** The first copy of an event did not become durable; whoever waited for it must send again, too. */
export class FirstCopyLost extends Error {
  override readonly name = 'FirstCopyLost';
}

function anyPending(known: Known): Promise<void> | undefined {
  return [...known.revisions.values()].find((copy) => copy.pending)?.pending;
}

/** 120 bits: a chance match among a million is less likely than a fault of the machine. */
function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('base64').slice(0, 20);
}

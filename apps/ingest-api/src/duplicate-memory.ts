import type { AnyStoredEvent } from '@waymark/events';
import { compare, fingerprintOf, identityOf, SeenTable, type Fingerprint } from './seen-table.js';

/** Three spans make up the 24 hours that are promised: an event is forgotten 24 to 36 hours after it was taken. */
const SPAN_MS = 12 * 3_600_000;
const SPANS = 3;
/** Some 200 MB each at most. A process that takes more in 12 hours forgets sooner; the tables never need this memory. */
const SPAN_EVENTS = 4_000_000;

interface UnderWay {
  event: Fingerprint;
  /** Settles with the append of this copy. */
  durable: Promise<void>;
}

export type Verdict =
  | { kind: 'fresh'; settle: (durable: boolean) => void }
  /** Wait for `pending` before answering: until the first copy is durable, a second one shares its fate. */
  | { kind: 'duplicate' | 'id_conflict'; pending?: Promise<void> };

/**
 * What this process took in the last 24 hours, so that a provider hears at once of a duplicate or a conflict. It is a
 * courtesy: what slips past it is settled by the rules of the event contract when the tables are built.
 */
export class DuplicateMemory {
  private spans = [new SeenTable()];
  private spanBegan: number;
  private readonly underWay = new Map<string, UnderWay[]>();

  constructor(
    private readonly clock: () => number = Date.now,
    private readonly spanEvents = SPAN_EVENTS,
  ) {
    this.spanBegan = clock();
  }

  get bytes(): number {
    return this.spans.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Judges an admitted event against what is known; a fresh one counts as under way until it is settled. */
  judge(event: AnyStoredEvent, contentHash: string): Verdict {
    const fingerprint = fingerprintOf(event, contentHash);
    for (const span of this.spans) {
      const kind = span.judge(fingerprint);
      if (kind) return { kind };
    }
    for (const before of this.underWay.get(identityOf(fingerprint)) ?? []) {
      const kind = compare(fingerprint, before.event);
      if (kind) return { kind, pending: before.durable };
    }
    return { kind: 'fresh', settle: this.begin(fingerprint) };
  }

  private begin(event: Fingerprint): (durable: boolean) => void {
    let resolve: () => void = () => undefined;
    let reject: (reason: Error) => void = () => undefined;
    const durable = new Promise<void>((yes, no) => ([resolve, reject] = [yes, no]));
    // Nobody may be waiting for it.
    durable.catch(() => undefined);
    const identity = identityOf(event);
    const entry = { event, durable };
    this.underWay.set(identity, [...(this.underWay.get(identity) ?? []), entry]);
    return (isDurable) => {
      const others = (this.underWay.get(identity) ?? []).filter((other) => other !== entry);
      if (others.length > 0) this.underWay.set(identity, others);
      else this.underWay.delete(identity);
      if (isDurable) {
        this.currentSpan().add(event);
        resolve();
      } else {
        reject(new FirstCopyLost());
      }
    };
  }

  private currentSpan(): SeenTable {
    const now = this.clock();
    const [current = new SeenTable()] = this.spans;
    if (current.size < this.spanEvents && now - this.spanBegan < SPAN_MS) return current;
    this.spanBegan = now;
    const next = new SeenTable();
    this.spans = [next, ...this.spans].slice(0, SPANS);
    return next;
  }
}

/** The first copy of an event did not become durable; whoever waited for it must send again, too. */
export class FirstCopyLost extends Error {
  override readonly name = 'FirstCopyLost';
}

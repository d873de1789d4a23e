import { createHash } from 'node:crypto';
import { EVENT_TYPES, type AnyStoredEvent } from '@waymark/events';

/** Words of a slot: three of identity, one of revision, two of type and content. */
const WORDS = 6;
const TYPE_BITS = 0xf;

/**
 * What is remembered of an event, laid out as a slot of the table: 96 bits of identity (a chance match among ten million
 * is as likely as a fault of the machine), revision, type, 60 bits of content.
 */
export type Fingerprint = Uint32Array;

export function fingerprintOf(event: AnyStoredEvent, contentHash: string): Fingerprint {
  const identity = [event.providerid, event.subject, event.source, event.id].join('\u0000');
  const digest = createHash('sha256').update(identity).digest();
  const type = EVENT_TYPES.indexOf(event.type) + 1;
  const content = [contentHash.slice(0, 8), contentHash.slice(8, 16)].map((hex) => Number.parseInt(hex, 16));
  return Uint32Array.of(
    digest.readUInt32LE(0),
    digest.readUInt32LE(4),
    digest.readUInt32LE(8),
    event.revision,
    ((content[0] ?? 0) & ~TYPE_BITS) | type,
    content[1] ?? 0,
  );
}

/** The identity alone, as a key. */
export const identityOf = (event: Fingerprint): string => `${event[0]}.${event[1]}.${event[2]}`;

/** How an event stands to one taken before: undefined when it is another revision of it. */
export function compare(event: Fingerprint, before: Fingerprint): 'duplicate' | 'id_conflict' | undefined {
  if (typeOf(event) !== typeOf(before)) return 'id_conflict';
  if (event[3] !== before[3]) return undefined;
  return event[4] === before[4] && event[5] === before[5] ? 'duplicate' : 'id_conflict';
}

const typeOf = (event: Fingerprint): number => (event[4] ?? 0) & TYPE_BITS;

/**
 * A set of fingerprints in one typed array (open addressing, linear probing): about 40 bytes an event, and nothing for the
 * garbage collector to walk through, where a Map of strings would take a gigabyte for the same day.
 */
export class SeenTable {
  size = 0;
  private slots = new Uint32Array(WORDS * 1024);

  get bytes(): number {
    return this.slots.byteLength;
  }

  /** How the event stands to those of its identity in the table; undefined: nothing speaks against it. */
  judge(event: Fingerprint): 'duplicate' | 'id_conflict' | undefined {
    for (let at = this.home(event); this.occupied(at); at = this.next(at)) {
      const before = this.slots.subarray(at, at + WORDS);
      if (before[0] !== event[0] || before[1] !== event[1] || before[2] !== event[2]) continue;
      const standing = compare(event, before);
      if (standing) return standing;
    }
    return undefined;
  }

  add(event: Fingerprint): void {
    if ((this.size + 1) * WORDS * 4 > this.slots.length * 3) this.grow();
    this.place(event);
    this.size += 1;
  }

  private place(event: Fingerprint): void {
    let at = this.home(event);
    while (this.occupied(at)) at = this.next(at);
    this.slots.set(event, at);
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + 4] !== 0) this.place(old.subarray(at, at + WORDS));
    }
  }

  private home(event: Fingerprint): number {
    return ((event[0] ?? 0) % (this.slots.length / WORDS)) * WORDS;
  }

  private next(at: number): number {
    return at + WORDS === this.slots.length ? 0 : at + WORDS;
  }

  /** The word of the type is never 0 in a slot that is taken. */
  private occupied(at: number): boolean {
    return this.slots[at + 4] !== 0;
  }
}

import fc from 'fast-check';
import type { KnownEvent } from '../known-event.js';

/**
 * How a log might be handed over: batches of one partition each, in offset order, of any size, now and then going back
 * to records already delivered, as after a crash or a change of hands. Every record is delivered at least once.
 */
export function deliveries(known: readonly KnownEvent[]): fc.Arbitrary<KnownEvent[][]> {
  const choice = fc.record({
    partition: fc.nat(11),
    size: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(1_000)),
    back: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(6) }),
  });
  return fc.array(choice, { maxLength: 2 * known.length }).map((choices) => delivered(known, choices));
}

function delivered(
  known: readonly KnownEvent[],
  choices: readonly { partition: number; size: number; back: number }[],
): KnownEvent[][] {
  const partitions = [...new Set(known.map(({ partition }) => partition))].map((partition) => ({
    records: known.filter((record) => record.partition === partition).sort((a, b) => a.offset - b.offset),
    next: 0,
  }));
  const batches: KnownEvent[][] = [];
  for (const { partition, size, back } of choices) {
    const from = partitions[partition % partitions.length];
    if (!from) break;
    const batch = from.records.slice(from.next, from.next + size);
    if (batch.length > 0) batches.push(batch);
    from.next = Math.max(0, from.next + batch.length - back);
  }
  // What the choices left over comes at the end, so that nothing is lost.
  const rest = partitions.map(({ records, next }) => records.slice(next));
  return [...batches, ...rest.filter((batch) => batch.length > 0)];
}

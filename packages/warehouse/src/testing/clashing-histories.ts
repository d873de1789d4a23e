import fc from 'fast-check';
import type { AnyStoredEvent } from '@waymark/events';
import type { KnownEvent, Pathway } from '@waymark/pathways';
import {
  anyPartition,
  appended,
  deliveries,
  histories,
  rearrivals,
  type Sent,
} from '@waymark/pathways/testing';

/** A random history as it stands in the log, and one way in which the log handed it over. */
export interface Delivered {
  known: KnownEvent[];
  batches: KnownEvent[][];
}

const PARTITIONS = 12;

/** As many random histories as WAYMARK_TEST_RUNS asks for. */
export function runs(usual: number): number {
  return Number(process.env['WAYMARK_TEST_RUNS'] ?? usual);
}

/** WAYMARK_TEST_SEED repeats what a failed test named. */
export function seedOfRun(): number {
  return Number(process.env['WAYMARK_TEST_SEED'] ?? Date.now() % 2 ** 31);
}

/**
 * Many histories for one database. Each has providers, pseudonyms and partitions of its own, so that none knows of another
 * and what is wrong in one shows in that one alone.
 */
export function manyHistories(seed: number, numRuns: number): Delivered[] {
  const sample = fc.sample(histories(), { seed, numRuns });
  return sample.map((sent, index) => delivered(sent, index, seed));
}

/** Histories for which the contract promises the same tables in any order of arrival, each with another order. */
export function rearrivedHistories(seed: number, numRuns: number): { first: Delivered; again: Delivered }[] {
  const both = histories({ tidy: true }).chain((sent) => fc.tuple(fc.constant(sent), rearrivals(sent)));
  return fc.sample(both, { seed, numRuns }).map(([sent, rearrived], index) => ({
    first: delivered(sent, index, seed),
    again: delivered(rearrived, index, seed + 1),
  }));
}

function delivered(sent: readonly Sent[], index: number, seed: number): Delivered {
  const own = sent.map(({ event, receivedAt }) => ({ event: renamed(event, `h${index}`), receivedAt }));
  const known = appended(own, (key) => index * PARTITIONS + anyPartition(key, PARTITIONS));
  const [batches = []] = fc.sample(deliveries(known), { seed: seed + index, numRuns: 1 });
  return { known, batches };
}

/** The same event in a world of its own. The order of providers and of subjects stays. */
function renamed(event: AnyStoredEvent, name: string): AnyStoredEvent {
  const own = { ...event, providerid: `${name}.${event.providerid}` };
  if (own.type !== 'org.waymark.referral.received.v1') return own;
  const { person, partOf } = own.data;
  return {
    ...own,
    data: {
      ...own.data,
      person: { ...person, ...(person.nhs !== undefined && { nhs: `${person.nhs}.${name}` }) },
      ...(partOf && { partOf: { ...partOf, provider: `${name}.${partOf.provider}` } }),
    },
  };
}

/**
 * The batches of all histories side by side in few rounds, each history's in their order: so many are projected in the time
 * of one.
 */
export function rounds(all: readonly Delivered[], count: number): KnownEvent[][] {
  const share = (batches: KnownEvent[][], round: number): KnownEvent[][] =>
    batches.slice(
      Math.floor((round * batches.length) / count),
      Math.floor(((round + 1) * batches.length) / count),
    );
  return Array.from({ length: count }, (_, round) =>
    all.flatMap(({ batches }) => share(batches, round).flat()),
  );
}

/** Row for row and column for column; of what differs, the first few cells and not whole tables. */
export function expectSameRows(actual: readonly Pathway[], expected: readonly Pathway[], seed: number): void {
  const keyed = new Map(actual.map((row) => [keyOf(row), row]));
  const differing = expected.flatMap((row) => differences(row, keyed.get(keyOf(row))));
  const known = new Set(expected.map(keyOf));
  const toomuch = actual.map(keyOf).filter((key) => !known.has(key));
  expect({ seed, differing: differing.slice(0, 5), toomuch: toomuch.slice(0, 5) }).toEqual({
    seed,
    differing: [],
    toomuch: [],
  });
  expect(actual.map(keyOf)).toEqual(expected.map(keyOf));
}

function keyOf(row: Pathway): string {
  return `${row.provider}/${row.subject}`;
}

function differences(expected: Pathway, actual: Pathway | undefined): string[] {
  if (!actual) return [`${keyOf(expected)} is missing`];
  const columns = new Set([...Object.keys(expected), ...Object.keys(actual)]) as Set<keyof Pathway>;
  return [...columns].flatMap((column) => {
    const [want, got] = [JSON.stringify(expected[column]), JSON.stringify(actual[column])];
    return want === got ? [] : [`${keyOf(expected)} ${column}: expected ${want}, got ${got}`];
  });
}

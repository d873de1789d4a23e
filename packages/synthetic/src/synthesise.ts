import type { Pseudonyms } from '@waymark/events';
import { Arrivals, type Arrival } from './arrivals.js';
import { DAY } from './calendar.js';
import { deliver } from './delivery.js';
import { PlaceEffects } from './effects.js';
import { DayBucket } from './day-bucket.js';
import type { Delivered, SyntheticRecord } from './encode.js';
import { tellHistory } from './history.js';
import { syntheticPlaces } from './places.js';
import { Choice, Random } from './random.js';
import type { World } from './story.js';

export interface SyntheticOptions {
  /** Initial referrals: every one is a journey of its own, whatever becomes of it. */
  referrals: number;
  /** The same seed, span and key give the same bytes, and the i-th referral is the same however many there are. */
  seed: number;
  /** Referrals happen from `start` until before `end`; nothing is appended after `end`. */
  start: Date;
  end: Date;
  /** Makes the pseudonyms of the invented people; a class `Pseudonyms` does. */
  pseudonyms: Pick<Pseudonyms, 'nhs' | 'person'>;
  /** Records in a chunk; default 10,000. */
  chunkRecords?: number;
}

/** The largest number of people with test NHS numbers of their own. */
const REFERRALS_MAX = 10_000_000;
const CHUNK_RECORDS = 10_000;

/**
 * A synthetic history of social prescribing as providers would have sent it, in the order of its simulated append times.
 * Referrals are told when their day comes and wait for the days on which their events are sent: memory follows
 * the number of referrals open at a time, not the length of the history.
 */
export async function* synthesise(options: SyntheticOptions): AsyncGenerator<SyntheticRecord[], void, void> {
  const { chunkRecords = CHUNK_RECORDS } = options;
  let chunk: SyntheticRecord[] = [];
  for (const ofDay of days(options)) {
    for (const record of ofDay) {
      chunk.push(record);
      if (chunk.length < chunkRecords) continue;
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

function* days(options: SyntheticOptions): Generator<SyntheticRecord[], void, void> {
  const world = worldOf(options);
  const arrivals = inOrder(world.arrivals, options.referrals);
  const waiting = new Map<number, DayBucket>();
  const wait = (delivered: Delivered): void => {
    const day = Math.floor(delivered.appendedAt / DAY);
    let bucket = waiting.get(day);
    if (!bucket) waiting.set(day, (bucket = new DayBucket()));
    bucket.add(delivered);
  };
  let told = 0;
  for (let day = Math.floor(world.start / DAY); day * DAY <= world.end; day += 1) {
    const dayEnds = (day + 1) * DAY;
    for (let next = arrivals[told]; next && next.at < dayEnds; next = arrivals[(told += 1)])
      tell(world, next, wait);
    const due = waiting.get(day);
    waiting.delete(day);
    if (due) yield due.inOrder();
  }
}

interface IndexedArrival extends Arrival {
  index: number;
}

function inOrder(arrivals: Arrivals, referrals: number): IndexedArrival[] {
  const all = Array.from({ length: referrals }, (_, index) => ({ index, ...arrivals.of(index) }));
  return all.sort((a, b) => a.at - b.at || a.index - b.index);
}

function tell(world: World, arrival: IndexedArrival, send: (delivered: Delivered) => void): void {
  tellHistory(world, arrival).forEach((dossier, n) => {
    deliver(dossier, world.end, new Random(world.seed, 4, arrival.index, n), send);
  });
}

function worldOf({ referrals, seed, start: from, end: to, pseudonyms }: SyntheticOptions): World {
  const [start, end] = [from.getTime(), to.getTime()];
  if (!Number.isSafeInteger(referrals) || referrals < 0 || referrals > REFERRALS_MAX) {
    throw new RangeError(`a synthetic history has 0 to ${REFERRALS_MAX} referrals`);
  }
  if (!(end - start >= DAY)) throw new RangeError('a synthetic history spans at least a day');
  return {
    ...{ seed, start, end, pseudonyms },
    places: new Choice(syntheticPlaces().map((place) => [place, place.practice.listSize ?? 1])),
    arrivals: new Arrivals(seed, start, end),
    effects: new PlaceEffects(seed, start),
  };
}

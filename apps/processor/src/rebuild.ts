import { isDeepStrictEqual } from 'node:util';
import { TOPICS, type EventLog } from '@waymark/event-log';
import {
  checksumOf,
  claimGeneration,
  currentGeneration,
  differencesOf,
  Projection,
  publishedGenerations,
  publishGeneration,
  retireGeneration,
  signOfLife,
  type Checksum,
  type Difference,
  type Generation,
  type Warehouse,
} from '@waymark/warehouse';
import type { Upcasters } from './decode-batches.js';
import { BulkLoad, catchUp, recordsMissing, type LoadOptions } from './load.js';
import { patiently } from './patience.js';
import { whileLiveStandsStill, type Live } from './live.js';

/** Fewer than this are projected within seconds: near enough for the live pipeline to wait. */
const NEAR_RECORDS = 2_000;
/** Rounds of catching up before it switches anyway; under steady traffic each is shorter than the last. */
const ROUNDS_MAX = 50;
const SIGN_OF_LIFE_MS = 5_000;
/** Comparisons before giving up, when processors elsewhere move the live tables meanwhile. */
const COMPARISONS_MAX = 5;

export interface RebuildProgress {
  phase: 'loading' | 'folding' | 'catching_up' | 'checking' | 'switching' | 'comparing';
  /** Records of the log read, and of how many, while loading. */
  read: number;
  of: number;
}

export interface RebuildOptions {
  log: EventLog;
  warehouse: Warehouse;
  /** Compare with the live tables and switch nothing. */
  verify?: boolean;
  /** What projects in this process, if anything does. */
  live?: Live | undefined;
  upcasters?: Upcasters;
  signal?: AbortSignal;
  onProgress?(progress: RebuildProgress): void;
}

export interface RebuildOutcome extends Checksum {
  /** Number of the generation that was built. */
  generation: number;
  switched: boolean;
  /** Records of the log behind the checksum. */
  records: number;
  /** With `verify`: checksum of the live tables, and where they differ from the log (first = live, second = rebuilt). */
  compared?: { live: Checksum; differences: Difference[] };
}

/** Could not be done, in words for a person; nothing was switched. */
export class RebuildFault extends Error {
  override readonly name = 'RebuildFault';
}

/**
 * Builds the tables from the log as a new generation beside the live one, then makes it current in one step, or compares
 * the two. One at a time in a process: of others it makes sure itself.
 * @throws {BuildUnderWay} when another process is at it; {RebuildFault}
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildOutcome> {
  const { warehouse } = options;
  const signal = options.signal ?? new AbortController().signal;
  const generation = await claimGeneration(warehouse);
  const living = setInterval(
    () => void signOfLife(warehouse, generation).catch(() => undefined),
    SIGN_OF_LIFE_MS,
  );
  const projection = await Projection.open(warehouse, { generation });
  const building = new Building({ ...options, signal }, generation, projection);
  try {
    await building.build();
    return await (options.verify === true ? building.compare() : building.hand());
  } finally {
    clearInterval(living);
    await projection.close().catch(() => undefined);
    // What was about to be published may be read by now: whoever comes next drops it, if it is not.
    if (!building.publishing) await retireGeneration(warehouse, generation).catch(() => undefined);
  }
}

class Building {
  publishing = false;

  constructor(
    private readonly options: RebuildOptions & { signal: AbortSignal },
    private readonly generation: Generation,
    private readonly projection: Projection,
  ) {}

  /** Until it shows nearly what the log holds. */
  async build(): Promise<void> {
    const { log, signal } = this.options;
    await this.patiently(async () => {
      // A fault while catching up does not begin the load again: progress is written when that is done.
      if ((await this.projection.progress()).size === 0) await this.load();
      this.tell('catching_up');
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        signal.throwIfAborted();
        const ends = await log.ends(TOPICS.events.name);
        if ((await recordsMissing(this.projection, ends)) <= NEAR_RECORDS) return;
        await this.catchUp(this.projection, ends);
      }
    });
  }

  /** Makes it the generation that answers, while the live pipeline stands still. */
  async hand(): Promise<RebuildOutcome> {
    const { log, warehouse } = this.options;
    this.tell('checking');
    const outcome = await this.outcome();
    await this.betweenBatches(async () => {
      this.tell('switching');
      await this.patiently(async () => this.catchUp(this.projection, await log.ends(TOPICS.events.name)));
      this.options.signal.throwIfAborted();
      const [current] = await publishedGenerations(warehouse);
      const publishedAt = Math.max(Date.now(), (current?.publishedAt ?? 0) + 1);
      this.publishing = true;
      await this.patiently(() => publishGeneration(warehouse, this.generation, publishedAt));
      if ((await currentGeneration(warehouse))?.id !== this.generation.id)
        throw new RebuildFault('the new generation was given up by another process before it was done');
    });
    return { ...outcome, switched: true };
  }

  /** Compares with the live generation when both show the same of the log. */
  async compare(): Promise<RebuildOutcome> {
    const { log, warehouse } = this.options;
    return this.betweenBatches(async (live) => {
      this.tell('comparing');
      let before: Difference[] | undefined;
      for (let comparison = 0; comparison < COMPARISONS_MAX; comparison += 1) {
        const ends = await log.ends(TOPICS.events.name);
        await this.patiently(() => this.catchUp(live, ends));
        await this.patiently(() => this.catchUp(this.projection, ends));
        const differences = await differencesOf(warehouse, generationOf(live), this.generation);
        const compared = { live: await checksumOf(warehouse, generationOf(live)), differences };
        const outcome = await this.outcome();
        // A batch of a processor elsewhere shows rows before its progress: what differs must do so twice.
        const stands = differences.length === 0 || isDeepStrictEqual(differences, before);
        if (stands && (await this.showsTheSameAs(live))) return { ...outcome, compared };
        before = differences;
      }
      throw new RebuildFault(
        'processors elsewhere went on writing to the live tables: stop them, or try again',
      );
    });
  }

  private async load(): Promise<void> {
    const { log, signal } = this.options;
    const ends = await log.ends(TOPICS.events.name);
    const onLoad = (read: number, of: number): void => this.tell(read < of ? 'loading' : 'folding', read, of);
    const load = new BulkLoad({ ...this.loading(this.projection), onLoad });
    await load.readUpTo(ends);
    await load.fold();
    signal.throwIfAborted();
  }

  private catchUp(projection: Projection, ends: readonly number[]): Promise<void> {
    return catchUp(this.loading(projection), ends);
  }

  private loading(projection: Projection): LoadOptions {
    const { log, signal, upcasters } = this.options;
    return { log, projection, signal, ...(upcasters && { upcasters }) };
  }

  private async outcome(): Promise<RebuildOutcome> {
    const { generation } = this.projection;
    const progress = await this.projection.progress();
    const records = [...progress.values()].reduce((sum, { nextOffset }) => sum + nextOffset, 0);
    return {
      generation,
      switched: false,
      records,
      ...(await checksumOf(this.options.warehouse, this.generation)),
    };
  }

  private async showsTheSameAs(live: Projection): Promise<boolean> {
    const [its, mine] = [await live.progress(), await this.projection.progress()];
    return (
      its.size === mine.size &&
      [...its].every(([partition, { nextOffset }]) => mine.get(partition)?.nextOffset === nextOffset)
    );
  }

  private async betweenBatches<T>(work: (live: Projection) => Promise<T>): Promise<T> {
    return whileLiveStandsStill(this.options, work);
  }

  private async patiently(work: () => Promise<void>): Promise<void> {
    const { signal } = this.options;
    await patiently(work, { signal, onRetry: () => undefined });
    signal.throwIfAborted();
  }

  private tell(phase: RebuildProgress['phase'], read = 0, of = 0): void {
    this.options.onProgress?.({ phase, read, of });
  }
}

function generationOf({ generation: id, database }: Projection): Generation {
  return { id, database };
}

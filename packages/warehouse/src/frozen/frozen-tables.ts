import { randomBytes } from 'node:crypto';
import { asFault, WarehouseFault } from '../fault.js';
import type { Generation } from '../generation.js';
import { FROZEN, giveUpFrozen, readFrozen, writeFrozen, type FrozenRow } from '../tables/frozen.js';
import { readProgress, type PartitionProgress } from '../tables/progress.js';
import type { Warehouse } from '../warehouse.js';
import { foldInstant, knownThen, type KnownThen } from './fold-instant.js';
import { Lane } from './lane.js';
import { sweepFrozen } from './sweep.js';

export interface FrozenOptions {
  /** Instants kept; of more, the one used longest ago goes. Default 8. */
  keep?: number;
  /** An instant of no more events than this is folded while the asker waits. Default 200,000. */
  atOnceEvents?: number;
}

/** The cohort tables as they were known at an instant. */
export interface FrozenInstant {
  database: string;
  /** Where the log stood. */
  position: Map<number, PartitionProgress>;
}

/** What was asked needs tables that are still being folded. */
export class StillPreparing {
  constructor(
    /** How much is folded, 0-1. */
    readonly share: number,
  ) {}
}

/** A fold by this process. */
interface Attempt {
  row: FrozenRow;
  atOnce: boolean;
  done: Promise<void>;
  /** Of one in the background, until somebody asks. */
  fault?: Error;
}

/** Another process that took no step for so long is thought dead, and the instant is begun anew beside it. */
const SILENT_AFTER_MS = 60_000;
/** So often a process writes down that an instant is in use. */
const USE_NOTED_EVERY_MS = 10_000;
/** Tables that were let go of while they were read, or before. */
const TRIES_MAX = 3;

/**
 * Tables of past instants, folded when they are first asked for and kept for a while. Every attempt has a database of its own that
 * answers only when it is whole: processes at once, attempts that died and attempts to come never meet in one.
 */
export class FrozenTables {
  private readonly keep: number;
  private readonly atOnceEvents: number;
  private readonly attempts = new Map<string, Attempt>();
  private readonly lanes = { atOnce: new Lane(), later: new Lane() };
  private readonly readers = new Map<string, number>();
  private readonly leaving = new Set<string>();
  private readonly usedAt = new Map<string, number>();
  private closed = false;

  constructor(
    private readonly warehouse: Warehouse,
    { keep = 8, atOnceEvents = 200_000 }: FrozenOptions = {},
  ) {
    this.keep = keep;
    this.atOnceEvents = atOnceEvents;
  }

  /**
   * Answers from the tables of an instant, which stay while it does. Everything received by then must stand in the generation.
   * @param asOf epoch ms
   * @throws what a fold in the background failed of, once; the next who asks begins it anew.
   */
  async answer<T>(
    generation: Generation,
    asOf: number,
    read: (instant: FrozenInstant) => Promise<T>,
  ): Promise<T | StillPreparing> {
    for (let tries = 1; ; tries++) {
      const row = await this.take(generation, asOf);
      if (row) {
        try {
          return await this.readFrom(row, read);
        } catch (fault) {
          // Another process let go of it meanwhile.
          if (!isGone(fault) || tries === TRIES_MAX) throw fault;
          await this.giveUp(row);
        }
      }
      const attempt = await this.attemptAt(generation, asOf);
      if (attempt instanceof StillPreparing) return attempt;
      if (!attempt.atOnce) return new StillPreparing(attempt.row.share);
      try {
        await attempt.done;
      } catch (fault) {
        // A replay let go of it while it was folded.
        if (!isGone(fault) || tries === TRIES_MAX) throw fault;
      }
    }
  }

  /** Ends folds between two of their steps; they leave nothing that answers. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled([...this.attempts.values()].map(({ done }) => done));
  }

  /** Whole tables, held until they are read: nothing is awaited between choosing and holding, nor where others are let go of. */
  private async take(generation: Generation, asOf: number): Promise<FrozenRow | undefined> {
    const rows = await readFrozen(this.warehouse);
    const row = rows.find(
      (each) =>
        each.state === FROZEN.ready && isOf(each, generation, asOf) && !this.leaving.has(each.database),
    );
    if (row) this.readers.set(row.database, (this.readers.get(row.database) ?? 0) + 1);
    return row;
  }

  private async readFrom<T>(row: FrozenRow, read: (instant: FrozenInstant) => Promise<T>): Promise<T> {
    const { database } = row;
    try {
      const usedAt = Date.now();
      this.usedAt.set(database, usedAt);
      if (usedAt - row.usedAt > USE_NOTED_EVERY_MS) await writeFrozen(this.warehouse, { ...row, usedAt });
      return await read({ database, position: await readProgress(this.warehouse, database) });
    } finally {
      const others = (this.readers.get(database) ?? 1) - 1;
      if (others > 0) this.readers.set(database, others);
      else this.readers.delete(database);
    }
  }

  /** The fold of the instant by this process, begun if nobody is at it. */
  private async attemptAt(generation: Generation, asOf: number): Promise<Attempt | StillPreparing> {
    const key = `${generation.id}/${asOf}`;
    const elsewhere = await this.foldedElsewhere(generation, asOf);
    if (elsewhere) return new StillPreparing(elsewhere.share);
    const known = await knownThen(this.warehouse, generation, asOf);
    const before = this.attempts.get(key);
    if (before && before.fault === undefined) return before;
    this.attempts.delete(key);
    if (before?.fault !== undefined && !isGone(before.fault)) throw before.fault;
    const atOnce = known.events <= this.atOnceEvents;
    // More than are kept would push each other out.
    if (this.closed || this.lane(atOnce).length >= this.keep) return new StillPreparing(0);
    return this.begin(key, { generation, asOf, known, atOnce });
  }

  private async foldedElsewhere(generation: Generation, asOf: number): Promise<FrozenRow | undefined> {
    // chDB has no other process.
    if (this.warehouse.kind === 'chdb') return undefined;
    const since = Date.now() - SILENT_AFTER_MS;
    return (await readFrozen(this.warehouse)).find(
      (row) =>
        row.state === FROZEN.folding &&
        isOf(row, generation, asOf) &&
        row.usedAt > since &&
        !this.isOurs(row.database),
    );
  }

  private begin(
    key: string,
    { generation, asOf, known, atOnce }: Pick<Attempt, 'atOnce'> & Instant & { known: KnownThen },
  ): Attempt {
    const database = `waymark_asof_${asOf}_g${generation.id}_${randomBytes(4).toString('hex')}`;
    const row = { database, asOf, generation: generation.id, state: FROZEN.folding, share: 0, usedAt: 0 };
    const done = this.lane(atOnce).run(() => this.fold(row, { generation, asOf }, known));
    const attempt: Attempt = { row, atOnce, done };
    this.attempts.set(key, attempt);
    done.then(
      () => this.attempts.delete(key),
      (fault: unknown) => {
        if (atOnce) this.attempts.delete(key);
        else attempt.fault = asFault(fault, 'fold of an instant');
      },
    );
    return attempt;
  }

  private async fold(row: FrozenRow, { generation, asOf }: Instant, known: KnownThen): Promise<void> {
    const { database } = row;
    const step = async (share: number): Promise<void> => {
      if (this.closed) throw new WarehouseFault(`fold of an instant: told to stop`, 'CLOSED', true);
      row.share = share;
      await writeFrozen(this.warehouse, { ...row, usedAt: Date.now() });
    };
    try {
      await sweepFrozen(this.warehouse, (name) => this.isOurs(name));
      await step(0);
      await foldInstant(this.warehouse, { generation, asOf, database, known }, step);
      await writeFrozen(this.warehouse, { ...row, state: FROZEN.ready, share: 1, usedAt: Date.now() });
    } catch (fault) {
      await this.giveUp(row).catch(() => undefined);
      throw fault;
    }
    await this.evict();
  }

  private async evict(): Promise<void> {
    const lastUse = ({ database, usedAt }: FrozenRow): number =>
      Math.max(usedAt, this.usedAt.get(database) ?? 0);
    const ready = (await readFrozen(this.warehouse)).filter(({ state }) => state === FROZEN.ready);
    ready.sort((a, b) => lastUse(b) - lastUse(a));
    for (const row of ready.slice(this.keep)) {
      if (!this.readers.has(row.database)) await this.giveUp(row);
    }
  }

  private async giveUp(row: FrozenRow): Promise<void> {
    this.leaving.add(row.database);
    try {
      await giveUpFrozen(this.warehouse, row);
      this.usedAt.delete(row.database);
    } finally {
      this.leaving.delete(row.database);
    }
  }

  private lane(atOnce: boolean): Lane {
    return atOnce ? this.lanes.atOnce : this.lanes.later;
  }

  private isOurs(database: string): boolean {
    return [...this.attempts.values()].some(({ row }) => row.database === database);
  }
}

interface Instant {
  generation: Generation;
  asOf: number;
}

function isOf(row: FrozenRow, generation: Generation, asOf: number): boolean {
  return row.generation === generation.id && row.asOf === asOf;
}

function isGone(fault: unknown): boolean {
  return fault instanceof WarehouseFault && /^UNKNOWN_(TABLE|DATABASE)$/.test(fault.code);
}

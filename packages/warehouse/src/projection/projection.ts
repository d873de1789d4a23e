import type { KnownEvent } from '@waymark/pathways';
import { currentGeneration, openGeneration, type Generation } from '../generation.js';
import { deadLetterRow, type DeadLetter } from '../tables/dead-letters.js';
import { eventRow } from '../tables/events.js';
import { progressRow, readProgress, type PartitionProgress } from '../tables/progress.js';
import type { Warehouse } from '../warehouse.js';
import { Refold, type RefoldOptions } from './refold.js';

export interface ProjectionBatch {
  events: readonly KnownEvent[];
  deadLetters: readonly DeadLetter[];
  progress: readonly PartitionProgress[];
}

export interface ProjectionOptions extends RefoldOptions {
  /** The generation to write; default the current one. */
  generation?: Generation;
}

/** Told between steps of long work, e.g. to keep a group membership alive. */
export type Heartbeat = () => Promise<void>;
const NO_HEARTBEAT: Heartbeat = async () => undefined;

/**
 * Turns events into the tables of one generation. Every call may be repeated, wholly or after a crash at any step, and
 * changes nothing then: rows replace themselves, and progress is written last. Calls run one after another.
 */
export class Projection {
  private last: Promise<unknown> = Promise.resolve();
  private appending: Promise<void> = Promise.resolve();

  private constructor(
    private readonly warehouse: Warehouse,
    private readonly target: Generation,
    private readonly refold: Refold,
    private readonly options: ProjectionOptions,
  ) {}

  static async open(warehouse: Warehouse, options: ProjectionOptions = {}): Promise<Projection> {
    const generation = options.generation ?? (await openGeneration(warehouse));
    return new Projection(
      warehouse,
      generation,
      new Refold(warehouse, generation.database, options),
      options,
    );
  }

  /** Number of the generation written to. */
  get generation(): number {
    return this.target.id;
  }

  /** Its database. */
  get database(): string {
    return this.target.database;
  }

  /** Whether questions are answered from what this writes. */
  async isCurrent(): Promise<boolean> {
    return (await currentGeneration(this.warehouse))?.id === this.target.id;
  }

  /** The same for the generation that is current now; undefined when it is still this one. */
  async successor(): Promise<Projection | undefined> {
    const generation = await currentGeneration(this.warehouse);
    if (!generation || generation.id === this.target.id) return undefined;
    return Projection.open(this.warehouse, { ...this.options, generation });
  }

  /** How far each partition of the log is shown. */
  async progress(): Promise<Map<number, PartitionProgress>> {
    return readProgress(this.warehouse, this.database);
  }

  /** One batch of the log: raw events, the journeys they touch, progress. */
  async project(batch: ProjectionBatch, heartbeat: Heartbeat = NO_HEARTBEAT): Promise<void> {
    await this.inTurn(async () => {
      await this.insertRaw(batch.events, batch.deadLetters);
      await heartbeat();
      if (batch.events.length > 0) await this.refold.touched(referralsOf(batch.events), heartbeat);
      await this.insertProgress(batch.progress);
    });
  }

  /**
   * Raw events of a first load, many times; they show after {@link foldAll}. Resolves when the events before these are in: the engine
   * takes one batch while the caller reads the next. A fault shows in the next call, and only in that: then all is to be
   * appended again.
   */
  async appendRaw(events: readonly KnownEvent[], deadLetters: readonly DeadLetter[] = []): Promise<void> {
    await this.appended();
    this.appending = this.inTurn(() => this.insertRaw(events, deadLetters));
    this.appending.catch(() => undefined);
  }

  /** Folds every referral and journey, by the same statements as a batch, then writes progress. */
  async foldAll(
    progress: readonly PartitionProgress[] = [],
    heartbeat: Heartbeat = NO_HEARTBEAT,
  ): Promise<void> {
    await this.appended();
    await this.inTurn(async () => {
      await this.refold.all(heartbeat);
      await this.insertProgress(progress);
    });
  }

  /** Waits for the call under way and lets go of the staging tables. */
  async close(): Promise<void> {
    await this.inTurn(() => this.refold.close());
  }

  private async appended(): Promise<void> {
    const before = this.appending;
    this.appending = Promise.resolve();
    await before;
  }

  private async insertRaw(events: readonly KnownEvent[], letters: readonly DeadLetter[]): Promise<void> {
    await this.warehouse.insert(`${this.database}.events`, mapped(events, eventRow));
    await this.warehouse.insert(`${this.database}.dead_letters`, mapped(letters, deadLetterRow));
  }

  private async insertProgress(progress: readonly PartitionProgress[]): Promise<void> {
    await this.warehouse.insert(`${this.database}.progress`, mapped(progress, progressRow));
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

/** Each referral of the events once. */
function referralsOf(events: readonly KnownEvent[]): { provider: string; subject: string }[] {
  const referrals = new Map<string, { provider: string; subject: string }>();
  for (const { event } of events) {
    const { providerid: provider, subject } = event;
    referrals.set(`${provider}/${subject}`, { provider, subject });
  }
  return [...referrals.values()];
}

function* mapped<T>(items: readonly T[], row: (item: T) => object): Generator<object> {
  for (const item of items) yield row(item);
}

import { isDeepStrictEqual } from 'node:util';
import { TOPICS, type EventLog, type LogRecord } from '@waymark/event-log';
import type { KnownEvent } from '@waymark/pathways';
import { logger } from '@waymark/service';
import {
  countLetters,
  currentGeneration,
  forgetFrozen,
  letterGroups,
  readLetters,
  resolveLetters,
  type DeadLetter,
  type Generation,
  type LetterFilter,
  type LetterGroup,
  type Projection,
  type Warehouse,
} from '@waymark/warehouse';
import { decodeRecord, type Upcasters } from './decode-batches.js';
import { whileLiveStandsStill, type Live } from './live.js';
import { pause } from './patience.js';

/** One group is read and projected at once. */
const GROUP_LETTERS = 1_000;
const GROUP_BYTES = 16 * 1024 * 1024;
/** Letters no further apart than this are read in one go: beginning to read costs more than as many records. */
const NEAR_RECORDS = 200;
/** How soon to look again when another generation begins to answer. */
const LOOK_MS = 200;
const SAMPLES = 3;

export interface DeadLettersOptions {
  log: EventLog;
  warehouse: Warehouse;
  live?: Live | undefined;
  upcasters?: Upcasters;
  /** Letters in one group of a replay. Default 1,000. */
  groupLetters?: number;
}

export interface LettersTold {
  groups: LetterGroup[];
  total: number;
}

/** Of the letters asked for: how many count now, and how many are not understood still. */
export interface ReplayOutcome {
  replayed: number;
  remaining: number;
}

/** Told to stop between two groups: what was done stands, and what was not is done the next time. */
export class ReplayStopped extends Error {
  override readonly name = 'ReplayStopped';
}

interface ReadAgain {
  before: DeadLetter[];
  events: KnownEvent[];
  /** What is not understood still, with the reason of now. */
  letters: DeadLetter[];
}

/** Records of the log that were not understood: what they are, and reading them again with the reader of now. */
export class DeadLetters {
  private readonly stopping = new AbortController();
  private running: Promise<ReplayOutcome> | undefined;

  constructor(private readonly options: DeadLettersOptions) {}

  async list(filter: LetterFilter = {}): Promise<LettersTold> {
    const { warehouse } = this.options;
    const { database } = await answering(warehouse);
    return {
      groups: await letterGroups(warehouse, database, filter, SAMPLES),
      total: await countLetters(warehouse, database, filter),
    };
  }

  /**
   * Reads every letter again from its place in the log, and puts what is understood now into the tables, as if it always had been.
   * Nothing is appended. It may be killed anywhere and done again. Undefined: one is under way in this process.
   * @throws {ReplayStopped}
   */
  async replay(filter: LetterFilter = {}): Promise<ReplayOutcome | undefined> {
    if (this.running) return undefined;
    this.running = this.untilItStands(filter);
    try {
      const outcome = await this.running;
      logger.info(outcome, 'dead_letters_replayed');
      return outcome;
    } finally {
      this.running = undefined;
    }
  }

  /** Ends a replay between two groups. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running?.catch(() => undefined);
  }

  /** Tables that answer no longer when they are written were written in vain: those that do hold letters of their own. */
  private async untilItStands(filter: LetterFilter): Promise<ReplayOutcome> {
    const { signal } = this.stopping;
    let replayed = 0;
    for (;;) {
      const remaining = await this.pass(filter, (count) => (replayed += count));
      if (remaining !== undefined) return { replayed, remaining };
      await pause(LOOK_MS, signal);
    }
  }

  private async pass(filter: LetterFilter, onReplayed: (count: number) => void): Promise<number | undefined> {
    const { warehouse } = this.options;
    const generation = await answering(warehouse);
    let remaining = 0;
    for (let after: DeadLetter | undefined; ;) {
      if (this.stopping.signal.aborted) throw new ReplayStopped();
      const group = await this.next(generation, filter, after);
      after = group.at(-1);
      if (!after) return remaining;
      const again = await this.readAgain(group);
      if (!(await whileLiveStandsStill(this.options, (live) => this.put(live, generation, again))))
        return undefined;
      onReplayed(again.events.length);
      remaining += group.length - again.events.length;
    }
  }

  private async next(
    { database }: Generation,
    filter: LetterFilter,
    after: DeadLetter | undefined,
  ): Promise<DeadLetter[]> {
    const { warehouse, groupLetters: limit = GROUP_LETTERS } = this.options;
    const letters = await readLetters(warehouse, database, filter, { after, limit });
    let bytes = 0;
    return letters.filter((letter, index) => (bytes += letter.bytes) <= GROUP_BYTES || index === 0);
  }

  private async readAgain(group: DeadLetter[]): Promise<ReadAgain> {
    const again: ReadAgain = { before: group, events: [], letters: [] };
    for await (const record of recordsAt(this.options.log, group)) {
      const decoded = decodeRecord(record, this.options.upcasters);
      if (decoded.ok) again.events.push(decoded.known);
      else again.letters.push(decoded.letter);
    }
    return again;
  }

  /**
   * Whether it stands in the tables that answer. A letter is taken out last: killed before, all of it is done again. Past instants
   * are let go of before that and after the rows are in: what is folded from then on knows them.
   */
  private async put(live: Projection, generation: Generation, again: ReadAgain): Promise<boolean> {
    const { warehouse } = this.options;
    if (live.generation !== generation.id || !(await live.isCurrent())) return false;
    const deadLetters = changed(again);
    await live.project({ events: again.events, deadLetters, progress: [] });
    if (again.events.length > 0) {
      await forgetFrozen(warehouse, generation.id);
      await resolveLetters(warehouse, generation.database, understood(again));
    }
    return live.isCurrent();
  }
}

async function answering(warehouse: Warehouse): Promise<Generation> {
  const generation = await currentGeneration(warehouse);
  if (!generation) throw new Error('no generation was ever published');
  return generation;
}

const placeOf = ({ partition, offset }: { partition: number; offset: number }): string =>
  `${partition}/${offset}`;

function understood({ before, events }: ReadAgain): DeadLetter[] {
  const places = new Set(events.map(placeOf));
  return before.filter((letter) => places.has(placeOf(letter)));
}

/** Letters that this reader words differently, as a rebuild would word them. */
function changed({ before, letters }: ReadAgain): DeadLetter[] {
  const former = new Map(before.map((letter) => [placeOf(letter), letter]));
  return letters.filter(
    (letter) => !isDeepStrictEqual({ provider: '', ...letter }, former.get(placeOf(letter))),
  );
}

/** The records behind letters, which are in the order of the log. */
async function* recordsAt(log: EventLog, letters: readonly DeadLetter[]): AsyncGenerator<LogRecord> {
  const wanted = new Set(letters.map(placeOf));
  for (const { partition, first, last } of stretches(letters)) {
    const stretch = { from: new Map([[partition, first]]), until: new Map([[partition, last + 1]]) };
    for await (const { records } of log.read(TOPICS.events.name, stretch)) {
      for (const record of records) if (wanted.has(placeOf(record))) yield record;
    }
  }
}

function stretches(letters: readonly DeadLetter[]): { partition: number; first: number; last: number }[] {
  const found: { partition: number; first: number; last: number }[] = [];
  for (const { partition, offset } of letters) {
    const open = found.at(-1);
    if (open?.partition === partition && offset - open.last <= NEAR_RECORDS) open.last = offset;
    else found.push({ partition, first: offset, last: offset });
  }
  return found;
}

import {
  admit,
  type Admission,
  type AdmissionContext,
  type PostcodeLookup,
  type Pseudonyms,
} from '@waymark/events';
import { answeredWithin, LogUnavailable, TOPICS, type EventLog, type NewRecord } from '@waymark/event-log';
import { Metrics, type ProviderIdentity } from '@waymark/service';
import { DuplicateMemory, FirstCopyLost, type Verdict } from './duplicate-memory.js';
import { InFlight } from './in-flight.js';
import { IngestMetrics } from './metrics.js';
import { answerOf, type PushAnswer, type PushResult } from './push-answer.js';
import type { ReceiptsKept } from './receipts-kept.js';
import { NOBODY, providerOf, type Sender } from './senders.js';

export type { PushAnswer, PushResult };

export interface IngestDeps {
  log: Pick<EventLog, 'append'>;
  pseudonyms: Pseudonyms;
  /** Absent: no postcode lookup is loaded, and events that carry a postcode are refused. */
  postcodes?: PostcodeLookup;
  clock?: () => number;
  /** What this process holds; what the log keeps hanging counts there. */
  inFlight?: InFlight;
  metrics?: IngestMetrics;
  /** Told of what is refused and what came before; absent: nobody is. */
  receipts?: Pick<ReceiptsKept, 'count'>;
  /** A request that the log has not answered by then is refused; default 25 s. */
  answerWithinMs?: number;
}

/** Test keys send by the hundred; what they may take of memory is little. */
const REHEARSED_EVENTS = 20_000;
/** Of a file that is only looked at: the rows of one spreadsheet, in a few megabytes. */
const LOOKED_EVENTS = 100_000;
/** Below the 30 s after which many a client gives up by itself. */
const ANSWER_WITHIN_MS = 25_000;

/** Takes a file's events without a log. */
export interface Rehearsal {
  take(admissions: readonly Admission[]): PushAnswer;
  /** What it remembers, in bytes. */
  readonly bytes: number;
}

interface Examined {
  results: PushResult[];
  records: NewRecord[];
  /** Of the records, in their order. */
  settles: ((durable: boolean) => void)[];
  /** First copies under way, whose fate the second ones share. */
  waits: Promise<void>[];
}

const CONFLICT = {
  code: 'id_conflict',
  pointer: '/id',
  detail:
    'Another event with this source, id and revision was taken before; a change needs a higher revision of the same type.',
} as const;

/** Takes events into the log: checks, tells duplicates, appends, and answers after what was accepted is durable. */
export class Push {
  private readonly memory: DuplicateMemory;
  /** Of what test keys sent, so that they are told of duplicates too, and live ones never of theirs. */
  private readonly rehearsed: DuplicateMemory;
  private readonly clock: () => number;
  private readonly inFlight: InFlight;
  private readonly metrics: IngestMetrics;

  constructor(private readonly deps: IngestDeps) {
    this.inFlight = deps.inFlight ?? new InFlight();
    this.metrics = deps.metrics ?? new IngestMetrics(new Metrics(), this.inFlight);
    this.clock = deps.clock ?? Date.now;
    this.memory = new DuplicateMemory(this.clock);
    this.rehearsed = new DuplicateMemory(this.clock, REHEARSED_EVENTS);
  }

  /**
   * @throws {LogUnavailable} when not everything accepted became durable; sending the whole again is safe.
   */
  async push(sender: Sender, events: readonly unknown[]): Promise<PushAnswer> {
    const providers = events.map((event) => providerOf(sender, event));
    const admissions = this.admitted(providers, events);
    if (sender.test) return this.rehearse(admissions);
    const answer = await this.take(admissions);
    this.keepReceipts(providers, answer);
    return answer;
  }

  /** The same checks, nothing stored and nothing remembered. */
  validate(sender: Sender, events: readonly unknown[]): PushAnswer {
    const providers = events.map((event) => providerOf(sender, event));
    return this.look(this.admitted(providers, events));
  }

  /** What `take` would do and answer, but for the log: nothing of a test key counts anywhere. */
  private rehearse(admissions: readonly Admission[]): PushAnswer {
    const { results, settles } = this.examine(admissions, this.rehearsed);
    for (const settle of settles) settle(true);
    return answerOf(results);
  }

  /** Takes what is admitted already. @throws {LogUnavailable} as `push` does. */
  async take(admissions: readonly Admission[]): Promise<PushAnswer> {
    const { results, records, settles, waits } = this.examine(admissions);
    const fate = this.append(records, settles);
    await this.inTime(fate, shareFate(waits), bytesOf(records));
    this.metrics.answeredEvents(results);
    return answerOf(results);
  }

  /** What `take` would answer. */
  look(admissions: readonly Admission[]): PushAnswer {
    const { results, settles } = this.examine(admissions);
    for (const settle of settles) settle(false);
    return answerOf(results);
  }

  /**
   * What `take` would answer to a whole file, batch by batch: what stood in it before counts as taken, as far as it is remembered;
   * nothing is stored.
   */
  rehearsal(): Rehearsal {
    const seen = new DuplicateMemory(this.clock, LOOKED_EVENTS);
    return {
      take: (admissions) => {
        const { results } = this.look(admissions);
        return answerOf(results.map((result, at) => rehearsed(result, admissions[at], seen)));
      },
      get bytes() {
        return seen.bytes;
      },
    };
  }

  /** What admission has to know of this moment and this provider. */
  context(provider: ProviderIdentity): AdmissionContext {
    const { pseudonyms, postcodes } = this.deps;
    return {
      provider: { id: provider.providerId, sourcePrefixes: provider.sourcePrefixes },
      now: new Date(this.clock()),
      pseudonyms,
      ...(postcodes && { postcodes }),
    };
  }

  private admitted(providers: readonly ProviderIdentity[], events: readonly unknown[]): Admission[] {
    const contexts = new Map<ProviderIdentity, AdmissionContext>();
    return events.map((raw, at) => {
      const provider = providers[at];
      if (!provider) throw new Error('an event without its provider');
      const context = contexts.get(provider) ?? this.context(provider);
      contexts.set(provider, context);
      return admit(raw, context);
    });
  }

  private keepReceipts(providers: readonly ProviderIdentity[], { results }: PushAnswer): void {
    for (const { providerId } of new Set(providers)) {
      const its = results.filter(({ index }) => providers[index]?.providerId === providerId);
      if (providerId !== NOBODY) this.deps.receipts?.count(providerId, its);
    }
  }

  private examine(admissions: readonly Admission[], memory = this.memory): Examined {
    const examined: Examined = { results: [], records: [], settles: [], waits: [] };
    for (const [index, admission] of admissions.entries()) {
      if (admission.ok) this.judge(index, admission, examined, memory);
      else examined.results.push(rejection(index, admission));
    }
    return examined;
  }

  private judge(
    index: number,
    { event, key, value, contentHash }: Admitted,
    { results, records, settles, waits }: Examined,
    memory: DuplicateMemory,
  ): void {
    const verdict = memory.judge(event, contentHash);
    results.push(resultOf(index, event.id, verdict.kind));
    if (verdict.kind === 'fresh') {
      records.push({ key, value: Buffer.from(value) });
      settles.push(verdict.settle);
    } else if (verdict.pending) {
      waits.push(verdict.pending);
    }
  }

  /**
   * A disk that hangs cannot be told to give up: the caller is answered, and the append stays under way. What is remembered
   * of its events is settled by what becomes of it, so a copy sent meanwhile still shares its fate.
   */
  private async inTime(fate: Promise<void>, others: Promise<void>, bytes: number): Promise<void> {
    const append = { underWay: true };
    const settled = (): void => void (append.underWay = false);
    fate.then(settled, settled);
    const ms = this.deps.answerWithinMs ?? ANSWER_WITHIN_MS;
    try {
      await answeredWithin(ms, 'the log takes no events', Promise.all([fate, others]));
    } finally {
      if (append.underWay) this.inFlight.overdue(bytes, fate);
    }
  }

  private async append(records: NewRecord[], settles: ((durable: boolean) => void)[]): Promise<void> {
    if (records.length === 0) return;
    const appended = this.metrics.appending();
    try {
      await this.deps.log.append(TOPICS.events.name, records);
    } catch (fault) {
      for (const settle of settles) settle(false);
      throw fault;
    } finally {
      appended();
    }
    for (const settle of settles) settle(true);
  }
}

function bytesOf(records: readonly NewRecord[]): number {
  return records.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);
}

async function shareFate(waits: readonly Promise<void>[]): Promise<void> {
  try {
    await Promise.all(waits);
  } catch (fault) {
    if (!(fault instanceof FirstCopyLost)) throw fault;
    throw new LogUnavailable('the first copy of an event did not become durable', 1, { cause: fault });
  }
}

type Admitted = Extract<Admission, { ok: true }>;

function rejection(index: number, refused: Exclude<Admission, { ok: true }>): PushResult {
  const { ok: _, id, ...fault } = refused;
  return { index, ...(id !== undefined && { id }), status: 'rejected', ...fault };
}

/** What is new to the log may have stood in the file before. */
function rehearsed(result: PushResult, admission: Admission | undefined, seen: DuplicateMemory): PushResult {
  if (result.status !== 'accepted' || admission?.ok !== true) return result;
  const verdict = seen.judge(admission.event, admission.contentHash);
  if (verdict.kind === 'fresh') verdict.settle(true);
  return resultOf(result.index, admission.event.id, verdict.kind);
}

function resultOf(index: number, id: string, kind: Verdict['kind']): PushResult {
  if (kind === 'id_conflict') return { index, id, status: 'rejected', ...CONFLICT };
  return { index, id, status: kind === 'fresh' ? 'accepted' : 'duplicate' };
}

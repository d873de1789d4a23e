import { admit, type Pseudonyms, type PostcodeLookup } from '@waymark/events';
import { LogUnavailable, TOPICS, type EventLog, type NewRecord } from '@waymark/event-log';
import type { ProviderIdentity } from '@waymark/service';
import { DuplicateMemory, FirstCopyLost, type Verdict } from './duplicate-memory.js';

export interface PushResult {
  index: number;
  id?: string;
  status: 'accepted' | 'duplicate' | 'rejected';
  code?: string;
  pointer?: string;
  detail?: string;
}

export interface PushAnswer {
  accepted: number;
  duplicates: number;
  rejected: number;
  results: PushResult[];
}

export interface IngestDeps {
  log: EventLog;
  pseudonyms: Pseudonyms;
  postcodes?: PostcodeLookup;
  clock?: () => number;
}

const CONFLICT = {
  code: 'id_conflict',
  detail:
    'Another event with this source, id and revision was taken before; a change needs a higher revision of the same type.',
} as const;

/** Takes events into the log: checks, tells duplicates, appends, and answers after what was accepted is durable. */
export class Push {
  private readonly memory: DuplicateMemory;
  private readonly clock: () => number;

  constructor(private readonly deps: IngestDeps) {
    this.clock = deps.clock ?? Date.now;
    this.memory = new DuplicateMemory(this.clock);
  }

  /**
   * @throws {LogUnavailable} when not everything accepted became durable; sending the whole again is safe.
   */
  async push(provider: ProviderIdentity, events: readonly unknown[]): Promise<PushAnswer> {
    const results: PushResult[] = [];
    const records: NewRecord[] = [];
    const settles: ((durable: boolean) => void)[] = [];
    const waits: Promise<void>[] = [];
    for (const [index, raw] of events.entries()) {
      const admission = admit(raw, this.context(provider));
      if (!admission.ok) {
        const { ok: _, ...fault } = admission;
        results.push({ index, status: 'rejected', ...fault });
        continue;
      }
      const verdict = this.memory.judge(admission.event, admission.contentHash);
      results.push(resultOf(index, admission.event.id, verdict.kind));
      if (verdict.kind === 'fresh') {
        records.push({ key: admission.key, value: Buffer.from(admission.value) });
        settles.push(verdict.settle);
      } else if (verdict.pending) {
        waits.push(verdict.pending);
      }
    }
    await Promise.all([this.append(records, settles), shareFate(waits)]);
    return answerOf(results);
  }

  /** The same checks, nothing stored. */
  validate(provider: ProviderIdentity, events: readonly unknown[]): PushAnswer {
    return answerOf(
      events.map((raw, index) => {
        const admission = admit(raw, this.context(provider));
        if (admission.ok) {
          return resultOf(
            index,
            admission.event.id,
            this.memory.peek(admission.event, admission.contentHash),
          );
        }
        const { ok: _, ...fault } = admission;
        return { index, status: 'rejected', ...fault };
      }),
    );
  }

  private context(provider: ProviderIdentity): Parameters<typeof admit>[1] {
    const { pseudonyms, postcodes } = this.deps;
    return {
      provider: { id: provider.providerId, sourcePrefixes: provider.sourcePrefixes },
      now: new Date(this.clock()),
      pseudonyms,
      ...(postcodes && { postcodes }),
    };
  }

  private async append(records: NewRecord[], settles: ((durable: boolean) => void)[]): Promise<void> {
    if (records.length === 0) return;
    try {
      await this.deps.log.append(TOPICS.events.name, records);
    } catch (fault) {
      for (const settle of settles) settle(false);
      throw fault;
    }
    for (const settle of settles) settle(true);
  }
}

async function shareFate(waits: readonly Promise<void>[]): Promise<void> {
  try {
    await Promise.all(waits);
  } catch (fault) {
    if (!(fault instanceof FirstCopyLost)) throw fault;
    throw new LogUnavailable('the first copy of an event did not become durable', 1, { cause: fault });
  }
}

function resultOf(index: number, id: string, kind: Verdict['kind']): PushResult {
  if (kind === 'id_conflict') return { index, id, status: 'rejected', pointer: '/id', ...CONFLICT };
  return { index, id, status: kind === 'fresh' ? 'accepted' : 'duplicate' };
}

function answerOf(results: PushResult[]): PushAnswer {
  const count = (status: PushResult['status']): number =>
    results.filter((result) => result.status === status).length;
  return {
    accepted: count('accepted'),
    duplicates: count('duplicate'),
    rejected: count('rejected'),
    results,
  };
}

/** 202 all accepted or duplicate, 207 mixed, 422 none. */
export function statusOf(answer: PushAnswer): 202 | 207 | 422 {
  if (answer.rejected === 0) return 202;
  return answer.rejected === answer.results.length ? 422 : 207;
}
